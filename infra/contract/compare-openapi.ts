import { compareAccess, compareSchemes } from './compare-access.ts';
import { compareAnswers } from './compare-answers.ts';
import { compareNotices } from './compare-notices.ts';
import { compareRequests } from './compare-requests.ts';
import { createSchemaComparison } from './compare-schemas.ts';
import { type Finding, mergeFindings, sunsetOf } from './finding.ts';
import { type Json, partOf } from './json.ts';
import { operationsOf, referencesIn } from './operations.ts';
import { added, type RoutePair } from './route-pair.ts';

/** Everything that has changed for clients between two OpenAPI documents. */
export function compareOpenApi(released: Json, current: Json): Finding[] {
  const compareSchemas = createSchemaComparison(released, current);
  const [routes, now] = [operationsOf(released), operationsOf(current)];
  const kept = [...routes].flatMap(([place, before]) => {
    const after = now.get(place);
    return after
      ? compareRoute({ place, released, current, before, after, compareSchemas })
      : [goneRoute(place, before)];
  });
  const fresh = [...now.keys()].filter((place) => !routes.has(place)).map((place) => added(place, 'the route is new'));
  return mergeFindings([
    ...kept,
    ...fresh,
    ...goneModels(released, current),
    ...compareSchemes(released, current),
    ...compareNotices(released, current),
  ]);
}

function goneRoute(place: string, before: Json): Finding {
  return { kind: 'break', place, what: 'the route is gone', whom: 'clients that call it', sunset: sunsetOf(before) };
}

function compareRoute(pair: RoutePair): Finding[] {
  return [...compareName(pair), ...compareAccess(pair), ...compareRequests(pair), ...compareAnswers(pair)];
}

function compareName({ place, before, after }: RoutePair): Finding[] {
  const [was, is] = [before.operationId, after.operationId];
  if (was === is) return [];
  const what = `its operationId is now ${is} in place of ${was}`;
  return [{ kind: 'break', place, what, whom: 'generated clients, whose methods are named by it' }];
}

/** The models whose names are gone; of those that went with all of their routes the routes tell. */
function goneModels(released: Json, current: Json): Finding[] {
  const [before, after] = [released, current].map((document) => partOf(partOf(document, 'components'), 'schemas'));
  const routes = [...operationsOf(released)].map(([place, node]) => ({ place, refers: referencesIn(released, node) }));
  const still = operationsOf(current);
  return Object.keys(before ?? {})
    .filter((name) => after && !(name in after))
    .flatMap((name): Finding[] => {
      const of = routes.filter(({ refers }) => refers.has(`#/components/schemas/${name}`)).map(({ place }) => place);
      if (of.length > 0 && !of.some((place) => still.has(place))) return [];
      return [
        { kind: 'break', place: name, what: 'the model has lost its name', whom: 'typed clients that name it', of },
      ];
    });
}
