import { compareOpenApi } from '../../../infra/contract/compare-openapi.ts';
import { type SmallApi, smallApi } from './small-api.ts';

/** What the comparison finds once something is planted in the small document. */
export function findingsAfter(plant: (api: SmallApi) => void, released = smallApi()) {
  const api = smallApi();
  plant(api);
  return compareOpenApi(asJson(released), asJson(api));
}

/** The document as clients read it. */
export function asJson({ document }: SmallApi): Record<string, unknown> {
  return JSON.parse(JSON.stringify(document)) as Record<string, unknown>;
}

/** What says when a route, parameter or field may go. */
export function ends(sunset: string) {
  return { deprecated: true, 'x-sunset': sunset };
}
