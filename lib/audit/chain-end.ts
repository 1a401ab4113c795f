import { log } from '../log.ts';
import { count } from '../metrics.ts';
import { daysBetween } from './calendar.ts';
import type { ChainHead, ChainHeads } from './chain-head.ts';
import type { DaySeal, DaySeals } from './day-seal.ts';
import type { SealStore } from './seal-store.ts';

/** Days that a log line names. */
const mostNamed = 31;

/**
 * Where the chain of seals ends, of days up to one; undefined where nothing was ever sealed. The kept head stands also for
 * a seal that is gone, which is reported. Throws where the last seal is not the one that was made.
 */
export type FindChainEnd = (finished: string) => Promise<ChainHead | undefined>;

export function createChainEnd({
  store,
  heads,
  daySeals,
}: {
  readonly store: Pick<SealStore, 'list' | 'find'>;
  readonly heads: ChainHeads;
  readonly daySeals: Pick<DaySeals, 'read'>;
}): FindChainEnd {
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

  /** The chain of a release that kept no head, or of a first run that died. */
  async function begin(sealed: readonly string[]): Promise<ChainHead | undefined> {
    const [first, day] = [sealed[0], sealed.at(-1)];
    if (first === undefined || day === undefined) return undefined;
    return heads.move(undefined, { first, day, head: (await genuineSeal(day)).head });
  }

  return async (finished) => {
    // In this order: a seal is stored before the head is moved on to it, so that none of a rival's seems to be gone.
    const kept = await heads.find();
    // A seal from the future is none of ours, and must not keep the days until then from being sealed.
    const sealed = (await store.list()).filter((day) => day <= finished);
    return kept ? resume(kept, sealed) : begin(sealed);
  };
}

/** To seal such a day again would make good whatever was done to it meanwhile. */
function reportGone({ first, day: last }: ChainHead, sealed: readonly string[]): void {
  const present = new Set(sealed);
  const gone = daysBetween(first, last).filter((day) => !present.has(day));
  if (gone.length === 0) return;
  log.error('audit seals gone', { days: gone.slice(0, mostNamed), count: gone.length });
  count('audit.tampered', gone.length);
}
