import { later, minute } from '../../../clock.ts';
import { retryOnConflict } from '../../../commit/retry-on-conflict.ts';
import type { Write } from '../../../data/write.ts';
import { claimDue, createDemand } from '../../../due/demand.ts';
import { createDueItems } from '../../../due/due-items.ts';
import type { EventOf } from '../../../events/definition.ts';
import type { Platform } from '../../../platform/platform.ts';
import { whileClinicIs } from '../clinics/rules-service.ts';
import { holdSlot } from '../days/service.ts';
import { whileDoctorIs } from '../doctors/work-service.ts';
import type { appointmentCancelled, appointmentRescheduled } from '../events/appointments.ts';
import { slotOffered, slotOfferOver, slotPassedOn } from '../events/waiting-list.ts';
import { whilePatientIs } from '../patients/attendance-service.ts';
import { type Candidate, createCandidateSearch } from './candidates.ts';
import { createFreedSlots, type FreedSlot, type FreedTime } from './freed-slots.ts';
import { insertHold, type StoredHold } from './hold-repository.ts';
import { PlanOutdated } from './refusals.ts';
import { subjectOfWaiting } from './subject.ts';
import { heldSlotOf, instantsOf, nextSecond } from './times.ts';
import { replaceWaiter } from './waiter-repository.ts';
import { replaceOffer, waitingEntries } from './waiting-repository.ts';

const kept = 10 * minute;

type Freed = EventOf<typeof appointmentCancelled | typeof appointmentRescheduled>;
type Message = Freed | EventOf<typeof slotPassedOn> | EventOf<typeof slotOfferOver>;

/**
 * Offers time that is free again to whoever waits longest of those whom it suits, and keeps it for them for ten minutes; once for
 * each event, of which `claim` makes the claim, however often it comes.
 */
export type OfferFreedTime = (message: Message, claim: () => Write) => Promise<void>;

type Dependencies = Pick<Platform, 'read' | 'commit' | 'clock' | 'newId' | 'sleep'>;

export function createOffers({ read, commit, clock, newId, sleep }: Dependencies): OfferFreedTime {
  const demand = createDemand({ read, clock, sleep });
  const dues = createDueItems({ clock, newId, read });
  const findFree = createFreedSlots({ read });
  const search = createCandidateSearch({ read });

  async function attempt(freed: FreedTime, claim: Write): Promise<void> {
    const now = clock();
    const free = await findFree(freed, now.getTime());
    const { next, goOnBehind } = free ? await search({ ...freed, slot: free.slot }, now.getTime()) : {};
    if (free && next) return offer({ ...free, givenUpBy: freed.givenUpBy }, next, claim, now);
    const { doctorId, clinicId, start, givenUpBy } = freed;
    const goOn = goOnBehind !== undefined && {
      doctorId,
      clinicId,
      start,
      behind: goOnBehind,
      ...(givenUpBy && { givenUpBy }),
    };
    await commit([claim], { events: goOn ? [slotPassedOn.of({ subject: `doctors/${doctorId}`, data: goOn })] : [] });
  }

  async function offer(free: OfferedSlot, candidate: Candidate, claim: Write, now: Date): Promise<void> {
    const { entry, patient } = candidate;
    const hold = newOffer(free, candidate, { id: newId(now.getTime()), now });
    const about = { subject: subjectOfWaiting(entry.id), data: { entryId: entry.id, holdId: hold.id } };
    const over = dues.schedule(slotOfferOver, { ...about, id: hold.id, at: new Date(hold.endsAt) });
    const demands = [
      whileDoctorIs(free.doctor, outdated),
      whileClinicIs(free.clinic, outdated),
      whilePatientIs(patient, outdated),
    ];
    const { doctorId, clinicId } = hold;
    await commit([claim, ...writesOf(hold, candidate, now), ...demands, ...over.writes], {
      events: [
        slotOffered.of({ ...about, data: { ...about.data, patientId: patient.id, doctorId, clinicId } }),
        ...over.events,
      ],
    });
  }

  const pass = (freed: FreedTime, claim: Write) =>
    retryOnConflict(
      () => attempt(freed, claim),
      (error) => error instanceof PlanOutdated,
    );

  /** Goes on behind an entry whose offer has come to its end as it was; one that was taken or declined is gone. */
  async function goOn(event: EventOf<typeof slotOfferOver>): Promise<void> {
    await demand(event);
    const { entryId, holdId } = event.data;
    const entry = await read.find(waitingEntries, { id: entryId });
    if (entry?.offer?.holdId !== holdId) return commit([claimDue(event)]);
    const { doctorId, clinicId, startKey: behind, offer } = entry;
    const { start, givenUpBy } = offer;
    await pass({ doctorId, clinicId, start, behind, givenUpBy }, claimDue(event));
  }

  return async (message, claim) => {
    if (message.type === 'waiting-list.offer-over') return goOn(message);
    if (message.type === 'waiting-list.passed-on') return pass(message.data, claim());
    const { doctorId, clinicId, freed, patientId: givenUpBy } = message.data;
    return pass({ doctorId, clinicId, start: freed.start, givenUpBy }, claim());
  };
}

/** A slot that is to be offered, and who gave it up. */
type OfferedSlot = FreedSlot & Pick<FreedTime, 'givenUpBy'>;

function newOffer(
  { slot, doctor, clinic, givenUpBy }: OfferedSlot,
  { entry, patient }: Candidate,
  { id, now }: { readonly id: string; readonly now: Date },
): StoredHold {
  const endsAt = nextSecond(later(now, kept)).toISOString();
  const whose = { doctorId: doctor.id, clinicId: clinic.id, patientId: patient.id, entryId: entry.id };
  return { id, ...whose, ...instantsOf(slot), endsAt, ...(givenUpBy && { givenUpBy }) };
}

/** The writes by which a slot is kept for a patient, who is offered nothing else until its end. */
function writesOf(hold: StoredHold, { entry, waiter, patient }: Candidate, now: Date): Write[] {
  const { id: holdId, start, end, busyUntil, endsAt, givenUpBy } = hold;
  const offered = { before: waiter, now, waits: waiter.waits, offeredUntil: endsAt };
  return [
    ...[insertHold(hold), ...holdSlot(heldSlotOf(hold), { now: now.getTime(), taken: outdated })],
    replaceOffer(entry, { holdId, start, end, busyUntil, endsAt, ...(givenUpBy && { givenUpBy }) }, outdated),
    replaceWaiter(patient.id, offered, outdated),
  ];
}

function outdated(): PlanOutdated {
  return new PlanOutdated();
}
