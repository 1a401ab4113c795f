import { equals } from '../data/condition.ts';
import type { Item } from '../data/database.ts';
import type { Stored } from '../data/entity.ts';
import { remove } from '../data/write.ts';
import type { Platform } from '../platform/platform.ts';
import { type Index, placeOf } from './definition.ts';
import { EnteredMeanwhile } from './differences.ts';
import { enteredRecords, type StoredEntry, storedEntries } from './entry.ts';
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

  /** Finds the places at which records stand, or are known to have been entered. */
  async function findPlaces(recordIds: readonly string[]): Promise<Map<string, Set<string>>> {
    const places = new Map<string, Set<string>>();
    for await (const standings of findStandings(recordIds, { thorough: false }))
      for (const { recordId, record, known } of standings)
        places.set(recordId, new Set([...known, ...(record ? index.entriesOf(record) : [])].map(placeOf)));
    return places;
  }

  return async (items: readonly Item[]): Promise<Pruned> => {
    const never = new Date(0);
    const entries = items
      .filter(({ entity }) => entity === storedEntries.name)
      .flatMap((item) => storedEntries.fromItem(item, never) ?? []);
    const kept = items
      .filter(({ entity }) => entity === enteredRecords.name)
      .flatMap((item) => enteredRecords.fromItem(item, never) ?? []);
    // Of a record that is gone there is nothing left but this.
    const failed = await enter(kept.map(({ recordId }) => recordId));
    const places = await findPlaces([...new Set(entries.map(({ recordId }) => recordId))]);
    const strange = entries.filter((entry) => !places.get(entry.recordId)?.has(placeOf(entry)));
    let removed = 0;
    for (const entry of strange) if (await takeOut(entry)) removed++;
    return { entries: entries.length, removed, failed: failed.size };
  };
}
