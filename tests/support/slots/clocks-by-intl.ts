import { keepFormatters } from '../../../lib/formatters.ts';

/** What clocks show: `2027-03-14`, the day of the week from 1, which is Monday, and `HH:MM`. */
export interface Shown {
  readonly date: string;
  readonly weekday: number;
  readonly time: string;
}

export const fiveMinutes = 300_000;

const formatBy = keepFormatters<Intl.DateTimeFormat>();

/** Asks Intl, which knows the zones that its runtime was built with, what a zone's clocks show at an instant. */
export function shownByIntl(instant: number, zone: string): Shown {
  const [date = '', time = ''] = formatBy(zone, () => createFormat(zone))
    .format(instant)
    .split(', ');
  return { date, weekday: new Date(date).getUTCDay() || 7, time };
}

/** What a zone's clocks show at each five minutes from one instant to another. */
export function clocksByIntl(zone: string, from: number, to: number): ReadonlyMap<number, Shown> {
  const shown = new Map<number, Shown>();
  for (let instant = from; instant < to; instant += fiveMinutes) shown.set(instant, shownByIntl(instant, zone));
  return shown;
}

/** Canada writes dates as ISO 8601 does. */
function createFormat(timeZone: string): Intl.DateTimeFormat {
  const [twoDigits, hourCycle] = ['2-digit', 'h23'] as const;
  return new Intl.DateTimeFormat('en-CA', {
    ...{ timeZone, hourCycle, year: 'numeric', month: twoDigits, day: twoDigits, hour: twoDigits, minute: twoDigits },
  });
}
