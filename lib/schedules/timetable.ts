/** A timetable that does not mean the same on a laptop and on AWS; the message says what to write instead. */
export class TimetableRefused extends Error {
  override readonly name = 'TimetableRefused';
}

/** How many of a unit a rate may have: what divides the next larger unit, for a laptop starts anew with each of those. */
const perUnit: Readonly<Record<string, number>> = { minute: 60, hour: 24, day: 2 };

const months = 'JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC';
const weekdays = 'SUN|MON|TUE|WED|THU|FRI|SAT';

/** The fields of a cron expression: what each may say besides `*`, in what bounds, and what to write instead. */
const fields = [
  { name: 'minutes', value: String.raw`\d{1,2}`, from: 0, to: 59, advice: 'minutes from 0 to 59' },
  { name: 'hours', value: String.raw`\d{1,2}`, from: 0, to: 23, advice: 'hours from 0 to 23, in UTC' },
  {
    name: 'day of the month',
    value: String.raw`\d{1,2}`,
    from: 1,
    to: 31,
    advice: 'days from 1 to 31, without L and W',
  },
  { name: 'month', value: String.raw`\d{1,2}|${months}`, from: 1, to: 12, advice: 'months from 1 to 12 or JAN to DEC' },
  {
    name: 'day of the week',
    value: weekdays,
    from: 0,
    to: 6,
    advice: 'names from SUN to SAT, for numbers differ by one, and steps in a range alone',
  },
] as const;

type Field = (typeof fields)[number];

/** Holds a timetable to what means the same on a laptop and on AWS; throws `TimetableRefused`. */
export function requireTimetable(expression: string): string {
  const [, kind, text = ''] = /^(rate|cron)\(([^()]*)\)$/.exec(expression) ?? [];
  if (kind === 'rate') requireRate(text);
  else if (kind === 'cron') requireCron(text.split(' '));
  else throw new TimetableRefused(`${expression}: write rate(1 hour) or cron(0 9 ? * MON-FRI *), without a zone.`);
  return expression;
}

function requireRate(text: string): void {
  const [, count = '', unit = '', plural] = /^([1-9]\d*) (minute|hour|day)(s?)$/.exec(text) ?? [];
  const most = perUnit[unit] ?? 0;
  const isSame = Number(count) < most && most % Number(count) === 0;
  if (isSame && (plural === 's') === Number(count) > 1) return;
  throw new TimetableRefused(
    `rate(${text}): write minutes that divide an hour, hours that divide a day, or rate(1 day); one is written without an s.`,
  );
}

function requireCron(given: readonly string[]): void {
  const [days, weekday, year] = [given[2], given[4], given[5]];
  const text = `cron(${given.join(' ')})`;
  if (given.length !== 6 || year !== '*') throw new TimetableRefused(`${text}: write six fields, the year as *.`);
  if ((days === '?') === (weekday === '?'))
    throw new TimetableRefused(`${text}: write ? for the day of the month or for that of the week, not for both.`);
  for (const [at, part] of given.slice(0, fields.length).entries()) requireField(text, part, fields[at]);
  if (!everComes(String(days), String(given[3])))
    throw new TimetableRefused(`${text}: write a day that one of the months has, for this never comes.`);
}

function requireField(text: string, part: string, field: Field | undefined): void {
  if (field && !isSameField(part, field))
    throw new TimetableRefused(`${text}: ${part} as ${field.name} means something else: write ${field.advice}.`);
}

/** The most days of each month. */
const mostDays = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Whether one of the months has one of the days; a laptop says nothing of a timetable that has no time. */
function everComes(days: string, inMonths: string): boolean {
  const isSome = (most: number) => countTo(most).some((day) => names(days, day, 31));
  return days === '?' || mostDays.some((most, at) => names(inMonths, at + 1, 12) && isSome(most));
}

function countTo(last: number): number[] {
  return Array.from({ length: last }, (_, at) => at + 1);
}

/** Whether a field that counts from 1 names a value. */
function names(text: string, value: number, most: number): boolean {
  return text.split(',').some((part) => {
    const [first, last] = boundsOf(part, most);
    return value >= first && value <= last && (value - first) % Number(part.split('/')[1] ?? 1) === 0;
  });
}

/** The first and the last value of a part: steps from one value on go to the end. */
function boundsOf(part: string, most: number): readonly [number, number] {
  if (part.startsWith('*')) return [1, most];
  const [first, last] = part.replace(/\/.*/, '').split('-').map(numberOf);
  return [Number(first), last ?? (part.includes('/') ? most : Number(first))];
}

function isSameField(text: string, field: Field): boolean {
  if (text === '*') return true;
  if (text === '?') return field.name.startsWith('day');
  return text.split(',').every((part) => isSamePart(part, field));
}

/**
 * Whether a part of a list is a value, a range upwards, or steps within bounds. Steps from one weekday on would count to a second
 * Sunday here.
 */
function isSamePart(part: string, { name, value, from, to }: Field): boolean {
  const pattern = new RegExp(`^(?:(${value})(?:-(${value}))?|\\*)(?:/([1-9]\\d?))?$`);
  const [matched, first, last, step] = pattern.exec(part) ?? [];
  if (matched === undefined || Number(step ?? 1) > to) return false;
  if (name === 'day of the week' && step !== undefined && first !== undefined && last === undefined) return false;
  const bounds = [first, last].flatMap((each) => (each === undefined ? [] : [numberOf(each)]));
  return bounds.every((each, at) => each >= Math.max(from, bounds[at - 1] ?? from) && each <= to);
}

/** The number of a value, by which a range goes upwards. */
function numberOf(value: string): number {
  if (/^\d/.test(value)) return Number(value);
  const names = months.includes(value) ? months.split('|') : weekdays.split('|');
  return names.indexOf(value) + (months.includes(value) ? 1 : 0);
}
