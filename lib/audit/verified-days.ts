import type { Item } from '../data/database.ts';
import { type Comparison, placeOf } from './comparison.ts';
import type { VerificationResult } from './schema.ts';

/** What a day came to; without a bad entry, the head that the next day goes on from. */
export interface DayResult extends Comparison {
  readonly day: string;
  readonly head?: string;
}

/** What days came to, up to the first bad thing of all: of them, or what was found elsewhere. */
export function summed(results: readonly DayResult[], misplaced: Item | undefined): VerificationResult {
  const strange = misplaced && { day: misplaced.sk.slice(0, 10), reason: 'added' as const, ...placeOf(misplaced.sk) };
  const bad = results.at(-1)?.firstBad;
  const firstBad = strange && (!bad || strange.day < bad.day) ? strange : bad;
  const counted = results.filter(({ day }) => !firstBad || day <= firstBad.day);
  const checked = counted.reduce((sum, result) => sum + result.checked, 0);
  return {
    checked,
    checkedFrom: results[0]?.day,
    checkedThrough: counted.at(-1)?.day,
    ...(firstBad && { firstBad }),
  };
}
