import { namesOf, zoneLine } from './zone-lines.ts';

/** When a zone's clocks change, in minutes since 1970 and rising, and minutes east of Greenwich before the first and after each. */
interface ZoneChanges {
  readonly at: readonly number[];
  /** One more than there are changes. */
  readonly offsets: readonly number[];
}

/** A change that comes each year, by the wall clock before it; a week of 5 is the month's last. */
export interface YearlyChange {
  readonly offset: number;
  /** From 1. */
  readonly month: number;
  readonly week: number;
  /** From 0, which is Sunday. */
  readonly weekday: number;
  /** After that day's midnight; may lie on another day. */
  readonly minutes: number;
}

/** The table tells of changes from this year on; before it, the offset is that of its first moment. */
export const firstYear = 2020;
/** The last year to which yearly rules are applied; after it, the offset is that of its last moment. */
export const lastYear = 2099;

const changesByZone = new Map<string, ZoneChanges>();

/** Reads the changes of a zone by its name in the table's spelling; throws a RangeError for another name. */
export function changesOf(zone: string): ZoneChanges {
  const known = changesByZone.get(zone);
  if (known) return known;
  const line = zoneLine(zone);
  if (line === undefined) throw new RangeError(`${zone} is not a time zone`);
  const changes = parse(line);
  for (const name of namesOf(line)) changesByZone.set(name, changes);
  return changes;
}

function parse(line: string): ZoneChanges {
  const [, first = '', once = '', yearly = ''] = line.split('|');
  const at: number[] = [];
  const offsets = [Number(first)];
  let time = Date.UTC(firstYear, 0) / 60_000;
  for (const change of once.split(' ').filter(Boolean)) {
    const [later = '', offset] = change.split(':');
    time += Number.parseInt(later, 36);
    at.push(time);
    offsets.push(Number(offset));
  }
  const rules = yearly.split(' ').filter(Boolean).map(parseYearly);
  for (const { at: each, offset } of changesByRules(rules).filter((change) => change.at > time)) {
    at.push(each);
    offsets.push(offset);
  }
  return { at, offsets };
}

function parseYearly(text: string): YearlyChange {
  const [offset = 0, month = 0, week = 0, weekday = 0, minutes = 0] = text.split('.').map(Number);
  return { offset, month, week, weekday, minutes };
}

/** Works out every change by two rules, each of which ends what the other began. */
export function changesByRules(rules: readonly YearlyChange[]): { readonly at: number; readonly offset: number }[] {
  const years = rules.length === 0 ? [] : Array.from({ length: lastYear - firstYear + 1 }, (_, at) => firstYear + at);
  return years.flatMap((year) =>
    rules.map((rule, at) => ({ at: wallMinutes(year, rule) - (rules.at(at - 1)?.offset ?? 0), offset: rule.offset })),
  );
}

function wallMinutes(year: number, { month, week, weekday, minutes }: YearlyChange): number {
  const first = new Date(Date.UTC(year, month - 1));
  const day = ((weekday - first.getUTCDay() + 7) % 7) + (week - 1) * 7;
  const days = new Date(Date.UTC(year, month, 0)).getUTCDate();
  return first.getTime() / 60_000 + (day < days ? day : day - 7) * 1_440 + minutes;
}
