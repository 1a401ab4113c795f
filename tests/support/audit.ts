import type { NewAuditEntry } from '../../lib/commit/audit-entry.ts';
import type { Database, Item } from '../../lib/data/database.ts';
import { createTestClock } from './clock.ts';
import type { MemoryDatabase } from './memory-database.ts';
import { createTestPlatform } from './platform.ts';

/** An administrator's permissions on the audit. */
export const auditor = new Set(['audit:read', 'audit:verify'] as const);

/** Stores an entry as of an instant, as any change does. */
export function addEntry(database: Database, time: string, overrides: Partial<NewAuditEntry> = {}): Promise<void> {
  const entry = { action: 'user.verified', actorId: 'actor-1', subject: 'users/u1', outcome: 'success' } as const;
  const { commit } = createTestPlatform(database, { clock: createTestClock(time) });
  return commit([], { audit: [{ ...entry, ...overrides }] });
}

const headKey = { pk: 'AUDIT-SEALS', sk: 'HEAD', entity: 'audit-chain-head', version: 1 };

const claim = { claimedDay: '2026-03-07', claimedHead: 'A'.repeat(43), claimedKeyVersion: 1 };

/** A kept head of days that were sealed from one to another. */
export function headItem(first: string, day: string): Item {
  return { ...headKey, first, day, head: 'A'.repeat(43) };
}

/** Kept heads that no run of ours can have left, at 2026-03-08. */
export const impossibleHeads: readonly (readonly [string, Item])[] = [
  ['of a day to come', headItem('2026-02-01', '2026-03-09')],
  ['of today', headItem('2026-02-01', '2026-03-08')],
  ['of the last day that there is', headItem('2026-02-01', '9999-12-31')],
  ['that ends before it begins', headItem('2026-03-02', '2026-03-01')],
  ['that begins before anything was audited', headItem('0001-01-01', '2026-03-07')],
  ['of a date that is none', headItem('2026-02-01', '2026-02-31')],
  ['without a first day', (({ first: _, ...rest }) => rest as Item)(headItem('', '2026-03-07'))],
  ['that is the half of a claim', { ...headKey, claimedDay: '2026-03-07' }],
  ['that is the half of a head, beside a claim', { ...headKey, ...claim, day: '2026-03-06' }],
  ['of another kind', { ...headItem('2026-02-01', '2026-03-07'), entity: 'user' }],
  ['whose head is no digest', { ...headItem('2026-02-01', '2026-03-07'), head: 'A' }],
];

/** The entries of a memory database, oldest first. */
export function entriesOf(database: MemoryDatabase): Item[] {
  return database.itemsOf('audit').sort((left, right) => (left.sk < right.sk ? -1 : 1));
}
