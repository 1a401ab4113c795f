import { clientKinds, mostTypesOfRoute } from './client-kinds.ts';
import type { ClientResult } from './prove-client.ts';
import { tableOf } from './table.ts';
import type { TypeCounts } from './type-counts.ts';

/** The totals of each client, before the document had names and now. */
export function totalsOf(results: readonly ClientResult[]): string {
  const head = ['', 'lines before', 'now', 'types before', 'now', 'most a route before', 'now', 'mean now'];
  const rows = clientKinds.map(({ name, before }) => {
    const counts = results.find((each) => each.name === name)?.counts;
    const cells = counts ? [counts.lines, counts.types, mostOf(counts), meanOf(counts)] : ['–', '–', '–', '–'];
    const [lines = '', types = '', most = '', mean = ''] = cells;
    return [name, before.lines, lines, before.types, types, before.most, most, mean];
  });
  return tableOf([head, ...rows]);
}

/** Everything that does not hold; empty where the proof is made. */
export function clientFaults(results: readonly ClientResult[]): string[] {
  const own = results.flatMap(({ name, faults }) => faults.map((fault) => `${name}: ${fault}`));
  const journeys = results.flatMap(({ name, journeys }) =>
    [...journeys].map(([compiler, printed]) => ({ by: `${name} with ${compiler}`, printed })),
  );
  const [first] = journeys;
  const others = journeys.filter(({ printed }) => printed !== first?.printed);
  return [
    ...own,
    ...others.map(({ by, printed }) => `${by} sees another product than ${first?.by}:\n${printed}`),
    ...results.flatMap(({ name, counts }) => [...(counts?.byRoute ?? [])].flatMap(wordy(name))),
  ];
}

const wordy =
  (name: string) =>
  ([route, types]: readonly [string, readonly string[]]) =>
    types.length > mostTypesOfRoute ? [`${name}: ${route} needs ${types.length} types: ${types.join(', ')}`] : [];

function mostOf({ byRoute }: TypeCounts): number {
  return Math.max(0, ...[...byRoute.values()].map(({ length }) => length));
}

function meanOf({ byRoute }: TypeCounts): string {
  return ([...byRoute.values()].flat().length / byRoute.size).toFixed(1);
}
