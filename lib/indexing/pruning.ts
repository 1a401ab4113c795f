import type { Item } from '../data/database.ts';
import type { Stored } from '../data/entity.ts';
import { readable } from '../data/readable.ts';
import { asRead, removeAt } from '../data/unread-write.ts';
import type { Platform } from '../platform/platform.ts';
import { builtPartition } from './built-mark.ts';
import { type Index, placeOf } from './definition.ts';
import { EnteredMeanwhile } from './differences.ts';
import { enteredSortKey, listPartition, recordIdAt, type StoredEntry, storedEntries } from './entry.ts';
import { createStandings } from './standings.ts';
import type { IndexUpkeep } from './upkeep.ts';

/** What was done about some items of an index. */
interface Pruned {
  readonly entries: number;
  readonly removed: number;
  readonly failed: number;
}

/** An entry as it lies there; it has none where nobody can read it. */
interface Found {
  readonly item: Item;
  readonly entry: Stored<StoredEntry> | undefined;
}

interface Dependencies extends Pick<Platform, 'read' | 'writeAlone'>, Pick<IndexUpkeep, 'enter'> {}

/** Makes the function that takes entries out of an index of which no record knows: what is known is for `enter` to take out. */
export function createPruning<R>(index: Index<R>, { read, writeAlone, enter }: Dependencies) {
  const findStandings = createStandings(index, { read });
  const beginningOfKept = listPartition(index.name, 'RECORD#');

  /** What lies at a key of the index, whatever it says of itself. */
  function kindOf({ pk, sk }: Item): 'kept' | 'mark' | 'entries' {
    if (pk.startsWith(beginningOfKept) && sk === enteredSortKey) return 'kept';
    return pk === builtPartition(index) ? 'mark' : 'entries';
  }

  /** What was written again since it was read is somebody's by now. */
  async function takeOut(item: Item): Promise<boolean> {
    const conflict = () => new EnteredMeanwhile('The entry was written again');
    try {
      await writeAlone(removeAt(storedEntries.table, item, { when: asRead(item), conflict }));
      return true;
    } catch (error) {
      if (error instanceof EnteredMeanwhile) return false;
      throw error;
    }
  }

  /** Finds the entries of which no record knows; those of a record that nobody can read are left alone. */
  async function findStrange(entries: readonly Stored<StoredEntry>[]): Promise<ReadonlySet<StoredEntry>> {
    const strange = new Set<StoredEntry>();
    const byRecord = Map.groupBy(entries, ({ recordId }) => recordId);
    for await (const standings of findStandings([...byRecord.keys()], { thorough: false }))
      for (const { recordId, record, known, error } of standings) {
        const places = new Set([...known, ...(record ? index.entriesOf(record) : [])].map(placeOf));
        const its = error === undefined ? (byRecord.get(recordId) ?? []) : [];
        for (const entry of its) if (!places.has(placeOf(entry))) strange.add(entry);
      }
    return strange;
  }

  /** Enters who may be found by entries that nobody can read: those that are wanted are other ones then. */
  function enterAnew(found: readonly Found[]): Promise<ReadonlySet<string>> {
    const recordIds = found.filter(({ entry }) => !entry).map(({ item }) => recordIdAt(item));
    return enter(
      recordIds.filter((recordId) => recordId !== undefined),
      { thorough: true },
    );
  }

  return async (items: readonly Item[]): Promise<Pruned> => {
    const { kept = [], entries = [] } = Object.groupBy(items, kindOf);
    const found = entries.map((item) => ({ item, entry: readable(storedEntries).fromItem(item, new Date(0)) }));
    // Of a record that is gone there is nothing left but this.
    const failed = await enter(kept.map(({ pk }) => pk.slice(beginningOfKept.length)));
    const stillFailed = await enterAnew(found);
    const strange = await findStrange(found.map(({ entry }) => entry).filter((entry) => entry !== undefined));
    let removed = 0;
    for (const { item, entry } of found) if ((!entry || strange.has(entry)) && (await takeOut(item))) removed++;
    return { entries: found.length, removed, failed: new Set([...failed, ...stillFailed]).size };
  };
}
