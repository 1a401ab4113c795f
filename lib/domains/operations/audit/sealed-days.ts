import { calendarDate } from '../../../schemas.ts';
import { daysBetween, shiftDay } from './calendar.ts';
import type { KeptHead } from './chain-head-repository.ts';
import type { GenuineDays } from './genuine-entry.ts';
import type { Badness, DayRange } from './schema.ts';
import type { SealStore } from './seal-store.ts';

/** How many days are looked at on either side of those that can have entries: those of ten years. */
const mostOutside = 3_660;

/** The first and the last sealed day, by the seals and by the head that is kept apart from them. */
export interface Chain {
  readonly first: string;
  readonly last: string;
  readonly kept: KeptHead | undefined;
}

/** Lists the days with a seal up to `finished`, in order; a seal of a future day, or of no date, is not ours. */
export async function listSealed(store: Pick<SealStore, 'list'>, finished: string): Promise<string[]> {
  return (await store.list()).filter((day) => day <= finished && calendarDate().safeParse(day).success);
}

/** The chain of the given seals; undefined where nothing was ever sealed. */
export function chainOf(sealed: readonly string[], kept: KeptHead | undefined): Chain | undefined {
  const days = [...sealed, ...(kept ? [kept.first, kept.day] : [])].sort();
  const [first, last] = [days[0], days.at(-1)];
  return first === undefined || last === undefined ? undefined : { first, last, kept };
}

/** The days of a range from the first to the last that was sealed, each of which must have a seal. */
export function sealedDaysOf({ from, to }: DayRange, { first, last }: Chain, finished: string): string[] {
  const end = last < finished ? last : finished;
  return daysBetween(from > first ? from : first, to < end ? to : end);
}

/** The days of a range that can have no entry: those before the first that was sealed, and those to come. */
export function daysOutside({ from, to }: DayRange, { first, today }: GenuineDays): string[] {
  const before = first && from < first ? daysBetween(from, to < first ? to : shiftDay(first, -1)) : [];
  const after = to > today ? daysBetween(from > today ? from : shiftDay(today, 1), to) : [];
  return [...before.slice(-mostOutside), ...after.slice(0, mostOutside)];
}

/** The problem of a first day that continues another one, which shows that the seal of that one is gone. */
export function unlinked(day: string, previousHead: string | undefined): Badness {
  return previousHead === undefined
    ? { day: shiftDay(day, -1), reason: 'seal_missing' }
    : { day, reason: 'seal_invalid' };
}
