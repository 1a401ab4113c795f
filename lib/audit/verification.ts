import { type Clock, systemClock } from '../clock.ts';
import { daysBetween, lastFinishedDay, shiftDay } from './calendar.ts';
import { type Comparison, compareDay } from './comparison.ts';
import { createDaySeals, type DaySeal, type DaySeals } from './day-seal.ts';
import { type AuditRepository, createAuditRepository } from './repository.ts';
import type { Badness, DayRange, VerificationResult } from './schema.ts';
import { createSealStore, type SealStore } from './seal-store.ts';

export interface AuditVerification {
  /** Compares the sealed days of a range with their seals; ends at the first bad thing, or at a day after enough entries. */
  verify(range: DayRange): Promise<VerificationResult>;
}

export interface VerificationDependencies {
  readonly entries?: Pick<AuditRepository, 'itemsOf'>;
  readonly store?: Pick<SealStore, 'list' | 'find'>;
  readonly daySeals?: Pick<DaySeals, 'read'>;
  readonly clock?: Clock;
  /** After so many entries no further day is begun. */
  readonly enough?: number;
}

/** What a day came to; without a bad entry, the head that the next day goes on from. */
interface DayResult extends Comparison {
  readonly head?: string;
}

/** So many are compared in a few seconds. */
const enoughForOneRequest = 50_000;

export function createAuditVerification({
  entries = createAuditRepository(),
  store = createSealStore(),
  daySeals = createDaySeals(),
  clock = systemClock,
  enough = enoughForOneRequest,
}: VerificationDependencies = {}): AuditVerification {
  async function sealOf(day: string): Promise<DaySeal | Badness> {
    const text = await store.find(day);
    if (text === undefined) return { day, reason: 'seal_missing' };
    const seal = await daySeals.read(text);
    return seal && seal.day === day ? seal : { day, reason: 'seal_invalid' };
  }

  /** The head that the first day of a range must go on from; that of the first day of all goes on from none. */
  async function headBefore(day: string, first: string): Promise<string | undefined | Badness> {
    if (day <= first) return undefined;
    const seal = await sealOf(shiftDay(day, -1));
    return 'reason' in seal ? seal : seal.head;
  }

  async function verifyDay(day: string, previousHead: string | undefined): Promise<DayResult> {
    const seal = await sealOf(day);
    if ('reason' in seal) return { checked: 0, firstBad: seal };
    if (seal.previousHead !== previousHead) return { checked: 0, firstBad: unlinked(day, previousHead) };
    return { ...(await compareDay(seal, entries.itemsOf(day))), head: seal.head };
  }

  async function verifyDays(days: readonly string[], headBefore: string | undefined): Promise<VerificationResult> {
    let result: VerificationResult = { checked: 0 };
    let previousHead = headBefore;
    for (const day of days) {
      const { checked, firstBad, head } = await verifyDay(day, previousHead);
      const sum = { checked: result.checked + checked, checkedFrom: days[0], checkedThrough: day };
      if (firstBad) return { ...sum, firstBad };
      result = sum;
      if (sum.checked >= enough) break;
      previousHead = head;
    }
    return result;
  }

  return {
    async verify(range) {
      const finished = lastFinishedDay(clock());
      const sealed = (await store.list()).filter((day) => day <= finished);
      const days = sealedDaysOf(range, sealed);
      const [begin, first] = [days[0], sealed[0]];
      if (begin === undefined || first === undefined) return { checked: 0 };
      const head = await headBefore(begin, first);
      return typeof head === 'object' ? { checked: 0, firstBad: head } : verifyDays(days, head);
    },
  };
}

/** The days of a range from the first to the last that is sealed: between them each one must be. */
function sealedDaysOf({ from, to }: DayRange, sealed: readonly string[]): string[] {
  const [first, last] = [sealed[0], sealed.at(-1)];
  if (first === undefined || last === undefined) return [];
  return daysBetween(from > first ? from : first, to < last ? to : last);
}

/** A first day that goes on from another one shows that its seal is gone. */
function unlinked(day: string, previousHead: string | undefined): Badness {
  return previousHead === undefined
    ? { day: shiftDay(day, -1), reason: 'seal_missing' }
    : { day, reason: 'seal_invalid' };
}
