import * as z from 'zod';
import { InvalidInput } from '../../errors.ts';
import { schema, whereSound } from '../../schemas.ts';

/** The grid that times of hours, breaks, slots and buffers lie on. */
const stepMinutes = 5;

/** What is said of a time that is none. */
const inSteps = 'Must be `HH:MM`, in steps of five minutes.';

/** A number of minutes that lies on the grid of five. */
export function minutesByFive(least: number, most: number) {
  return z.int().min(least).max(most).multipleOf(stepMinutes);
}

/** A day of the week by ISO 8601: 1 is Monday, 7 is Sunday. */
export const weekday = schema(() =>
  z
    .int()
    .min(1)
    .max(7)
    .meta({ description: 'The day of the week: 1 is Monday, 7 is Sunday.', examples: [1] }),
);

/** A time of the clinic's wall clock on the grid of five minutes, `HH:MM`; two of them compare as texts. */
export const wallTime = schema(() =>
  z
    .string()
    .trim()
    .regex(/^([01]\d|2[0-3]):[0-5][05]$/, inSteps)
    .meta({
      description: 'A time on the wall clock of the clinic, `HH:MM`, a multiple of five minutes.',
      examples: ['08:00'],
    }),
);

/** A time at which something ends; `24:00` is the midnight that ends the day. */
export const wallTimeOrMidnight = schema(() =>
  z
    .string()
    .trim()
    .regex(/^(([01]\d|2[0-3]):[0-5][05]|24:00)$/, `${inSteps} Or \`24:00\`.`)
    .meta({
      description:
        'A time on the wall clock of the clinic, `HH:MM`, a multiple of five minutes; `24:00` is the midnight after the day.',
      examples: ['18:00'],
    }),
);

/** From one time of a day to a later one, which is no longer of it. */
interface WallRange {
  readonly from: string;
  readonly to: string;
}

/** The arguments of a range's `refine`: it ends after it begins. */
export const endsAfterItBegins: [(range: WallRange) => boolean, Parameters<z.ZodType['refine']>[1]] = [
  ({ from, to }) => from < to,
  { path: ['to'], error: 'Must be later than `from`.', params: { code: 'order' }, when: whereSound('from', 'to') },
];

/** The ranges by day, where they have one, and time. */
export function inWeeklyOrder<T extends WallRange & { readonly day?: number }>(ranges: readonly T[]): T[] {
  return ranges.toSorted((one, other) => (one.day ?? 0) - (other.day ?? 0) || compared(one.from, other.from));
}

/** Whether two ranges of one day have a moment in common; those that touch have none. */
export function overlapOnOneDay(ranges: readonly (WallRange & { readonly day?: number })[]): boolean {
  const ordered = inWeeklyOrder(ranges);
  return ordered.some((range, index) => {
    const before = ordered[index - 1];
    return before !== undefined && before.day === range.day && range.from < before.to;
  });
}

/** Throws `VALIDATION_FAILED` for what is over already, of which `path` says when it is. */
export function requireNotPast(isToCome: boolean, path: string): void {
  if (isToCome) return;
  const errors = [{ path, message: 'Must not be over already.', code: 'past' }];
  throw new InvalidInput('VALIDATION_FAILED', 'The request does not meet its schema; see errors.', { errors });
}

function compared(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}
