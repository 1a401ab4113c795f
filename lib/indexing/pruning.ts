import { equals } from '../data/condition.ts';
import type { Item } from '../data/database.ts';
import type { Stored } from '../data/entity.ts';
import { remove } from '../data/write.ts';
import { logUnexpected } from '../error-groups.ts';
import type { Platform } from '../platform/platform.ts';
import { type Index, placeOf } from './definition.ts';
import { EnteredMeanwhile } from './differences.ts';
import { enteredRecords, listPartition, type StoredEntry, storedEntries } from './entry.ts';
import { createStandings } from './standings.ts';
import type { IndexUpkeep } from './upkeep.ts';

/** What was done about some items of an index. */
interface Pruned {
  readonly entries: number;
  readonly removed: number;
  readonly failed: number;
}

interface Dependencies extends Pick<Platform, 'read' | 'writeAlone'>, Pick<IndexUpkeep, 'enter'> {}

/** Makes the function that takes entries out of an index of which no record knows: what is known is for `enter` to take out. */
export function createPruning<R>(index: Index<R>, { read, writeAlone, enter }: Dependencies) {
  const findStandings = createStandings(index, { read });

  /** An entry that was written again since it was read is somebody's by now. */
  async function takeOut(entry: Stored<StoredEntry>): Promise<boolean> {
    const conflict = () => new EnteredMeanwhile('The entry was written again');
    try {
      await writeAlone(remove(storedEntries, entry, { when: equals('version', entry.version), conflict }));
      return true;
    } catch (error) {
      if (error instanceof EnteredMeanwhile) return false;
      throw error;
    }
  }

  /** Finds the entries of which no record knows; those of a record that nobody can read are left alone. */
  async function findStrange(entries: readonly Stored<StoredEntry>[]): Promise<readonly Stored<StoredEntry>[]> {
    const strange: Stored<StoredEntry>[] = [];
    const byRecord = Map.groupBy(entries, ({ recordId }) => recordId);
    for await (const standings of findStandings([...byRecord.keys()], { thorough: false }))
      for (const { recordId, record, known, error } of standings) {
        const places = new Set([...known, ...(record ? index.entriesOf(record) : [])].map(placeOf));
        const its = byRecord.get(recordId) ?? [];
        if (error === undefined) strange.push(...its.filter((entry) => !places.has(placeOf(entry))));
      }
    return strange;
  }

  return async (items: readonly Item[]): Promise<Pruned> => {
    const stored = items.filter(({ entity }) => entity === storedEntries.name);
    const entries = stored.map(readEntry).filter((entry) => entry !== undefined);
    const kept = items.filter(({ entity }) => entity === enteredRecords.name);
    // Of a record that is gone there is nothing left but this.
    const failed = await enter(kept.map(({ pk }) => pk.slice(listPartition(index.name, 'RECORD#').length)));
    let removed = 0;
    for (const entry of await findStrange(entries)) if (await takeOut(entry)) removed++;
    return { entries: stored.length, removed, failed: failed.size + stored.length - entries.length };
  };
}

/** One entry that nobody can read must not hold up the others. */
function readEntry(item: Item): Stored<StoredEntry> | undefined {
  try {
    return storedEntries.fromItem(item, new Date(0));
  } catch (error) {
    logUnexpected('malformed index item', { error });
    return undefined;
  }
}
