import { day, hour } from '../../../clock.ts';
import type { ExtraHours, TimeOff } from './exception-schema.ts';

/** The time zone that is the last to end a date is so far behind UTC. */
const latestZone = 12 * hour;

/** The most times off, and the most extra hours, that a doctor has to come: a page of a hundred doctors has all of them. */
export const mostExceptions = 50;

/** What is over is kept for a day, and no more of it than of what is to come, as all of it lies in one item. */
const keptAfter = day;

/** The times off that a doctor keeps at an instant, and how many of them are to come. */
export function keptTimeOff(now: Date, all: readonly TimeOff[] = []): Kept<TimeOff> {
  return kept(now, (instant) => timeOffAfter(instant, all));
}

/** The extra hours that a doctor keeps at an instant, and how many of them are to come. */
export function keptExtraHours(now: Date, all: readonly ExtraHours[]): Kept<ExtraHours> {
  return kept(now, (instant) => extraHoursAfter(instant, all));
}

/** What is kept, and how much of it is not over. */
interface Kept<E> {
  readonly all: readonly E[];
  readonly toCome: number;
}

function kept<E>(now: Date, after: (instant: Date) => readonly E[]): Kept<E> {
  const toCome = after(now);
  const over = after(new Date(now.getTime() - keptAfter)).filter((each) => !toCome.includes(each));
  return { all: [...over.slice(-mostExceptions), ...toCome], toCome: toCome.length };
}

/** Those of time off that are not over at an instant, in the order of their beginnings. */
export function timeOffAfter(instant: Date, all: readonly TimeOff[] = []): TimeOff[] {
  const after = instant.toISOString();
  return all.filter(({ to }) => to > after).toSorted((one, other) => compared(one.from, other.from));
}

/** Those extra hours that are not over everywhere on Earth at an instant, in their order. */
export function extraHoursAfter(instant: Date, all: readonly ExtraHours[]): ExtraHours[] {
  return all
    .filter((hours) => endOf(hours) > instant.getTime())
    .toSorted((one, other) => compared(startOf(one), startOf(other)));
}

function endOf({ date, to }: Pick<ExtraHours, 'date' | 'to'>): number {
  return Date.parse(`${date}T${to}:00Z`) + latestZone;
}

function startOf({ date, from }: ExtraHours): string {
  return `${date}T${from}`;
}

function compared(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}
