import { expect } from '@jest/globals';
import { minute } from '../../../lib/clock.ts';
import { createTimeOffService } from '../../../lib/domains/clinic/doctors/time-off.ts';
import {
  aDoctor,
  appointmentsOn,
  createAppointments,
  everyDay,
  mondayAtNine,
  plantDoctor,
} from '../../support/appointments.ts';
import { clinicsOn, northClinic } from '../../support/clinics.ts';
import { memberOf, patientsOn } from '../../support/patients.ts';
import { type Course, describeRaces, type Race } from '../../support/race.ts';
import { entriesOf } from '../../support/race-items.ts';
import { createRecordKeys, createTestRootKey } from '../../support/record-keys.ts';

const [staff, admin] = [memberOf('staff'), memberOf('admin')];
const slots = 50;
const refusals = ['SLOT_UNAVAILABLE', 'UNKNOWN_REFERENCE', 'CONCURRENT_CHANGE', 'PATIENT_IN_USE', 'PATIENT_NOT_FOUND'];

/** A doctor of fifty slots a day, patients for them, and what books and closes on the store of the rivals. */
async function arrange(course: Course) {
  const { database, calm, rivals } = course;
  const rootKey = createTestRootKey();
  const keys = createRecordKeys(calm, { rootKey, held: ['clinics'] });
  await keys.rotate();
  const { patients } = await createAppointments(database, calm, keys);
  const weekly = everyDay.weekly.map(({ day }) => ({ day, from: '08:00', to: '18:00', breaks: [] }));
  plantDoctor(database, { schedule: { ...everyDay, weekly, slotMinutes: 10 } });
  const ids: string[] = [];
  for (let number = 0; number < 10; number++) ids.push((await patients.register()).id);
  const raced = createRecordKeys(rivals, { rootKey, held: ['clinics'] });
  const { booking } = appointmentsOn(rivals, raced);
  const book = (slot: number, patientId = String(ids[slot % 10])) => {
    const start = new Date(Date.parse(mondayAtNine) + slot * 10 * minute).toISOString();
    return booking.book(staff, { doctorId: aDoctor, patientId, start, reason: 'Cough' });
  };
  return { ids, book, patients: patientsOn(rivals, raced) };
}

const bookedIn = ({ database }: Pick<Course, 'database'>) =>
  database.itemsOf('clinic').flatMap(({ entity, id }) => (entity === 'appointment' ? [String(id)] : []));

/** The bookings of a day against what takes it, which comes after some reads; what takes it names all that stands. */
function takenDay(
  what: string,
  reads: number,
  take: (course: Course) => Promise<{ readonly conflicts: readonly string[] }>,
): Race {
  let told: readonly string[] | undefined;
  return {
    service: `${what} after ${reads} reads, and ${slots} bookings of its day`,
    wins: 'some',
    refusals,
    busy: 0.2,
    prepare: async (course) => {
      told = undefined;
      const { book } = await arrange(course);
      return async (rival): Promise<unknown> => {
        if (rival > slots) return undefined;
        if (rival > 0) return book(rival - 1);
        for (let read = 0; read < reads; read++) await clinicsOn(course.rivals).viewing.get(admin, northClinic);
        told = (await take(course)).conflicts;
        return told;
      };
    },
    holds: (end) => expect([...(told ?? [])].sort()).toEqual(told ? bookedIn(end).sort() : []),
  };
}

const closeDay = ({ rivals }: Course) =>
  clinicsOn(rivals).closures.add(
    admin,
    { clinicId: northClinic },
    { from: '2026-03-16', to: '2026-03-16', reason: 'Flood' },
  );

const leaveForADay = ({ rivals }: Course) =>
  createTimeOffService(rivals).add(
    admin,
    { doctorId: aDoctor },
    { from: '2026-03-16T04:00:00.000Z', to: '2026-03-17T04:00:00.000Z', reason: 'Conference' },
  );

describeRaces([
  ...[0, 1, 2, 3, 6].flatMap((reads) => [
    takenDay('a closure', reads, closeDay),
    takenDay('time off', reads, leaveForADay),
  ]),
  ...[0, 1, 2, 3].map(
    (reads): Race => ({
      service: `a patient who is deleted, and two who book for them after ${reads} reads`,
      wins: 'some',
      refusals,
      prepare: async (course) => {
        const { ids, book, patients } = await arrange(course);
        const [patientId = ''] = ids;
        const bookLater = async (slot: number) => {
          for (let read = 0; read < reads; read++) await clinicsOn(course.rivals).viewing.get(admin, northClinic);
          return book(slot, patientId);
        };
        return (rival): Promise<unknown> => {
          if (rival > 2) return Promise.resolve();
          return rival === 0 ? patients.deletions.delete(staff, { patientId }) : bookLater(rival);
        };
      },
      holds: (end) => expect(bookedIn(end).length > 0).toBe(entriesOf(end, 'patient.deleted').length === 0),
    }),
  ),
]);
