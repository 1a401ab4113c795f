import { absent, allOf, anyOf, atMost } from '../../data/condition.ts';
import type { Entity } from '../../data/entity.ts';
import { upsert, type Write } from '../../data/write.ts';
import type { Conflict } from '../../errors.ts';

/** How many of what holds something, by the names that clients know them by. */
type HeldBy = Readonly<Record<string, number>>;

/** What is counted of something, each by the name that clients know it by, and the error that tells of it. */
interface Holding<C extends string> {
  readonly counts: Readonly<Record<C, string>>;
  readonly inUse: (heldBy: HeldBy) => Conflict;
}

/**
 * Demands that nothing is counted of something; throws the error `inUse` of what is. It writes the counts, which may not be there,
 * so that whoever is counted in at the same moment collides with it.
 */
export function requireNoUse<V extends object, Id, C extends keyof V & string>(
  uses: Entity<V, Id>,
  id: Id & Partial<V>,
  { counts, inUse }: Holding<C>,
): Write {
  const none = Object.keys(counts).map((count) => anyOf(absent(count), atMost(count, 0)));
  const when = none.reduce((all, each) => allOf(all, each));
  return upsert(uses, id, { set: id, when, conflict: (use) => inUse(heldBy({ ...use }, counts)) });
}

function heldBy(use: Readonly<Record<string, unknown>>, counts: Readonly<Record<string, string>>): HeldBy {
  const told = Object.entries(counts).map(([count, name]) => [name, Number(use[count] ?? 0)] as const);
  return Object.fromEntries(told.filter(([, held]) => held > 0));
}
