import type { Finding } from './finding.ts';
import { isSame, type Json, listOf, partOf } from './json.ts';
import { alternativesOf, isOpen } from './operations.ts';
import type { RoutePair } from './route-pair.ts';

/** Who may call a route no longer, or has to bring more. */
export function compareAccess({ place, released, current, before, after }: RoutePair): Finding[] {
  const [was, now] = [alternativesOf(released, before), alternativesOf(current, after)];
  const open = isOpen(was);
  const shut = was.filter((ways) => !now.some((needed) => suffices(ways, needed, open)));
  const had = listOf<string>(before, 'x-permissions');
  const asked = listOf<string>(after, 'x-permissions').filter((permission) => !had.includes(permission));
  return [
    ...shut.map((ways): Finding => ({ kind: 'break', place, ...describeShut(ways, open) })),
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

/** What one may bring to an open route is brought to be known by, which nothing else stands in for. */
function suffices(ways: readonly string[], needed: readonly string[], open: boolean): boolean {
  return needed.every((each) => ways.includes(each)) && (!open || needed.length === ways.length);
}

function describeShut(ways: readonly string[], open: boolean): Pick<Finding, 'what' | 'whom'> {
  if (ways.length === 0) return { what: 'credentials are now asked for', whom: 'clients that bring none' };
  return open
    ? { what: `${ways.join(' with ')} no longer counts`, whom: 'clients that are known by it' }
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
