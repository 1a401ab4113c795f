import type { ChainHead } from './chain-head-repository.ts';
import { type Comparison, placeOf } from './comparison.ts';
import type { GenuineDays } from './genuine-entry.ts';
import type { Misplaced } from './misplaced.ts';
import type { Badness, DayRange, VerificationResult } from './schema.ts';

/** The result of a day; without a bad entry, the head that the next day continues. */
export interface DayResult extends Comparison {
  readonly day: string;
  readonly head?: string;
}

/** Sums the results of days up to the first problem: that of a day, or one found elsewhere, or else that of the kept head. */
export function summed(
  results: readonly DayResult[],
  misplaced: Misplaced | undefined,
  badHead: Badness | undefined,
): VerificationResult {
  const strange = misplaced && { day: misplaced.day, reason: 'added' as const, ...placeOf(misplaced.item.sk) };
  const bad = results.at(-1)?.firstBad;
  const firstBad = (strange && (!bad || strange.day < bad.day) ? strange : bad) ?? badHead;
  const counted = results.filter(({ day }) => !firstBad || day <= firstBad.day);
  const checked = counted.reduce((sum, result) => sum + result.checked, 0);
  return {
    checked,
    checkedFrom: counted[0]?.day,
    checkedThrough: counted.at(-1)?.day,
    ...(firstBad && { firstBad }),
  };
}

/** The days that were gone through, and those of the range that can have no entry. */
export function rangeOnCourses(
  range: DayRange,
  results: readonly DayResult[],
  { first, today }: GenuineDays,
): DayRange {
  return {
    from: range.from < first ? range.from : (results[0]?.day ?? range.from),
    to: range.to > today ? range.to : (results.at(-1)?.day ?? range.to),
  };
}

/** The problem of the kept head, which belongs to the last sealed day. */
export function badnessOf(
  kept: ChainHead | 'invalid' | undefined,
  last: string | undefined,
  finished: string,
): Badness | undefined {
  if (kept === 'invalid') return { day: last ?? finished, reason: 'head_invalid' };
  return kept === undefined && last !== undefined ? { day: last, reason: 'head_missing' } : undefined;
}
