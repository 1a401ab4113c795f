import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { requireTimetable, TimetableRefused } from '../../../lib/schedules/timetable.ts';
import { schedule } from '../../../lib/schedules/trigger.ts';

interface Job {
  pendingInvocations: { recurrenceRule: { reset(date: Date): void; next(): { toDate(): Date } } }[];
  cancel(): void;
}
interface Scheduler {
  scheduledJobs: Record<string, Job>;
}

const start = new Date('2027-02-26T22:41:00.000Z');
const fires = 8;
const minute = 60_000;
const day = 1_440 * minute;
const fromOffline = createRequire(createRequire(import.meta.url).resolve('serverless-offline'));
const { scheduledJobs } = fromOffline('node-schedule') as Scheduler;
const zone = process.env.TZ;
let makeSchedules: (rate: string) => void;

beforeAll(async () => {
  process.env.TZ = 'UTC';
  const file = path.resolve('node_modules/serverless-offline/src/events/schedule/Schedule.js');
  const { default: Schedule } = await import(pathToFileURL(file).href);
  makeSchedules = (rate) =>
    new Schedule({}, 'us-east-1').create([{ functionKey: 'tick', schedule: { rate: [rate], enabled: true } }]);
});

afterAll(() => {
  if (zone === undefined) delete process.env.TZ;
  else process.env.TZ = zone;
});

/** When serverless-offline calls the function. */
function firesHere(rate: string): string[] {
  makeSchedules(rate);
  const [job] = Object.values(scheduledJobs);
  const rule = job?.pendingInvocations[0]?.recurrenceRule;
  job?.cancel();
  rule?.reset(start);
  return rule ? Array.from({ length: fires }, () => rule.next().toDate().toISOString()) : [];
}

const weekdays = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];
const months = 'JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC'.split(' ');
const units: Record<string, number> = { minute: 1, hour: 60, day: 1_440 };

/** The value of a word by EventBridge's own numbers: the week begins with SUN as 1. */
function numberOf(word: string): number {
  if (/^\d+$/.test(word)) return Number(word);
  return (months.includes(word) ? months : weekdays).indexOf(word) + 1;
}

/** Whether a field of EventBridge names a value of a span. */
function names(field: string, value: number, last: number): boolean {
  return field.split(',').some((part) => {
    const [span = '', step] = part.split('/');
    if (span === '*' || span === '?')
      return value % Number(step ?? 1) === (last === 12 || last === 31 ? 1 : 0) % Number(step ?? 1);
    const [from = 0, to = step ? last : from] = span.split('-').map(numberOf);
    return value >= from && value <= to && (value - from) % Number(step ?? 1) === 0;
  });
}

/** Whether a rate comes in this minute; it is taken to have begun at a midnight. */
function isDueByRate(rate: string, at: Date): boolean {
  const [count = '', unit = ''] = rate.slice(5, -1).split(' ');
  return (at.getTime() / minute) % (Number(count) * (units[unit.replace(/s$/, '')] ?? 0)) === 0;
}

/** Whether a cron expression names this day. */
function isItsDay(rate: string, at: Date): boolean {
  if (rate.startsWith('rate')) return true;
  const [, , day = '', month = '', weekday = ''] = rate.slice(5, -1).split(' ');
  const isWeekday = /^[?*]$/.test(weekday) || names(weekday, at.getUTCDay() + 1, 7);
  return isWeekday && names(day, at.getUTCDate(), 31) && names(month, at.getUTCMonth() + 1, 12);
}

function isDue(rate: string, at: Date): boolean {
  if (rate.startsWith('rate')) return isDueByRate(rate, at);
  const [minutes = '', hours = ''] = rate.slice(5, -1).split(' ');
  return names(minutes, at.getUTCMinutes(), 59) && names(hours, at.getUTCHours(), 23);
}

