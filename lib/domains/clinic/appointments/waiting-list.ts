import type { Caller } from '../../../access/caller.ts';
import { retryOnConflict } from '../../../commit/retry-on-conflict.ts';
import type { Stored } from '../../../data/entity.ts';
import { unknownReference } from '../../../errors.ts';
import type { Platform } from '../../../platform/platform.ts';
import { presentAt, whileDoctorIs, workingDoctorAt } from '../doctors/work-service.ts';
import {
  isWithinReach,
  knowsAllPatients,
  presentPatient,
  recordAt,
  whilePatientIs,
} from '../patients/attendance-service.ts';
import { requireNotPast } from '../wall-times.ts';
import { giveBack } from './declining.ts';
import { entryAbsentFor, PlanOutdated, tooManyEntries } from './refusals.ts';
import { offerAt, shownEntry } from './shown-entry.ts';
import { entryAboutWaiting } from './subject.ts';
import { replaceWaiter, type Waiter, waiterAt, withoutEntry } from './waiter-repository.ts';
import { entryAt, insertEntry, type NewEntry, removeEntry, type StoredEntry } from './waiting-repository.ts';
import type { NewWaitingListEntry, WaitingListEntry } from './waiting-schema.ts';

/** The most things that a patient waits for at once. */
const mostEntries = 10;

export type WaitingList = ReturnType<typeof createWaitingList>;

/** Lets patients wait for times with doctors who have none left. */
export function createWaitingList({
  read,
  commit,
  clock,
  newId,
}: Pick<Platform, 'read' | 'commit' | 'clock' | 'newId'>) {
  /** The doctor and the patient whom a body names; throws `UNKNOWN_REFERENCE`. */
  async function look(caller: Caller, { doctorId, patientId }: NewWaitingListEntry) {
    const [person, sealed, waiter] = await read.findTogether([
      workingDoctorAt(doctorId),
      recordAt(patientId),
      waiterAt(patientId),
    ]);
    const patient = presentPatient(sealed);
    if (!patient || !isWithinReach(caller, patient)) throw unknownReference('patientId', 'patient');
    const doctor = presentAt(person, patient.clinicId);
    if (!doctor) throw unknownReference('doctorId', 'doctor');
    return { doctor, patient, waiter };
  }

  async function attempt(caller: Caller, wish: NewWaitingListEntry): Promise<WaitingListEntry> {
    const now = clock();
    requireNotPast(Date.parse(wish.to) > now.getTime(), 'to');
    const { doctor, patient, waiter } = await look(caller, wish);
    const waits = stillWaiting(waiter, now);
    if (waits.length >= mostEntries) throw tooManyEntries(mostEntries);
    const id = newId(now.getTime());
    const entry: NewEntry = { ...wish, id, clinicId: patient.clinicId, createdAt: now.toISOString() };
    const after = {
      waits: [...waits, { entryId: id, doctorId: doctor.id, from: wish.from, to: wish.to }],
      offeredUntil: waiter?.offeredUntil,
    };
    const writes = [
      ...[insertEntry(entry), replaceWaiter(patient.id, { before: waiter, now, ...after }, outdated)],
      ...[whileDoctorIs(doctor, outdated), whilePatientIs(patient, outdated)],
    ];
    return commit(writes, {
      audit: [entryAboutWaiting(caller, 'waiting-list.joined', entry, patient)],
      result: shownEntry(entry, now),
    });
  }

  async function leave(caller: Caller, entryId: string): Promise<void> {
    const [entry] = await read.findTogether([entryAt(entryId)]);
    // One that is not there costs the same reads as one that is out of reach.
    const patientId = entry?.patientId ?? entryId;
    const [sealed, waiter] = await read.findTogether([recordAt(patientId), waiterAt(patientId)]);
    const patient = presentPatient(sealed);
    if (!entry || !patient || !isWithinReach(caller, patient)) throw entryAbsentFor(knowsAllPatients(caller));
    const now = clock();
    const given = givenUp(entry, now);
    const left = { id: entry.id, patientId, isOffered: given.writes.length > 0 };
    await commit([...given.writes, removeEntry(entry, outdated), ...withoutEntry(left, { waiter, now }, outdated)], {
      events: given.events,
      audit: [entryAboutWaiting(caller, 'waiting-list.left', entry, patient)],
    });
  }

  return {
    /**
     * Lets a patient wait, by one read. Throws `UNKNOWN_REFERENCE`, `TOO_MANY_ENTRIES`, `CONCURRENT_CHANGE`, and `VALIDATION_FAILED`
     * for a time that is over.
     */
    join: (caller: Caller, wish: NewWaitingListEntry): Promise<WaitingListEntry> =>
      retryOnConflict(() => attempt(caller, wish), isOutdated),

    /**
     * Lets a patient wait no longer, by two reads; what is offered to them is passed on. Throws `WAITING_LIST_ENTRY_NOT_FOUND`,
     * `CONCURRENT_CHANGE`.
     */
    leave: (caller: Caller, entryId: string): Promise<void> =>
      retryOnConflict(() => leave(caller, entryId), isOutdated),
  };
}

function stillWaiting(waiter: Waiter | undefined, now: Date): Waiter['waits'] {
  return waiter?.waits.filter(({ to }) => Date.parse(to) > now.getTime()) ?? [];
}

/** What becomes of a slot that is kept for an entry which is to go. */
function givenUp(entry: Stored<StoredEntry>, now: Date) {
  const offer = offerAt(entry, now);
  return offer ? giveBack(entry, { ...offer, id: offer.holdId }) : { writes: [], events: [] };
}

function outdated(): PlanOutdated {
  return new PlanOutdated();
}

function isOutdated(error: unknown): boolean {
  return error instanceof PlanOutdated;
}
