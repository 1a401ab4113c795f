import type { Finding } from './finding.ts';
import { isSame, type Json, listOf, partOf } from './json.ts';
import { alternativesOf } from './operations.ts';
import type { RoutePair } from './route-pair.ts';

/** Who may call a route no longer, or has to bring more. */
export function compareAccess({ place, released, current, before, after }: RoutePair): Finding[] {
  const now = alternativesOf(current, after);
  const shut = alternativesOf(released, before).filter(
    (ways) => !now.some((needed) => needed.every((each) => ways.includes(each))),
  );
  const had = listOf<string>(before, 'x-permissions');
  const asked = listOf<string>(after, 'x-permissions').filter((permission) => !had.includes(permission));
  return [
    ...shut.map((ways): Finding => ({ kind: 'break', place, ...describeShut(ways) })),
    ...asked.map(
      (permission): Finding => ({
        kind: 'break',
        place,
        what: `the permission ${permission} is now asked for`,
        whom: 'clients without it',
      }),
    ),
  ];
}

function describeShut(ways: readonly string[]): Pick<Finding, 'what' | 'whom'> {
  return ways.length === 0
    ? { what: 'credentials are now asked for', whom: 'clients that bring none' }
    : { what: `${ways.join(' with ')} no longer suffices`, whom: 'clients that bring nothing else' };
}

/** The ways to give credentials that are gone or have changed. */
export function compareSchemes(released: Json, current: Json): Finding[] {
  const [before, after] = [released, current].map((document) =>
    partOf(partOf(document, 'components'), 'securitySchemes'),
  ) as [Json, Json];
  return Object.keys(before)
    .filter((name) => !isSame(bare(partOf(before, name)), bare(partOf(after, name))))
    .map((name) => ({
      kind: 'break',
      place: name,
      what: name in after ? 'credentials are given in another way' : 'this way to give credentials is gone',
      whom: 'clients that sign in by it',
    }));
}

function bare({ description: _, bearerFormat: __, ...scheme }: Json): Json {
  return scheme;
}
