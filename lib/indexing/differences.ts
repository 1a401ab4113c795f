import { equals } from '../data/condition.ts';
import type { Item } from '../data/database.ts';
import type { Stored, ValueOf } from '../data/entity.ts';
import { asRead, overwrite, removeAt } from '../data/unread-write.ts';
import { insert, remove, update, type Write } from '../data/write.ts';
import { type Index, placeOf } from './definition.ts';
import { type Entry, enteredRecords, storedEntries } from './entry.ts';

/** A record and what is entered for it, read together. */
export interface Standing<R> {
  readonly recordId: string;
  /** The record as it is; undefined where it is gone. */
  readonly record: Stored<R> | undefined;
  /** What was entered; undefined where nothing ever was, where nobody can read it, or where entries are never changed. */
  readonly entered: Stored<ValueOf<typeof enteredRecords>> | undefined;
  /** What lies in the place of that, where nobody can read it. */
  readonly malformed?: Item | undefined;
  /** Of the entries that should be there, those that are known to be. */
  readonly known: readonly Entry[];
  /** Why the record cannot be read, where it is there and malformed. */
  readonly error?: unknown;
}

/** Somebody else enters the same record at the same time. */
export class EnteredMeanwhile extends Error {
  override readonly name = 'EnteredMeanwhile';
}

const conflict = () => new EnteredMeanwhile('The record is being entered by somebody else');

/**
 * What is to be written so that what is entered for a record is what it says: changes that are each carried out as a whole.
 * There are none where that is so. Throws where the record cannot be read.
 */
export function changesFor<R>(index: Index<R>, standing: Standing<R>): Write[][] {
  const { record, entered, malformed, known, recordId, error } = standing;
  if (error !== undefined) throw error;
  const wanted = record ? index.entriesOf(record) : [];
  const [places, texts] = [new Set(wanted.map(placeOf)), new Set(known.map(textOf))];
  const added = wanted.filter((entry) => !texts.has(textOf(entry))).map((entry) => entryWrite(index, recordId, entry));
  if (index.appendOnly) return added.map((write) => [write]);
  const old = (entered?.entries ?? []).filter((entry) => !places.has(placeOf(entry)));
  const removed = old.map((entry) => remove(storedEntries, { index: index.name, recordId, ...entry }));
  if (added.length + removed.length > 0 || (record && malformed))
    return [[keptWrite(index.name, standing, wanted), ...removed, ...added]];
  return record ? [] : forgetting(standing).map((write) => [write]);
}

function entryWrite({ name: index }: Pick<Index<never>, 'name'>, recordId: string, entry: Entry): Write {
  return overwrite(storedEntries, { index, recordId, ...entry });
}

/** Keeps what is entered, as long as nobody else has entered the record since it was read. */
function keptWrite<R>(index: string, { recordId, entered, malformed }: Standing<R>, wanted: readonly Entry[]): Write {
  const entries = [...wanted];
  if (malformed) return overwrite(enteredRecords, { index, recordId, entries }, { when: asRead(malformed), conflict });
  if (!entered) return insert(enteredRecords, { index, recordId, entries }, { conflict });
  return update(enteredRecords, entered, { set: { entries }, when: equals('version', entered.version), conflict });
}

function forgetting<R>({ entered, malformed }: Standing<R>): Write[] {
  if (malformed) return [removeAt(enteredRecords.table, malformed, { when: asRead(malformed), conflict })];
  if (!entered) return [];
  return [remove(enteredRecords, entered, { when: equals('version', entered.version), conflict })];
}

function textOf({ list, place, shared }: Entry): string {
  return JSON.stringify([list, place, shared]);
}
