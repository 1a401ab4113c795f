import { at } from '../data/read.ts';
import type { Platform } from '../platform/platform.ts';
import type { Index } from './definition.ts';
import type { Standing } from './differences.ts';
import { type Entry, enteredRecords, storedEntries } from './entry.ts';

/** How many records are read at once, each together with what is entered for it; a batch read has a hundred items. */
const readAtOnce = 50;
const mostInBatch = 100;

/** Reads records and what is entered for them, some at a time; `thorough` also reads whether each entry is there. */
type FindStandings<R> = (
  recordIds: readonly string[],
  options: { readonly thorough: boolean },
) => AsyncIterable<readonly Standing<R>[]>;

export function createStandings<R>(index: Index<R>, { read }: Pick<Platform, 'read'>): FindStandings<R> {
  async function findTogether(recordIds: readonly string[]): Promise<Standing<R>[]> {
    const records = recordIds.map((recordId) => index.at(recordId));
    if (index.appendOnly) {
      const found = await read.findTogether(records);
      return recordIds.map((recordId, nth) => ({ recordId, record: found[nth], entered: undefined, known: [] }));
    }
    const kept = recordIds.map((recordId) => at(enteredRecords, { index: index.name, recordId }));
    const found = await read.findTogether([...records, ...kept]);
    return recordIds.map((recordId, nth) => {
      const entered = found[recordIds.length + nth] as Standing<R>['entered'];
      return { recordId, record: found[nth] as Standing<R>['record'], entered, known: entered?.entries ?? [] };
    });
  }

  /** Leaves of the known entries those that are there. */
  async function lookFor(standings: readonly Standing<R>[]): Promise<Standing<R>[]> {
    const wanted = standings.flatMap(({ recordId, record, known }) =>
      entriesToFind(record, known).map((entry) => ({ recordId, entry })),
    );
    const present = new Map<string, Entry[]>();
    for (let from = 0; from < wanted.length; from += mostInBatch) {
      const batch = wanted.slice(from, from + mostInBatch);
      const references = batch.map(({ recordId, entry }) =>
        at(storedEntries, { index: index.name, recordId, ...entry }),
      );
      for (const entry of await read.findTogether(references))
        if (entry) present.set(entry.recordId, [...(present.get(entry.recordId) ?? []), entry]);
    }
    return standings.map((standing) => ({ ...standing, known: present.get(standing.recordId) ?? [] }));
  }

  function entriesToFind(record: Standing<R>['record'], known: readonly Entry[]): readonly Entry[] {
    return index.appendOnly && record ? index.entriesOf(record) : known;
  }

  return async function* findStandings(recordIds, { thorough }) {
    for (let from = 0; from < recordIds.length; from += readAtOnce) {
      const standings = await findTogether(recordIds.slice(from, from + readAtOnce));
      yield thorough ? await lookFor(standings) : standings;
    }
  };
}
