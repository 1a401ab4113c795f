import type { Item } from '../../../data/database.ts';
import type { Platform } from '../../../platform/platform.ts';
import { dayOf, lastFinishedDay, shiftDay } from './calendar.ts';
import { createChainHeadReader, isAsKept, type KeptHead } from './chain-head-repository.ts';
import { compareDay } from './comparison.ts';
import { createDaySeals, type DaySeal } from './day-seal.ts';
import { findKeptHead } from './kept-head.ts';
import { createCourses, findMisplaced } from './misplaced.ts';
import { type AuditDependencies, createAuditRepository } from './repository.ts';
import type { Badness, DayRange, VerificationResult } from './schema.ts';
import type { SealStore } from './seal-store.ts';
import { type Chain, chainOf, daysOutside, listSealed, sealedDaysOf, unlinked } from './sealed-days.ts';
import { badnessOf, type DayResult, rangeOnCourses, summed } from './verified-days.ts';

export interface AuditVerification {
  /**
   * Compares the sealed days of a range with their seals; ends at the first problem, or with the day that reaches `enough`
   * entries.
   */
  verify(range: DayRange): Promise<VerificationResult>;
}

interface VerificationDependencies extends AuditDependencies, Pick<Platform, 'secrets'> {
  readonly store: Pick<SealStore, 'list' | 'find'>;
  /** The number of entries after which no further day is begun. */
  readonly enough?: number;
}

/** What is needed to go through days. */
interface Walk extends Pick<Chain, 'kept'> {
  /** The head that the first of them must continue. */
  readonly previousHead: string | undefined;
  /** Receives each item that is compared. */
  readonly through: (items: AsyncIterable<Item>) => AsyncIterable<Item>;
}

/** How many entries are compared in a few seconds. */
const enoughForOneRequest = 50_000;

export function createAuditVerification({
  store,
  secrets,
  enough = enoughForOneRequest,
  ...reading
}: VerificationDependencies): AuditVerification {
  const { read, clock } = reading;
  const entries = createAuditRepository(reading);
  const heads = createChainHeadReader({ read });
  const daySeals = createDaySeals(secrets);

  async function sealOf(day: string, kept: KeptHead | undefined): Promise<DaySeal | Badness> {
    const text = await store.find(day);
    if (text === undefined) return { day, reason: 'seal_missing' };
    const seal = await daySeals.read(text);
    return seal?.day === day && isAsKept(kept, seal) ? seal : { day, reason: 'seal_invalid' };
  }

  /** The head that the first day of a range must continue; the very first day continues none. */
  async function headBefore(day: string, { first, kept }: Chain): Promise<string | undefined | Badness> {
    if (day <= first) return undefined;
    const seal = await sealOf(shiftDay(day, -1), kept);
    return 'reason' in seal ? seal : seal.head;
  }

  async function verifyDay(day: string, { kept, previousHead, through }: Walk): Promise<DayResult> {
    const seal = await sealOf(day, kept);
    if ('reason' in seal) return { day, checked: 0, firstBad: seal };
    if (seal.previousHead !== previousHead) return { day, checked: 0, firstBad: unlinked(day, previousHead) };
    return { day, ...(await compareDay(seal, through(entries.itemsOf(day)))), head: seal.head };
  }

  async function verifyDays(days: readonly string[], walk: Walk): Promise<readonly DayResult[]> {
    const results: DayResult[] = [];
    let [{ previousHead }, checked] = [walk, 0];
    for (const day of days) {
      const result = await verifyDay(day, { ...walk, previousHead });
      results.push(result);
      checked += result.checked;
      if (result.firstBad || checked >= enough) break;
      previousHead = result.head;
    }
    return results;
  }

  /** Compares the sealed days of a range, from the head that the first of them must continue. */
  async function verifyChain(
    days: readonly string[],
    chain: Chain,
    through: Walk['through'],
  ): Promise<readonly DayResult[]> {
    const [begin] = days;
    if (begin === undefined) return [];
    const previousHead = await headBefore(begin, chain);
    if (typeof previousHead === 'object') return [{ day: begin, checked: 0, firstBad: previousHead }];
    return verifyDays(days, { kept: chain.kept, previousHead, through });
  }

  return {
    async verify(range) {
      const [finished, today] = [lastFinishedDay(clock()), dayOf(clock())];
      const found = await findKeptHead(heads, clock);
      const sealed = await listSealed(store, finished);
      const chain = chainOf(sealed, found === 'invalid' ? undefined : found);
      const courses = createCourses();
      const results = chain ? await verifyChain(sealedDaysOf(range, chain, finished), chain, courses.gather) : [];
      const genuine = { first: chain?.first ?? '', today };
      const misplaced = await findMisplaced(entries, {
        courses: courses.list(),
        range: rangeOnCourses(range, results, genuine),
        outside: daysOutside(range, genuine),
        genuine,
      });
      return summed(results, misplaced, badnessOf(found, sealed.at(-1), finished));
    },
  };
}
