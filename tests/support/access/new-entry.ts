import type { slotOffered } from '../../../lib/domains/clinic/events/waiting-list.ts';
import type { EventOf } from '../../../lib/events/definition.ts';
import { type AppointmentServices, aDoctor, mondayAtNine, plantDoctor } from '../appointments.ts';
import { northClinic, southClinic } from '../clinics.ts';
import { createTestCaller } from '../http.ts';
import type { MemoryDatabase } from '../memory-database.ts';
import { memberOf, type Patients } from '../patients.ts';
import type { TestPlatform } from '../platform.ts';
import { eventsOf } from '../race-items.ts';
import { cancellationOf, claimOf, thatWeek, waitingOn } from '../waiting.ts';
import type { Ownership } from './expectations.ts';
import { newAppointmentOf } from './new-appointment.ts';
import { newPatientOf } from './new-patient.ts';

/** What of a world they stand on. */
interface Ground {
  readonly database: MemoryDatabase;
  readonly identity: { readonly platform: TestPlatform };
  readonly patients: Patients;
}

/** Makes a hold of somebody’s own, whichever the clinic is, and answers the id; one that is deleted was released. */
export async function newHoldOf({ database, identity }: Ground, ownership: Ownership, userId: string): Promise<string> {
  plantDoctor(database);
  const { holds } = waitingOn(identity.platform);
  const maker = createTestCaller({ userId });
  const { holdId } = await holds.hold(maker, { doctorId: aDoctor, start: mondayAtNine });
  if (ownership === 'deleted') await holds.release(maker, holdId);
  return holdId;
}

/** Lets a patient as `newPatientOf` has it wait at their clinic, and answers the id of the entry; one that is deleted was left. */
export async function newEntryOf(world: Ground, ownership: Ownership, userId: string): Promise<string> {
  const isDeleted = ownership === 'deleted';
  const isOfSouth = isDeleted || ownership === 'own' || ownership === 'otherClinics';
  plantDoctor(world.database, { clinicId: isOfSouth ? southClinic : northClinic });
  const { waitingList } = waitingOn(world.identity.platform);
  const patientId = await newPatientOf(world.patients, isDeleted ? 'own' : ownership, userId);
  const admin = memberOf('admin');
  const { id } = await waitingList.join(admin, { doctorId: aDoctor, patientId, ...thatWeek });
  if (isDeleted) await waitingList.leave(admin, id);
  return id;
}

/** Offers what somebody else cancels to a patient of South as `newPatientOf` has it, and answers the id of the hold. */
export async function newOfferOf(
  world: Ground & { readonly appointments: Pick<AppointmentServices, 'booking' | 'transitions'> },
  ownership: 'own' | 'otherClinics',
  userId: string,
): Promise<string> {
  const { database, identity } = world;
  await newEntryOf(world, ownership, userId);
  const id = await newAppointmentOf(world, 'otherClinics', userId);
  await world.appointments.transitions.cancel(memberOf('staff', southClinic), id, {});
  const cancelled = cancellationOf(database, id);
  await waitingOn(identity.platform).offerFreedTime(cancelled, () => claimOf(cancelled, identity.platform.clock()));
  const [offered] = eventsOf(world, 'waiting-list.offered');
  if (!offered) throw new Error('Nothing is offered');
  return (offered.event as EventOf<typeof slotOffered>).data.holdId;
}
