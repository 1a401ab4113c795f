import type { Clock } from '../clock.ts';
import { absent, anyOf, lessThan } from './condition.ts';
import { ConditionFailed, type Database, type Key } from './database.ts';
import { toSeconds } from './entity.ts';
import { retry, type Sleep } from './retry.ts';
import type { Table } from './table.ts';

/** How many may be taken before a window ends; the key names the window, so that each begins at zero. */
export interface Allowance {
  readonly table: Table;
  readonly key: Key;
  readonly most: number;
  readonly endsAt: Date;
}

/**
 * Takes one of an allowance in a single conditional update. Answers how many are taken with this one, and undefined when none
 * was left. It belongs to no change of the business, so that it does without `commit`, and a lost answer may count twice.
 */
export type Take = (allowance: Allowance, signal?: AbortSignal) => Promise<number | undefined>;

/** How long a counter is kept after its window, so that clocks may differ. */
const graceMilliseconds = 60_000;

export function createCounter({ database, sleep }: { readonly database: Database; readonly sleep: Sleep }): {
  readonly take: Take;
} {
  return {
    async take({ table, key, most, endsAt }, signal) {
      const expiresAt = toSeconds(new Date(endsAt.getTime() + graceMilliseconds));
      const changes = { add: { taken: 1 }, set: { entity: 'counter', expiresAt } };
      const condition = anyOf(absent('taken'), lessThan('taken', most));
      try {
        const action = { kind: 'update', table, key, changes, condition } as const;
        const item = await retry((limit) => database.write(action, limit), sleep, signal);
        return Number(item?.taken);
      } catch (error) {
        if (error instanceof ConditionFailed) return undefined;
        throw error;
      }
    },
  };
}

/** A stretch of time that is the same for all who look at a clock within it. */
export interface Window {
  readonly startsAt: Date;
  readonly endsAt: Date;
}

/** The present window of so many `seconds`, counted from the Unix epoch. */
export function windowOf(seconds: number, clock: Clock): Window {
  const length = seconds * 1_000;
  const start = Math.floor(clock().getTime() / length) * length;
  return { startsAt: new Date(start), endsAt: new Date(start + length) };
}
