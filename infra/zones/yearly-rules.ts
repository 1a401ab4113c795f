import { changesByRules, lastYear, type YearlyChange } from '../../lib/zone-changes.ts';
import type { Change } from './packed-zones.ts';

const minutesPerDay = 1_440;
/** Years that show the rules by which a zone goes on: a whole cycle of the calendar, when those who follow the moon have ended. */
const cycle = 28;

/** Finds the rules by which a zone's changes go on for ever, two or none; throws where two do not describe them. */
function yearlyRules(changes: readonly Change[]): YearlyChange[] {
  const late = changes.filter(({ at }) => yearOf(at) > lastYear && yearOf(at) <= lastYear + cycle);
  if (late.length === 0) return [];
  return [0, 1].map((parity) => ruleOf(late.filter((_, at) => at % 2 === parity)));
}

/** Divides a zone's changes: those that must be told one by one, and the rules that give each change after them, and no other. */
export function divide(changes: readonly Change[]): {
  readonly single: readonly Change[];
  readonly rules: YearlyChange[];
} {
  const rules = yearlyRules(changes);
  const [kept, byRules] = [changes.filter(({ at }) => yearOf(at) <= lastYear), changesByRules(rules)];
  const isGiven = (from: number) => {
    const since = kept[from - 1]?.at ?? Number.NEGATIVE_INFINITY;
    return isSame(
      kept.slice(from),
      byRules.filter(({ at }) => at > since),
    );
  };
  const from = [...kept, undefined].findIndex((_, at) => isGiven(at));
  return { single: kept.slice(0, from), rules };
}

function isSame(changes: readonly Change[], byRules: ReturnType<typeof changesByRules>): boolean {
  return changes.every(({ at, after }, nth) => byRules[nth]?.at === at && byRules[nth]?.offset === after);
}

/** A rule may be told from a day near to the one on which it is applied: the Friday before the last Sunday is such a day. */
function ruleOf(changes: readonly Change[]): YearlyChange {
  for (const days of [0, -1, 1, -2, 2, -3, 3]) {
    const found = ruleFrom(changes, days);
    if (found) return found;
  }
  throw new Error(`No rule gives ${changes.map(({ at }) => new Date(at * 60_000).toISOString()).join(', ')}`);
}

function ruleFrom(changes: readonly Change[], days: number): YearlyChange | undefined {
  const walls = changes.map(({ at, before }) => new Date((at + before + days * minutesPerDay) * 60_000));
  const readings = [weekOf, lastWeekOf].map((week) => walls.map((wall) => describe(wall, week(wall), days)));
  const isOne = (all: readonly object[]) => new Set(all.map((each) => JSON.stringify(each))).size === 1;
  const [rule] = readings.find((all) => isOne(all) && all[0]?.week !== noWeek) ?? [];
  return rule && { offset: changes[0]?.after ?? 0, ...rule };
}

function describe(wall: Date, week: number, days: number) {
  const minutes = wall.getUTCHours() * 60 + wall.getUTCMinutes() - days * minutesPerDay;
  return { month: wall.getUTCMonth() + 1, week, weekday: wall.getUTCDay(), minutes };
}

function weekOf(wall: Date): number {
  return Math.ceil(wall.getUTCDate() / 7);
}

const noWeek = 0;

/** 5 for a month's last. */
function lastWeekOf(wall: Date): number {
  const next = new Date(wall.getTime() + 7 * minutesPerDay * 60_000);
  return next.getUTCMonth() === wall.getUTCMonth() ? noWeek : 5;
}

function yearOf(minutes: number): number {
  return new Date(minutes * 60_000).getUTCFullYear();
}
