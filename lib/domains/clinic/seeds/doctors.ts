import type { Caller } from '../../../access/caller.ts';
import { hasCode } from '../../../errors.ts';
import type { Schedule } from '../doctors/schedule-schema.ts';
import { seededClinics } from './clinics.ts';

/** The ages of patients between which doctors choose. */
export type AgeGroup = 'children' | 'adults';

interface SeededDoctor {
  /** The id of the person. */
  readonly id: string;
  readonly clinicId: string;
  readonly specialities: readonly string[];
  /** Whose doctor they may be. */
  readonly treats: readonly AgeGroup[];
  readonly schedule: Schedule;
}

/** The doctor whom a change is about, as of a version. */
interface Target {
  readonly doctorId: string;
  readonly expectedVersion: readonly number[];
}

interface DoctorSeedDependencies {
  readonly profiles: {
    setProfile(caller: Caller, target: Target, profile: { specialities: string[] }): Promise<unknown>;
    setSchedule(caller: Caller, target: Target, schedule: Schedule): Promise<unknown>;
  };
}

const [{ id: north }, { id: south }] = seededClinics;
const [monday, tuesday, wednesday, thursday, friday, saturday] = [1, 2, 3, 4, 5, 6];
const paces = { minNoticeMinutes: 120, horizonDays: 90 };

/** What the doctors among the seeded people do, and when, within the hours of their clinics. */
export const seededDoctors: readonly SeededDoctor[] = [
  {
    id: '019a0000-0000-7000-8000-00000000a002',
    clinicId: north,
    specialities: ['Internal medicine', 'Geriatrics'],
    treats: ['adults'],
    schedule: {
      weekly: week([monday, tuesday, wednesday, thursday, friday], '09:00', '17:00', ['12:00', '12:45']),
      ...{ slotMinutes: 30, bufferMinutes: 0, ...paces },
    },
  },
  {
    id: '019a0000-0000-7000-8000-00000000a007',
    clinicId: north,
    specialities: ['Paediatrics'],
    treats: ['children'],
    schedule: {
      weekly: [
        ...week([monday, wednesday, friday], '08:00', '14:00', ['11:00', '11:30']),
        ...week([saturday], '09:00', '13:00', ['10:45', '11:00']),
      ],
      ...{ slotMinutes: 20, bufferMinutes: 5, ...paces },
    },
  },
  {
    id: '019a0000-0000-7000-8000-00000000a004',
    clinicId: south,
    specialities: ['General practice'],
    treats: ['children', 'adults'],
    schedule: {
      weekly: week([monday, tuesday, wednesday, thursday], '08:00', '18:00', ['12:00', '13:00']),
      ...{ slotMinutes: 15, bufferMinutes: 0, ...paces },
    },
  },
  {
    id: '019a0000-0000-7000-8000-00000000a008',
    clinicId: south,
    specialities: ['Dermatology', 'Allergology'],
    treats: ['adults'],
    schedule: {
      weekly: week([tuesday, wednesday, thursday, friday], '08:00', '16:00', ['12:00', '13:00']),
      ...{ slotMinutes: 20, bufferMinutes: 10, ...paces },
    },
  },
];

/** Tells of the seeded doctors what nobody has changed since they are doctors; the rest stays as it is. */
export async function seedDoctors({ profiles }: DoctorSeedDependencies): Promise<void> {
  await Promise.all(
    seededDoctors.map(async ({ id: doctorId, clinicId, specialities, schedule }) => {
      const self = themselves(doctorId, clinicId);
      // A doctor of one change has become one, and one of two has a profile, wherever an earlier start was ended.
      const profile = { specialities: [...specialities] };
      await unlessChanged(profiles.setProfile(self, { doctorId, expectedVersion: [1] }, profile));
      await unlessChanged(profiles.setSchedule(self, { doctorId, expectedVersion: [2] }, schedule));
    }),
  );
}

async function unlessChanged(work: Promise<unknown>): Promise<void> {
  await work.catch((error: unknown) => {
    if (!['STALE_VERSION', 'DOCTOR_NOT_FOUND'].some((code) => hasCode(error, code))) throw error;
  });
}

function week(days: readonly number[], from: string, to: string, [start, end]: readonly [string, string]) {
  return days.map((day) => ({ day, from, to, breaks: [{ from: start, to: end }] }));
}

function themselves(userId: string, clinicId: string): Caller {
  return { kind: 'person', userId, roles: ['doctor'], permissions: new Set(), clinicId, emailVerified: true };
}
