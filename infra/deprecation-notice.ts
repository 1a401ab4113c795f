import type { Deprecation } from '../lib/http/deprecation.ts';
import type { HttpTrigger } from '../lib/http/trigger.ts';

const leastMonths = 6;

/** Refuses a route whose end comes sooner than clients are promised, or at a date or successor that there is not. */
export function requireNotice(file: string, { deprecated, path }: Pick<HttpTrigger, 'deprecated' | 'path'>): void {
  const fault = deprecated && faultOf(deprecated, path);
  if (fault) throw new Error(`${file} is deprecated, ${fault}`);
}

function faultOf({ since, sunset, successor = '' }: Deprecation, path: string): string | undefined {
  const strange = [since, sunset].find((date) => !isDate(date));
  if (strange !== undefined) return `and ${strange} is no calendar date`;
  if (sunset < earliestEnd(since)) return `and ends before ${earliestEnd(since)}, which is ${leastMonths} months later`;
  const unknown = successor.match(/\{\w+\}/g)?.find((parameter) => !path.includes(parameter));
  return unknown && `and its own path has no ${unknown} for that of its successor`;
}

/** Whether it is a day of the calendar, `YYYY-MM-DD`: 31 June is none, though JavaScript reads it. */
export function isDate(text: string): boolean {
  const time = new Date(text);
  return !Number.isNaN(time.getTime()) && dateOf(time) === text;
}

/** The first day on which what is announced on a day may end; where the month is too short for it, that is in the next one. */
export function earliestEnd(since: string): string {
  const end = new Date(since);
  end.setUTCMonth(end.getUTCMonth() + leastMonths);
  return dateOf(end);
}

function dateOf(time: Date): string {
  return time.toISOString().slice(0, 10);
}
