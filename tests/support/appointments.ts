import type { Caller } from '../../lib/access/caller.ts';
import { createAnswerRecords } from '../../lib/domains/clinic/appointments/answer-records.ts';
import { createBooking } from '../../lib/domains/clinic/appointments/booking.ts';
import { createAppointmentCalendars } from '../../lib/domains/clinic/appointments/calendars.ts';
import { createAppointmentListing } from '../../lib/domains/clinic/appointments/listing.ts';
import { createRescheduling } from '../../lib/domains/clinic/appointments/rescheduling.ts';
import type { NewAppointment } from '../../lib/domains/clinic/appointments/schema.ts';
import { createSlotViewing } from '../../lib/domains/clinic/appointments/slots.ts';
import { createTransitions } from '../../lib/domains/clinic/appointments/transitions.ts';
import { createAppointmentViewing } from '../../lib/domains/clinic/appointments/viewing.ts';
import type { StoredDoctor } from '../../lib/domains/clinic/doctors/repository.ts';
import { createIdempotencyRecords } from '../../lib/idempotency/records.ts';
import { northClinic, plantClinics } from './clinics.ts';
import { createTestClock } from './clock.ts';
import type { MemoryDatabase } from './memory-database.ts';
import { createPatients, doctorOf, memberOf } from './patients.ts';
import { createTestPlatform, type TestPlatform } from './platform.ts';
import type { RecordKeys } from './record-keys.ts';

/** The doctor of the clinic North who is booked in tests. */
export const aDoctor = '019a0000-0000-7000-8000-0000000000d1';

/** Every day from eight to six, in slots of half an hour without a pause, of which none is too near or further than 90 days. */
export const everyDay: NonNullable<StoredDoctor['schedule']> = {
  weekly: [1, 2, 3, 4, 5, 6, 7].map((day) => ({ day, from: '08:00', to: '18:00', breaks: [] })),
  slotMinutes: 30,
  bufferMinutes: 0,
  minNoticeMinutes: 0,
  horizonDays: 90,
};

/** Puts down a doctor of the clinic North who works by a schedule, without a call. */
export function plantDoctor(
  database: MemoryDatabase,
  { id = aDoctor, schedule = everyDay, ...overrides }: Partial<StoredDoctor> = {},
): void {
  database.plant(
    'clinic',
    doctorOf({ id, schedule, specialities: [], wallTimesOf: overrides.clinicId ?? northClinic, ...overrides }),
  );
}

/** A Monday of the clinic North, at nine on its wall. */
export const mondayAtNine = '2026-03-16T13:00:00.000Z';

/** The services of appointments as they are, by the keys of a process. */
export function appointmentsOn(platform: TestPlatform, { keyring }: Pick<RecordKeys, 'keyring'>) {
  const parts = { ...platform, keyring };
  const viewing = createAppointmentViewing(parts);
  return {
    ...parts,
    booking: createBooking(parts),
    rescheduling: createRescheduling(parts),
    transitions: createTransitions(parts),
    viewing,
    listing: createAppointmentListing(parts),
    calendars: createAppointmentCalendars({ ...parts, sender: () => 'no-reply@polyclinic.test' }),
    slots: createSlotViewing(parts),
    idempotencyRecords: createAnswerRecords({ viewing, records: createIdempotencyRecords(parts) }),
  };
}

export type AppointmentServices = ReturnType<typeof appointmentsOn>;

/** The services of appointments on a database of the test’s, with one doctor; it is the week before `mondayAtNine`. */
export async function createAppointments(
  database: MemoryDatabase,
  platform: TestPlatform = createTestPlatform(database, { clock: createTestClock('2026-03-09T12:00:00.000Z') }),
  given?: RecordKeys,
) {
  plantClinics(database);
  plantDoctor(database);
  const patients = await createPatients(database, platform, given);
  const services = appointmentsOn(platform, patients.keys);
  return {
    ...services,
    patients,
    /** An appointment of a patient, as staff books it. */
    book: (
      { patientId, ...overrides }: Partial<NewAppointment> & Pick<NewAppointment, 'patientId'>,
      caller: Caller = memberOf('staff'),
    ) =>
      services.booking.book(caller, {
        doctorId: aDoctor,
        start: mondayAtNine,
        reason: 'Cough',
        patientId,
        ...overrides,
      }),
  };
}

export type Appointments = Awaited<ReturnType<typeof createAppointments>>;
