import * as z from 'zod';
import { equals } from '../../../data/condition.ts';
import type { Index } from '../../../data/database.ts';
import { entity, type Stored, type ValueOf } from '../../../data/entity.ts';
import type { Page, PageRequest } from '../../../data/page.ts';
import { at, type Reference } from '../../../data/read.ts';
import { readable } from '../../../data/readable.ts';
import { insert, remove, update, type Write } from '../../../data/write.ts';
import type { Platform } from '../../../platform/platform.ts';
import { id, instant, schema } from '../../../schemas.ts';

/** A slot that is held for the patient of an entry. */
const offer = schema(() =>
  z.object({
    ...{ holdId: id(), start: instant(), end: instant(), busyUntil: instant(), endsAt: instant() },
    /** The patient who gave the slot up. */
    givenUpBy: id().optional(),
  }),
);

/** The entries of waiting lists, each until the end of the time that is waited for. */
export const waitingEntries = entity({
  name: 'waiting-entry',
  table: 'clinic',
  schema: schema(() =>
    z.object({
      id: id(),
      clinicId: id(),
      doctorId: id(),
      patientId: id(),
      from: instant(),
      to: instant(),
      /** What was offered last, where it was not declined; it is over at its end. */
      offer: offer().optional(),
      createdAt: instant(),
      ofDoctor: z.string(),
      ofPatient: z.string(),
      startKey: z.string(),
    }),
  ),
  key: ({ id }: { readonly id: string }) => ({ pk: `WAITING#${id}`, sk: 'WAITING' }),
  expiresAt: ({ to }) => new Date(to),
});

/** An entry of a waiting list as it is stored. */
export type StoredEntry = ValueOf<typeof waitingEntries>;

/** An entry of a waiting list as it is made. */
export type NewEntry = Omit<StoredEntry, 'offer' | 'ofDoctor' | 'ofPatient' | 'startKey'>;

const listsOfDoctors: Index = { name: 'doctor', partitionKey: 'ofDoctor', sortKey: 'startKey' };
const listsOfPatients: Index = { name: 'patient', partitionKey: 'ofPatient', sortKey: 'startKey' };
const indexes = { doctor: listsOfDoctors, patient: listsOfPatients };

/** The partition in which those stand who wait for a doctor at a clinic. */
export const doctorListPartition = ({ doctorId, clinicId }: Pick<StoredEntry, 'doctorId' | 'clinicId'>): string =>
  `WAITING-LIST#${doctorId}#${clinicId}`;

/** The partition in which all stands that a patient waits for. */
export const patientListPartition = ({ patientId }: Pick<StoredEntry, 'patientId'>): string =>
  `WAITING-LIST#${patientId}`;

/** Refers to an entry, to be read together with others. */
export function entryAt(entryId: string): Reference<StoredEntry> {
  return at(waitingEntries, { id: entryId });
}

/** Stores a new entry, behind those that are there. */
export function insertEntry(entry: NewEntry): Write {
  const lists = { ofDoctor: doctorListPartition(entry), ofPatient: patientListPartition(entry) };
  const place = `${entry.createdAt}#${entry.id}`;
  const conflict = () => new Error(`There is an entry ${entry.id} already`);
  return insert(waitingEntries, { ...entry, ...lists, startKey: place }, { conflict });
}

/** Notes what is offered to the patient of an entry as it was read, or that nothing is; throws the error of `changed`. */
export function replaceOffer(
  { id, version }: Stored<StoredEntry>,
  offered: StoredEntry['offer'],
  changed: () => Error,
): Write {
  const change = offered ? { set: { offer: offered } } : { remove: ['offer'] as const };
  return update(waitingEntries, { id }, { ...change, when: equals('version', version), conflict: changed });
}

/** Removes an entry as it was read; throws the error of `changed`. */
export function removeEntry({ id, version }: Stored<StoredEntry>, changed: () => Error): Write {
  return remove(waitingEntries, { id }, { when: equals('version', version), conflict: changed });
}

/** Removes the entry whose hold goes in the same transaction, which nobody can have without it. */
export function removeServedEntry(entryId: string): Write {
  return remove(waitingEntries, { id: entryId });
}

/** Which entries a page is to have: of one list, those that wait longest first, after one’s place in it. */
export interface WaitingSelection extends Partial<PageRequest> {
  readonly index: 'doctor' | 'patient';
  readonly partition: string;
  readonly behind?: string | undefined;
}

/** Reads a page of a list by one query; an entry that cannot be read is logged and left out. */
export function queryEntries(
  { read }: Pick<Platform, 'read'>,
  { index, behind, ...selection }: WaitingSelection,
): Promise<Page<Stored<StoredEntry>>> {
  // A place ends in an id, which sorts below the tilde.
  const range = { from: behind === undefined ? '0' : `${behind}~`, to: '~' };
  return read.query(readable(waitingEntries), { ...selection, index: indexes[index], range });
}
