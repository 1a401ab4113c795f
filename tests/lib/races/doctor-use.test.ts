import { expect } from '@jest/globals';
import { minute } from '../../../lib/clock.ts';
import { createDoctorProfiles } from '../../../lib/domains/clinic/doctors/profiles.ts';
import { doctors } from '../../../lib/domains/clinic/doctors/repository.ts';
import { appointmentsOn, everyDay, mondayAtNine } from '../../support/appointments.ts';
import { northClinic, plantClinics, southClinic } from '../../support/clinics.ts';
import {
  chargesOf,
  createPatients,
  disagreementsIn,
  memberOf,
  newPatientOf,
  patientItems,
  patientsOn,
} from '../../support/patients.ts';
import { callerOf } from '../../support/people.ts';
import { type Course, describeRaces, type Race } from '../../support/race.ts';
import { entriesOf } from '../../support/race-items.ts';
import { enrol, identityOn } from '../../support/race-services.ts';
import { createRecordKeys, createTestRootKey } from '../../support/record-keys.ts';

const staff = memberOf('staff');
const refusals = ['DOCTOR_IN_USE', 'UNKNOWN_REFERENCE', 'USER_NOT_FOUND', 'CONCURRENT_CHANGE'];
const place = { name: 'Grace Hopper', roles: ['doctor' as const], clinicId: northClinic };

/** A doctor, an admin, and who registers patients in the charge of that doctor, on the store of the rivals. */
async function arrange({ database, calm, rivals }: Course) {
  plantClinics(database);
  const admin = callerOf(await enrol(calm, 'admin@example.com', ['admin']));
  const { id: userId } = await identityOn(calm).invitations.invite(admin, { ...place, email: 'grace@example.com' });
  const rootKey = createTestRootKey();
  const keys = createRecordKeys(calm, { rootKey, held: ['clinics'] });
  await keys.rotate();
  const prepared = await createPatients(database, calm, keys);
  const raced = patientsOn(rivals, createRecordKeys(rivals, { rootKey, held: ['clinics'] }));
  return { ...{ admin, userId, prepared, raced }, ...identityOn(rivals) };
}

type Going = (parts: Awaited<ReturnType<typeof arrange>>) => Promise<unknown>;

const goings: readonly (readonly [string, Going])[] = [
  ['is deleted', ({ deletions, admin, userId }) => deletions.delete(admin, { userId })],
  [
    'loses the role',
    ({ administration, admin, userId }) => administration.setRoles(admin, { userId }, { roles: ['user'] }),
  ],
  [
    'moves',
    ({ administration, admin, userId }) =>
      administration.setRoles(admin, { userId }, { roles: ['doctor'], clinicId: southClinic }),
  ],
];

/** Goings of a doctor against patients who come into their charge: either is there with the other, or neither. */
function goingAndComing([how, go]: (typeof goings)[number]): Race {
  return {
    service: `a doctor who ${how}, and patients who are registered in their charge`,
    wins: 'some',
    refusals,
    busy: 0.5,
    prepare: async (course) => {
      const parts = await arrange(course);
      const told = { primaryDoctorId: parts.userId };
      return (rival): Promise<unknown> =>
        rival % 2 === 0 ? go(parts) : parts.raced.registration.register(staff, { ...newPatientOf(rival), ...told });
    },
    holds: (end) => {
      const registered = patientItems(end.database, 'patient').length;
      const gone = [...entriesOf(end, 'user.deleted'), ...entriesOf(end, 'user.roles-changed')].length;

      expect(disagreementsIn(end.database)).toEqual([]);
      expect(registered > 0).toBe(gone === 0);
      expect(Object.values(chargesOf(end.database))).toEqual(registered > 0 ? [registered] : []);
    },
  };
}

/** The same course with the doctor’s hours, and patients who can be booked. */
async function arrangeBookings(course: Course) {
  const parts = await arrange(course);
  const { admin, userId, prepared } = parts;
  await createDoctorProfiles(course.calm).setSchedule(admin, { doctorId: userId }, everyDay);
  const patients: string[] = [];
  for (let number = 0; number < 10; number++) patients.push((await prepared.register()).id);
  const { booking } = appointmentsOn(course.rivals, parts.raced);
  const book = (slot: number) => {
    const start = new Date(Date.parse(mondayAtNine) + slot * 30 * minute).toISOString();
    const wish = { doctorId: userId, patientId: String(patients[(slot + 10) % 10]), start, reason: 'Cough' };
    return booking.book(staff, wish);
  };
  return { ...parts, book };
}

const bookedOf = ({ database }: Course) =>
  database.itemsOf('clinic').filter(({ entity }) => entity === 'appointment').length;

/** Goings of a doctor against bookings: either there are appointments with a doctor who is there, or neither. */
function goingAndBooking([how, go]: (typeof goings)[number]): Race {
  return {
    service: `a doctor who ${how}, and who is booked`,
    wins: 'some',
    refusals,
    busy: 0.9,
    prepare: async (course) => {
      const parts = await arrangeBookings(course);
      return (rival): Promise<unknown> => {
        if (rival >= 40) return Promise.resolve();
        return rival % 2 === 0 ? go(parts) : parts.book((rival - 1) / 2 - 2);
      };
    },
    holds: (end) => {
      const gone = [...entriesOf(end, 'user.deleted'), ...entriesOf(end, 'user.roles-changed')].length;

      expect(bookedOf(end) > 0).toBe(gone === 0);
      expect(disagreementsIn(end.database)).toEqual([]);
    },
  };
}

describeRaces([
  ...goings.map(goingAndComing),
  ...goings.map(goingAndBooking),
  ...[0, 1, 2, 3, 4].map(
    (reads): Race => ({
      service: `a doctor who is deleted after ${reads} reads, and one booking`,
      wins: 'some',
      refusals,
      prepare: async (course) => {
        const parts = await arrangeBookings(course);
        const { admin, userId, deletions } = parts;
        const goLater = async () => {
          for (let read = 0; read < reads; read++) await course.rivals.read.find(doctors, { id: userId });
          return deletions.delete(admin, { userId });
        };
        return (rival): Promise<unknown> => {
          if (rival > 1) return Promise.resolve();
          return rival === 0 ? goLater() : parts.book(0);
        };
      },
      holds: (end) => expect(bookedOf(end) + entriesOf(end, 'user.deleted').length).toBe(1),
    }),
  ),
  {
    service: 'a doctor who is deleted, and one patient who is registered in their charge',
    wins: 'some',
    refusals,
    prepare: async (course) => {
      const parts = await arrange(course);
      const patient = { ...newPatientOf(0), primaryDoctorId: parts.userId };
      return (rival): Promise<unknown> => {
        if (rival > 1) return Promise.resolve();
        const { admin, userId, raced, deletions } = parts;
        return rival === 0 ? deletions.delete(admin, { userId }) : raced.registration.register(staff, patient);
      };
    },
    holds: (end) => {
      const registered = patientItems(end.database, 'patient').length;
      expect(registered + entriesOf(end, 'user.deleted').length).toBe(1);
    },
  },
]);
