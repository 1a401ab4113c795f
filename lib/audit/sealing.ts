import { type Clock, systemClock } from '../clock.ts';
import { log } from '../log.ts';
import { daysBetween, lastFinishedDay, shiftDay } from './calendar.ts';
import { beginChain, link } from './chain.ts';
import { createDaySeals, type DaySeal, type DaySeals } from './day-seal.ts';
import { type AuditRepository, createAuditRepository } from './repository.ts';
import { createSealStore, type SealStore } from './seal-store.ts';

/**
 * Seals every day that is over and comes after the last sealed one, oldest first, none from before the last 35; answers
 * how many days and entries it sealed.
 */
export type SealAudit = () => Promise<{ readonly days: number; readonly entries: number }>;

/** An older day is not sealed any more: its seal would be there, had nobody taken it away. */
const mostDays = 35;

export interface SealingDependencies {
  readonly entries?: Pick<AuditRepository, 'itemsOf'>;
  readonly store?: SealStore;
  readonly daySeals?: DaySeals;
  readonly clock?: Clock;
}

export function createSealing({
  entries = createAuditRepository(),
  store = createSealStore(),
  daySeals = createDaySeals(),
  clock = systemClock,
}: SealingDependencies = {}): SealAudit {
  /** A day is never chained to a seal that is not ours: it would make it good. */
  async function headOf(day: string): Promise<string> {
    const text = await store.find(day);
    const seal = text && (await daySeals.read(text));
    if (seal && seal.day === day) return seal.head;
    throw new Error(`The seal of ${day} is gone or was changed: the days after it cannot be sealed`);
  }

  async function sealDay(day: string, previousHead: string | undefined): Promise<DaySeal | undefined> {
    const seal = await describeDay(day, previousHead, entries);
    // Another run may be at it: what it stored may differ by a key, so that this one ends here.
    if (!(await store.add(day, await daySeals.write(seal)))) return undefined;
    // The log is a second place where the head is kept, and tells of a day that is sealed twice.
    log.info('audit day sealed', { day, entries: seal.entries.length, head: seal.head });
    return seal;
  }

  return async () => {
    const finished = lastFinishedDay(clock());
    // A seal from the future is none of ours, and must not keep the days until then from being sealed.
    const last = (await store.list()).findLast((day) => day <= finished);
    let head = last && (await headOf(last));
    const sealed: DaySeal[] = [];
    const days = daysBetween(shiftDay(finished, 1 - mostDays), finished);
    for (const day of days.filter((each) => !last || each > last)) {
      const seal = await sealDay(day, head);
      if (!seal) break;
      head = seal.head;
      sealed.push(seal);
    }
    return { days: sealed.length, entries: sealed.reduce((sum, seal) => sum + seal.entries.length, 0) };
  };
}

async function describeDay(
  day: string,
  previousHead: string | undefined,
  entries: Pick<AuditRepository, 'itemsOf'>,
): Promise<DaySeal> {
  const links: DaySeal['entries'] = [];
  let head = beginChain(day, previousHead);
  for await (const item of entries.itemsOf(day)) {
    head = link(head, item);
    links.push({ key: item.sk, link: head });
  }
  return { day, ...(previousHead && { previousHead }), head, entries: links };
}
