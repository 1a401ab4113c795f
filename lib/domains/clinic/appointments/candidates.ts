import type { Stored } from '../../../data/entity.ts';
import type { Position } from '../../../data/page.ts';
import type { Platform } from '../../../platform/platform.ts';
import { daysAmong, daysAt, isPatientFree } from '../days/service.ts';
import { type Belonging, presentPatient, recordAt } from '../patients/attendance-service.ts';
import type { Slot } from './availability.ts';
import { type Waiter, waiterAt } from './waiter-repository.ts';
import { doctorListPartition, entryAt, queryEntries, type StoredEntry } from './waiting-repository.ts';

/** How many entries are looked at together: with all that is read of each they fit into one batch. */
const together = 20;
/** How many pages are gone through for one message. */
const mostPages = 5;

/** A slot that is free, for whoever waits behind a place in the list of a doctor at a clinic. */
interface FreeSlot {
  readonly doctorId: string;
  readonly clinicId: string;
  readonly slot: Slot;
  readonly behind?: string | undefined;
  readonly givenUpBy?: string | undefined;
}

/** Whose turn it is, as they were read. */
export interface Candidate {
  readonly entry: Stored<StoredEntry>;
  readonly waiter: Stored<Waiter>;
  readonly patient: Belonging;
}

/** What a search came to: who is next, or behind which place it has to go on. */
interface Found {
  readonly next?: Candidate | undefined;
  readonly goOnBehind?: string | undefined;
}

/** Finds who waits longest of those whom a slot suits, by two reads for each twenty entries, and a hundred at the most. */
export function createCandidateSearch({ read }: Pick<Platform, 'read'>) {
  /** Reads all that decides whether it is the turn of an entry, which the list may have late. */
  async function look(entries: readonly StoredEntry[], { slot }: FreeSlot, now: number) {
    const found = await read.findTogether(
      entries.flatMap(({ id, patientId }) => [
        ...[entryAt(id), waiterAt(patientId), recordAt(patientId)],
        ...daysAt('patient', patientId, { from: slot.start, to: slot.end }),
      ]),
    );
    const stored = found.flatMap((each) => (each && 'startKey' in each ? [each] : []));
    const waiters = found.flatMap((each) => (each && 'waits' in each ? [each] : []));
    const records = found.flatMap((each) => (each && 'number' in each ? [each] : []));
    return stored.flatMap((entry) => {
      const waiter = waiters.find(({ patientId }) => patientId === entry.patientId);
      const patient = presentPatient(records.find(({ id }) => id === entry.patientId));
      if (!waiter || !patient || isOffered(waiter, now) || hadTheirTurn(entry, waiter, slot)) return [];
      const isFree = isPatientFree(daysAmong(found, patient.id), slot, now);
      return isFree ? [{ entry, waiter, patient }] : [];
    });
  }

  return async (free: FreeSlot, now: number): Promise<Found> => {
    const partition = doctorListPartition(free);
    let after: Position | undefined;
    for (let pages = 0; pages < mostPages; pages++) {
      const page = await queryEntries(
        { read },
        { index: 'doctor', partition, behind: free.behind, limit: together, after },
      );
      const suited = firstOfEach(
        page.items.filter((entry) => entry.patientId !== free.givenUpBy && suits(entry, free.slot)),
      );
      const [next] = suited.length > 0 ? await look(suited, free, now) : [];
      after = page.next;
      if (next || !after) return { next };
    }
    return { goOnBehind: after?.startKey };
  };
}

/** Whether all of a slot lies in the time that is waited for. */
function suits({ from, to }: Pick<StoredEntry, 'from' | 'to'>, { start, end }: Slot): boolean {
  return Date.parse(from) <= start && end <= Date.parse(to);
}

/** Whether an entry of the same patient stands before one that a slot suits as well: it has had its turn, whatever came of it. */
function hadTheirTurn({ id, doctorId }: StoredEntry, { waits }: Waiter, slot: Slot): boolean {
  // Ids begin with the time at which they were made, as places in the list do.
  return waits.some((wait) => wait.entryId < id && wait.doctorId === doctorId && suits(wait, slot));
}

function isOffered({ offeredUntil }: Waiter, now: number): boolean {
  return offeredUntil !== undefined && Date.parse(offeredUntil) > now;
}

/** The first entry of each patient, who is read once. */
function firstOfEach(entries: readonly Stored<StoredEntry>[]): Stored<StoredEntry>[] {
  return entries.filter(({ patientId }, at) => entries.findIndex((each) => each.patientId === patientId) === at);
}
