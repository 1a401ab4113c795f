import { log } from '../../../log.ts';
import { count } from '../../../metrics.ts';
import type { Platform } from '../../../platform/platform.ts';
import { auditTampered } from '../metrics.ts';
import { daysBetween, lastFinishedDay, shiftDay } from './calendar.ts';
import { beginChain, link } from './chain.ts';
import { createChainEnd } from './chain-end.ts';
import { type ChainHead, createChainHeads } from './chain-head-repository.ts';
import { createDaySeals, type DaySeal } from './day-seal.ts';
import { type AuditDependencies, type AuditRepository, createAuditRepository } from './repository.ts';
import { createSealClaims } from './seal-claim-repository.ts';
import type { SealStore } from './seal-store.ts';

/**
 * Seals every past day after the last that was ever sealed, oldest first, but none before the last 35; answers how many days
 * and entries it sealed. A day whose seal is gone is reported, and not sealed again.
 */
export type SealAudit = () => Promise<{ readonly days: number; readonly entries: number }>;

/** How many days back a day is still sealed: an older one would have its seal, had nobody deleted it. */
const mostDays = 35;

interface SealingDependencies extends AuditDependencies, Pick<Platform, 'writeAlone' | 'secrets'> {
  readonly store: SealStore;
}

export function createSealing({ store, writeAlone, secrets, ...reading }: SealingDependencies): SealAudit {
  const { read, clock } = reading;
  const entries = createAuditRepository(reading);
  const heads = createChainHeads({ read, writeAlone });
  const claimSeal = createSealClaims({ writeAlone });
  const daySeals = createDaySeals(secrets);
  const findChainEnd = createChainEnd({ store, heads, daySeals, clock });

  async function sealDay(day: string, end: ChainHead | undefined): Promise<DaySeal | undefined> {
    const seal = await describeDay(day, end?.head, entries);
    // Another run may be sealing as well, over a store that overwrites: what is stored follows from the one claim.
    const claim = await claimSeal(end, { day, head: seal.head, keyVersion: await daySeals.keyVersion() });
    if (claim === 'otherwise') throw seenOtherwise(seal);
    if (claim === 'sealed' || !(await store.add(day, await daySeals.write(seal, claim.keyVersion)))) return undefined;
    // The log is a third place that keeps the head.
    log.info('audit day sealed', { day, entries: seal.entries.length, head: seal.head });
    return seal;
  }

  return async () => {
    const finished = lastFinishedDay(clock());
    let end = await findChainEnd();
    const sealed: DaySeal[] = [];
    for (const day of daysBetween(shiftDay(finished, 1 - mostDays), finished)) {
      if (end && day <= end.day) continue;
      const seal = await sealDay(day, end);
      if (!seal) break;
      end = await heads.move(end, { first: end?.first ?? day, day, head: seal.head });
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

/** Reports entries other than those that another run saw, of a day to which none are added any more. */
function seenOtherwise({ day, head }: DaySeal): Error {
  log.error('audit day seen otherwise', { day, head });
  count(auditTampered);
  return new Error(`Another run has claimed the seal of ${day} for other entries: no second one is made`);
}
