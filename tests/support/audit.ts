import { type ChainHeads, createChainHeads } from '../../lib/audit/chain-head.ts';
import type { NewAuditEntry } from '../../lib/audit/entry.ts';
import { createCommit } from '../../lib/data/commit.ts';
import type { Database, Item } from '../../lib/data/database.ts';
import { createReader } from '../../lib/data/read.ts';
import { createWriteAlone } from '../../lib/data/write-alone.ts';
import type { MemoryDatabase } from './memory-database.ts';

/** An administrator's permissions on the audit. */
export const auditor = new Set(['audit:read', 'audit:verify'] as const);

/** Stores an entry as of an instant, as any change does. */
export function addEntry(database: Database, time: string, overrides: Partial<NewAuditEntry> = {}): Promise<void> {
  const entry = { action: 'user.verified', actorId: 'actor-1', subject: 'users/u1', outcome: 'success' } as const;
  const commit = createCommit({ database, clock: () => new Date(time) });
  return commit([], { audit: [{ ...entry, ...overrides }] });
}

/** The kept head of the chain of seals, as it is, on a database of the test's. */
export function chainHeadsOn(database: Database): ChainHeads {
  const sleep = async () => undefined;
  return createChainHeads({
    read: createReader({ database, sleep }),
    writeAlone: createWriteAlone({ database, sleep }),
  });
}

/** The entries of a memory database, oldest first. */
export function entriesOf(database: MemoryDatabase): Item[] {
  return database.itemsOf('audit').sort((left, right) => (left.sk < right.sk ? -1 : 1));
}