/** When EventBridge calls it, by the rules of its documentation. */
function firesThere(rate: string): string[] {
  const found: string[] = [];
  let at = start.getTime() + minute;
  while (found.length < fires) {
    const now = new Date(at);
    const isToday = isItsDay(rate, now);
    if (isToday && isDue(rate, now)) found.push(now.toISOString());
    at = isToday ? at + minute : (Math.floor(at / day) + 1) * day;
  }
  return found;
}

const rates = [
  ...[2, 3, 4, 5, 6, 10, 12, 15, 20, 30].map((count) => `rate(${count} minutes)`),
  ...[2, 3, 4, 6, 8, 12].map((count) => `rate(${count} hours)`),
  ...['rate(1 minute)', 'rate(1 hour)', 'rate(1 day)'],
];

describe('a timetable', () => {
  it.each([
    ...rates,
    'cron(0 9 * * ? *)',
    'cron(0 9 ? * MON *)',
    'cron(0 9 ? * MON-FRI *)',
    'cron(30 6,18 ? * SUN,WED *)',
    'cron(0 0 1 * ? *)',
    'cron(0 12 31 * ? *)',
    'cron(1/10 * * * ? *)',
    'cron(*/15 8-17 ? * * *)',
    'cron(5 4 1,15 MAR-MAY ? *)',
    'cron(0/20 22-23 28 2,3 ? *)',
    'cron(0 0-12/4 * * ? *)',
    'cron(0 9 ? * MON-SAT/2 *)',
    'cron(0 9 30 FEB,APR ? *)',
  ])('that is taken comes at the same times on a laptop as on AWS: %s', (rate) => {
    expect(requireTimetable(rate)).toBe(rate);
    expect(firesHere(rate)).toEqual(firesThere(rate));
  });

  it.each([
    'cron(0 9 ? * 2 *)',
    'cron(0 9 ? * MON/2 *)',
    'rate(90 minutes)',
    'rate(7 minutes)',
    'rate(5 hours)',
    'rate(3 days)',
  ])('that comes at other times on a laptop is refused: %s', (rate) => {
    expect(firesHere(rate)).not.toEqual(firesThere(rate));
    expect(() => schedule({ rate, grants: [] })).toThrow(TimetableRefused);
  });

  it.each([
    ['cron(0 9 ? * 2 *)', 'names from SUN to SAT'],
    ['cron(0 9 L * ? *)', 'without L and W'],
    ['cron(0 9 15W * ? *)', 'without L and W'],
    ['cron(0 9 ? * MON#1 *)', 'names from SUN to SAT'],
    ['cron(0 9 ? * FRI-SUN *)', 'names from SUN to SAT'],
    ['cron(0 9 ? * MON/2 *)', 'steps in a range alone'],
    ['cron(0 0 30 FEB ? *)', 'never comes'],
    ['cron(0 0 31 2,4 ? *)', 'never comes'],
    ['cron(0 0 31 4/7 ? *)', 'never comes'],
    ['cron(0 9 * * * *)', 'write ? for the day of the month'],
    ['cron(0 9 ? * ? *)', 'write ? for the day of the month'],
    ['cron(0 9 * * ? 2027)', 'the year as *'],
    ['cron(0 9 * * ?)', 'six fields'],
    ['cron(60 9 * * ? *)', 'minutes from 0 to 59'],
    ['cron(0 24 * * ? *)', 'hours from 0 to 23, in UTC'],
    ['cron(0 9 * 13 ? *)', 'months from 1 to 12'],
    ['cron(0 ? * * ? *)', 'hours from 0 to 23, in UTC'],
    ['cron(*/0 9 * * ? *)', 'minutes from 0 to 59'],
    ['rate(60 minutes)', 'minutes that divide an hour'],
    ['rate(1 minutes)', 'one is written without an s'],
    ['rate(5 minute)', 'one is written without an s'],
    ['rate(0 minutes)', 'minutes that divide an hour'],
    ['at(2027-01-01T00:00:00)', 'write rate(1 hour)'],
    ['0 9 * * *', 'write rate(1 hour)'],
  ])('that is refused is told what to write instead: %s', (rate, advice) => {
    expect(() => requireTimetable(rate)).toThrow(advice);
  });
});
