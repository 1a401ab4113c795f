import { daysBetween, shiftDay } from './calendar.ts';
import type { ChainHead } from './chain-head.ts';
import type { Badness, DayRange } from './schema.ts';

/** From where to where days were sealed, by the seals and by the head that is kept apart from them. */
export interface Chain {
  readonly first: string;
  readonly last: string;
  readonly kept: ChainHead | undefined;
}

/** Undefined where nothing was ever sealed. */
export function chainOf(sealed: readonly string[], kept: ChainHead | undefined): Chain | undefined {
  const days = [...sealed, ...(kept ? [kept.first, kept.day] : [])].sort();
  const [first, last] = [days[0], days.at(-1)];
  return first === undefined || last === undefined ? undefined : { first, last, kept };
}

/** The days of a range from the first to the last that was sealed: between them each one must be. */
export function sealedDaysOf({ from, to }: DayRange, { first, last }: Chain, finished: string): string[] {
  const end = last < finished ? last : finished;
  return daysBetween(from > first ? from : first, to < end ? to : end);
}

/** A first day that goes on from another one shows that its seal is gone. */
export function unlinked(day: string, previousHead: string | undefined): Badness {
  return previousHead === undefined
    ? { day: shiftDay(day, -1), reason: 'seal_missing' }
    : { day, reason: 'seal_invalid' };
}
