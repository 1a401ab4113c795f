import type { Clock } from '../../../clock.ts';
import { log } from '../../../log.ts';
import { count } from '../../../metrics.ts';
import { auditTampered } from '../metrics.ts';
import { dayOf, daysBetween, shiftDay } from './calendar.ts';
import { type ChainHead, type ChainHeads, isAsKept, type KeptHead } from './chain-head-repository.ts';
import type { DaySeal, DaySeals } from './day-seal.ts';
import { findKeptHead } from './kept-head.ts';
import type { SealStore } from './seal-store.ts';
import { listSealed } from './sealed-days.ts';

/** The most days that a log line names. */
const mostNamed = 31;

/**
 * Finds where the chain of seals of past days ends; undefined where nothing was ever sealed. The kept head also stands for a
 * seal that is gone, which is reported, as is a head that is gone. Throws where the last seal is not the one that was made, and
 * where the head cannot be ours.
 */
type FindChainEnd = () => Promise<ChainHead | undefined>;

export function createChainEnd({
  store,
  heads,
  daySeals,
  clock,
}: {
  readonly store: Pick<SealStore, 'list' | 'find'>;
  readonly heads: ChainHeads;
  readonly daySeals: Pick<DaySeals, 'read'>;
  readonly clock: Clock;
}): FindChainEnd {
  /** Finds the kept head. Nothing is sealed over a head that is not ours: what was done to it would be lost. */
  async function findHead(): Promise<KeptHead | undefined> {
    const kept = await findKeptHead(heads, clock);
    if (kept === 'invalid') throw new Error('The kept head of the audit chain cannot be ours: no day can be sealed');
    return kept;
  }

  /**
   * Reads a seal of ours that is the one that was made of its day. No day is ever chained to another one, which would make that
   * one look good.
   */
  async function genuineSeal(day: string, kept?: KeptHead): Promise<DaySeal> {
    const text = await store.find(day);
    const seal = text && (await daySeals.read(text));
    if (!seal || seal.day !== day)
      throw new Error(`The seal of ${day} is gone or was changed: the days after it cannot be sealed`);
    if (!isAsKept(kept, seal))
      throw new Error(`The seal of ${day} is not the one that was made: the days after it cannot be sealed`);
    return seal;
  }

  /** Follows the seals after the head: a run that died, or a rival, has stored them and not moved the head on yet. */
  async function follow(from: ChainHead, day: string, kept: KeptHead): Promise<ChainHead> {
    const { previousHead, head } = await genuineSeal(day, kept);
    if (previousHead !== from.head) throw new Error(`The seal of ${day} does not go on from that of ${from.day}`);
    return heads.move(from, { first: from.first, day, head });
  }

  async function resume(kept: KeptHead, sealed: readonly string[]): Promise<ChainHead> {
    reportGone(kept, sealed);
    if (sealed.includes(kept.day)) await genuineSeal(kept.day, kept);
    let end: ChainHead = kept;
    for (const day of sealed) if (day > end.day) end = await follow(end, day, kept);
    return end;
  }

  /**
   * Finds the end without a head: somebody has deleted it, or the chain is that of a release without heads, or of a first run
   * that died.
   */
  async function begin(sealed: readonly string[]): Promise<ChainHead | undefined> {
    const [first, day] = [sealed[0], sealed.at(-1)];
    if (first === undefined || day === undefined) return undefined;
    // A rival's very first run may have stored one since.
    if (await findHead()) return findEnd();
    log.error('audit head gone', { first, day });
    count(auditTampered);
    return heads.move(undefined, { first, day, head: (await genuineSeal(day)).head });
  }

  async function findEnd(): Promise<ChainHead | undefined> {
    // The order matters: a seal is stored before the head moves on to it, so that none of a rival's seals seems to be gone.
    const kept = await findHead();
    // A future seal must not keep the days until then from being sealed; one of yesterday comes from a faster clock.
    const sealed = await listSealed(store, shiftDay(dayOf(clock()), -1));
    return kept ? resume(kept, sealed) : begin(sealed);
  }

  return findEnd;
}

/** Reports days whose seals are gone. Sealing them again would make good whatever was done to them meanwhile. */
function reportGone({ first, day: last }: ChainHead, sealed: readonly string[]): void {
  const present = new Set(sealed);
  const gone = daysBetween(first, last).filter((day) => !present.has(day));
  if (gone.length === 0) return;
  log.error('audit seals gone', { days: gone.slice(0, mostNamed), count: gone.length });
  count(auditTampered, gone.length);
}
