import type { Item } from '../data/database.ts';
import type { Stored, ValueOf } from '../data/entity.ts';
import { at, type Reference } from '../data/read.ts';
import { logUnexpected } from '../error-groups.ts';
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

type Entered = ValueOf<typeof enteredRecords>;

/** What was read of an item, or why it cannot be: so it does not hold up those that are read with it. */
interface Apart<V> {
  readonly item: Item;
  readonly value?: Stored<V> | undefined;
  readonly error?: unknown;
}

export function createStandings<R>(index: Index<R>, { read }: Pick<Platform, 'read'>): FindStandings<R> {
  async function findTogether(recordIds: readonly string[]): Promise<Standing<R>[]> {
    const records = recordIds.map((recordId) => apart(index.at(recordId)));
    const kept = index.appendOnly
      ? []
      : recordIds.map((recordId) => apart(at(enteredRecords, { index: index.name, recordId })));
    const found = await read.findTogether([...records, ...kept]);
    return recordIds.map((recordId, nth) => {
      const { value: record, error } = (found[nth] as Apart<R> | undefined) ?? {};
      const kept = enteredOf(found[recordIds.length + nth] as Apart<Entered> | undefined);
      return { recordId, record, ...kept, known: kept.entered?.entries ?? [], error };
    });
  }

  /** What was entered for a record: where nobody can read that, nothing is known to be, and all is made anew. */
  function enteredOf(kept: Apart<Entered> | undefined): Pick<Standing<R>, 'entered' | 'malformed'> {
    if (kept?.error === undefined) return { entered: kept?.value };
    logUnexpected('malformed index item', { error: kept.error });
    return { entered: undefined, malformed: kept.item };
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
        apart(at(storedEntries, { index: index.name, recordId, ...entry })),
      );
      for (const { value: entry } of (await read.findTogether(references)).filter((each) => each !== undefined))
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

/** What is set apart has its own version, where it has one, inside. */
const versionOfNone = 0;

function apart<V>({ table, key, parse }: Reference<V>): Reference<Apart<V>> {
  return {
    table,
    key,
    parse(item, now) {
      try {
        return { item, value: parse(item, now), version: versionOfNone };
      } catch (error) {
        return { item, error, version: versionOfNone };
      }
    },
  };
}
