import type { Caller } from '../../lib/access/caller.ts';
import { createHolds } from '../../lib/domains/clinic/appointments/holds.ts';
import { createOffers } from '../../lib/domains/clinic/appointments/offers.ts';
import { createWaitingList } from '../../lib/domains/clinic/appointments/waiting-list.ts';
import { createWaitingListing } from '../../lib/domains/clinic/appointments/waiting-listing.ts';
import type { NewWaitingListEntry } from '../../lib/domains/clinic/appointments/waiting-schema.ts';
import { createClosureService } from '../../lib/domains/clinic/clinics/closures.ts';
import type { appointmentCancelled } from '../../lib/domains/clinic/events/appointments.ts';
import type { EventOf } from '../../lib/events/definition.ts';
import { createIdempotencyRecords } from '../../lib/idempotency/records.ts';
import { claim } from '../../lib/messaging/claims.ts';
import { aDoctor, createAppointments, mondayAtNine } from './appointments.ts';
import { northClinic } from './clinics.ts';
import type { MemoryDatabase } from './memory-database.ts';
import { memberOf } from './patients.ts';
import type { TestPlatform } from './platform.ts';

/** The services of holds and waiting lists as they are. */
export function waitingOn(platform: TestPlatform) {
  return {
    holds: createHolds(platform),
    waitingList: createWaitingList(platform),
    waitingListing: createWaitingListing(platform),
    offerFreedTime: createOffers(platform),
  };
}

/** All of the Monday on which tests book, and of the days around it. */
export const thatWeek = { from: '2026-03-16T00:00:00.000Z', to: '2026-03-18T00:00:00.000Z' };

/** The services of appointments, holds and waiting lists on a database of the test’s, with one doctor. */
export async function createWaiting(database: MemoryDatabase, platform?: TestPlatform) {
  const appointments = await createAppointments(database, platform);
  const services = waitingOn(appointments);
  return {
    ...appointments,
    ...services,
    database,
    idempotencyRecords: createIdempotencyRecords(appointments),
    /** An entry of a patient for that week, as staff makes it. */
    join: (
      { patientId, ...overrides }: Partial<NewWaitingListEntry> & Pick<NewWaitingListEntry, 'patientId'>,
      caller: Caller = memberOf('staff'),
    ) => services.waitingList.join(caller, { doctorId: aDoctor, patientId, ...thatWeek, ...overrides }),
  };
}

/** Closes the clinic on that Monday. */
export const closeClinic = (waiting: Waiting) =>
  createClosureService(waiting).add(
    memberOf('admin'),
    { clinicId: northClinic },
    { from: '2026-03-16', to: '2026-03-16', reason: 'Storm' },
  );

/** What is offered to a patient who waits: the slot of an appointment that is cancelled. */
export async function offered(waiting: Waiting, patientId: string) {
  const { id: entryId } = await waiting.join({ patientId });
  const cancelled = await freed(waiting);
  await waiting.offerFreedTime(cancelled, () => claimOf(cancelled, waiting.clock()));
  const { items } = await waiting.waitingListing.list(memberOf('staff'), { patientId }, { limit: 10 });
  const offer = items.find(({ id }) => id === entryId)?.offer;
  if (!offer) throw new Error('Nothing is offered');
  return { ...offer, entryId };
}

/** The claim that the worker of the waiting list makes of an event. */
export const claimOf = ({ id: eventId }: { readonly id: string }, now: Date) =>
  claim({ consumer: 'waiting-list', eventId }, now);

/** Somebody’s appointment is cancelled; answers the event. */
export async function freed(
  waiting: Waiting,
  start: string = mondayAtNine,
): Promise<EventOf<typeof appointmentCancelled>> {
  const { id: patientId } = await waiting.patients.register();
  const { id } = await waiting.book({ patientId, start });
  await waiting.transitions.cancel(memberOf('staff'), id, {});
  return cancellationOf(waiting.database, id);
}

/** The event of an appointment that was cancelled. */
export function cancellationOf(database: MemoryDatabase, id: string): EventOf<typeof appointmentCancelled> {
  const told = database
    .itemsOf('events')
    .map(({ event }) => event as EventOf<typeof appointmentCancelled>)
    .find(({ type, subject }) => type === 'appointment.cancelled' && subject === `appointments/${id}`);
  if (!told) throw new Error('It is not told of');
  return told;
}

export type Waiting = Awaited<ReturnType<typeof createWaiting>>;
