import type { Clock } from '../../../clock.ts';
import { log } from '../../../log.ts';
import { count } from '../../../metrics.ts';
import { auditTampered } from '../metrics.ts';
import { dayOf, daysBetween, shiftDay } from './calendar.ts';
import type { ChainHead, ChainHeads } from './chain-head-repository.ts';
import type { DaySeal, DaySeals } from './day-seal.ts';
import { findKeptHead } from './kept-head.ts';
import type { SealStore } from './seal-store.ts';
import { listSealed } from './sealed-days.ts';

/** Days that a log line names. */
const mostNamed = 31;

/**
 * Where the chain of seals ends, of days that are over; undefined where nothing was ever sealed. The kept head stands also
 * for a seal that is gone, which is reported, as is a head that is gone. Throws where the last seal is not the one that was
 * made, and where the head cannot be ours.
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
  /** Nothing is sealed over a head that is not ours: it would be lost what was done to it. */
  async function findHead(): Promise<ChainHead | undefined> {
    const kept = await findKeptHead(heads, clock);
    if (kept === 'invalid') throw new Error('The kept head of the audit chain cannot be ours: no day can be sealed');
    return kept;
  }

  /** A day is never chained to a seal that is not ours: it would make it good. */
  async function genuineSeal(day: string): Promise<DaySeal> {
    const text = await store.find(day);
    const seal = text && (await daySeals.read(text));
    if (seal && seal.day === day) return seal;
    throw new Error(`The seal of ${day} is gone or was changed: the days after it cannot be sealed`);
  }

  /** A run that died, or a rival, has stored a seal, and the head was not moved on to it yet. */
  async function follow(from: ChainHead, day: string): Promise<ChainHead> {
    const { previousHead, head } = await genuineSeal(day);
    if (previousHead !== from.head) throw new Error(`The seal of ${day} does not go on from that of ${from.day}`);
    return heads.move(from, { first: from.first, day, head });
  }

  async function resume(kept: ChainHead, sealed: readonly string[]): Promise<ChainHead> {
    reportGone(kept, sealed);
    if (sealed.includes(kept.day) && (await genuineSeal(kept.day)).head !== kept.head) {
      throw new Error(`The seal of ${kept.day} is not the one that was made: the days after it cannot be sealed`);
    }
    let end = kept;
    for (const day of sealed) if (day > end.day) end = await follow(end, day);
    return end;
  }

  /** Somebody has taken the head away, or it is the chain of a release that kept none, or of a first run that died. */
  async function begin(sealed: readonly string[]): Promise<ChainHead | undefined> {
    const [first, day] = [sealed[0], sealed.at(-1)];
    if (first === undefined || day === undefined) return undefined;
    // The very first run of a rival may have come to keep one since.
    if (await findHead()) return findEnd();
    log.error('audit head gone', { first, day });
    count(auditTampered);
    return heads.move(undefined, { first, day, head: (await genuineSeal(day)).head });
  }

  async function findEnd(): Promise<ChainHead | undefined> {
    // In this order: a seal is stored before the head is moved on to it, so that none of a rival's seems to be gone.
    const kept = await findHead();
    // One from the future must not keep the days until then from being sealed; one of yesterday is a faster clock's.
    const sealed = await listSealed(store, shiftDay(dayOf(clock()), -1));
    return kept ? resume(kept, sealed) : begin(sealed);
  }

  return findEnd;
}

/** To seal such a day again would make good whatever was done to it meanwhile. */
function reportGone({ first, day: last }: ChainHead, sealed: readonly string[]): void {
  const present = new Set(sealed);
  const gone = daysBetween(first, last).filter((day) => !present.has(day));
  if (gone.length === 0) return;
  log.error('audit seals gone', { days: gone.slice(0, mostNamed), count: gone.length });
  count(auditTampered, gone.length);
}
