import type { Item } from '../data/database.ts';
import type { Table } from '../data/table.ts';
import { removeAt } from '../data/unread-write.ts';
import type { Platform } from '../platform/platform.ts';
import type { Index } from './definition.ts';
import { listPartition } from './entry.ts';
import { createPruning } from './pruning.ts';
import { createIndexUpkeep } from './upkeep.ts';

/** Goes through all items of a table, in pages and in no order; items have their keys alone where these are enough. */
export type Scan = (table: Table, options: { readonly keysOnly: boolean }) => AsyncIterable<readonly Item[]>;

/** How far a rebuild has come. */
export interface Progress {
  /** Records that were looked at. */
  readonly records: number;
  /** Entries that were looked at. */
  readonly entries: number;
  /** Entries that were removed, since they are of no record or left from an earlier release. */
  readonly removed: number;
  /** Records that could not be entered, and entries of none that cannot be read, each of which is in the log. */
  readonly failed: number;
}

/** What one page has brought, of records or of entries. */
type Step = Partial<Progress> & Pick<Progress, 'removed' | 'failed'>;

/** Makes an index again from its records while it is in use; it may be ended at any moment, and run as often as one likes. */
type Rebuild = (report: (progress: Progress) => void) => Promise<Progress>;

interface Dependencies extends Pick<Platform, 'read' | 'commit' | 'writeAlone'> {
  readonly scan: Scan;
}

/** Makes the rebuild of an index. Its scans cost the whole table: it is for a command, and for no function. */
export function createIndexRebuild<R>(index: Index<R>, { scan, ...platform }: Dependencies): Rebuild {
  const { enter } = createIndexUpkeep(index, platform);
  const prune = createPruning(index, { ...platform, enter });

  async function* steps(): AsyncIterable<Step> {
    for await (const keys of scan(index.table, { keysOnly: true })) {
      const obsolete = keys.filter((key) => index.isObsolete(key));
      for (const key of obsolete) await platform.writeAlone(removeAt(index.table, key));
      const recordIds = keys.map((key) => index.idAt(key)).filter((recordId) => recordId !== undefined);
      const failed = await enter(recordIds, { thorough: true });
      yield { records: recordIds.length, removed: obsolete.length, failed: failed.size };
    }
    const beginning = listPartition(index.name, '');
    for await (const items of scan('index', { keysOnly: false }))
      yield await prune(items.filter(({ pk }) => pk.startsWith(beginning)));
  }

  return async (report) => {
    let progress: Progress = { records: 0, entries: 0, removed: 0, failed: 0 };
    for await (const step of steps()) {
      progress = summed(progress, step);
      report(progress);
    }
    return progress;
  };
}

function summed(progress: Progress, { records = 0, entries = 0, removed, failed }: Step): Progress {
  return {
    records: progress.records + records,
    entries: progress.entries + entries,
    removed: progress.removed + removed,
    failed: progress.failed + failed,
  };
}
