import type { CompareSchemas } from './compare-objects.ts';
import { type Difference, type Direction, describePath } from './difference.ts';
import type { Finding } from './finding.ts';
import type { Json } from './json.ts';

/** A route in the released document and in the current one. */
export interface RoutePair {
  /** Method and path: `POST /v1/users`. */
  readonly place: string;
  readonly released: Json;
  readonly current: Json;
  readonly before: Json;
  readonly after: Json;
  readonly compareSchemas: CompareSchemas;
}

/** An answer of one status, before and after. */
export interface AnswerPair extends RoutePair {
  readonly status: string;
  readonly was: Json;
  readonly is: Json;
}

/** What has changed in a part of a route: `the body`, `the query parameter limit`. */
export function findingsOf(
  { place, compareSchemas }: Pick<RoutePair, 'place' | 'compareSchemas'>,
  part: string,
  direction: Direction,
  [before, after]: readonly [Json, Json],
): Finding[] {
  return compareSchemas(before, after, direction).map((difference) => findingOf(place, part, difference));
}

function findingOf(place: string, part: string, difference: Difference): Finding {
  const { kind, model, path, what, whom, sunset } = difference;
  const whole = model === undefined ? part : 'it';
  const field = model === undefined ? `the field ${describePath(path)} of ${part}` : `the field ${describePath(path)}`;
  return {
    kind,
    place: model ?? place,
    what: `${path.length > 0 ? field : whole} ${what}`,
    ...(kind !== 'new' && { whom: `clients ${whom}`, sunset }),
    ...(model !== undefined && { of: [place] }),
  };
}

/** What breaks nobody. */
export function added(place: string, what: string): Finding {
  return { kind: 'new', place, what };
}
