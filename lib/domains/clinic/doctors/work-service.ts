import type { Caller } from '../../../access/caller.ts';
import type { Stored } from '../../../data/entity.ts';
import type { Reference } from '../../../data/read.ts';
import type { Write } from '../../../data/write.ts';
import type { Platform } from '../../../platform/platform.ts';
import { requirePresent } from './authority.ts';
import type { ExtraHours, TimeOff } from './exception-schema.ts';
import { doctorAt, doctors, requireDoctorAsRead, type StoredDoctor } from './repository.ts';
import type { Schedule } from './schedule-schema.ts';
import { wallTimesOf } from './wall-times-of.ts';

/** A doctor who may be booked. */
export type WorkingDoctor = Stored<StoredDoctor>;

/** When a doctor works and when they are away. */
interface Work {
  readonly schedule?: Schedule | undefined;
  readonly extraHours: readonly ExtraHours[];
  readonly timeOff: readonly TimeOff[];
}

/** Refers to a doctor, to be read together with others. */
export function workingDoctorAt(doctorId: string): Reference<StoredDoctor> {
  return doctorAt(doctorId);
}

/** Lends doctors to what is booked with them. */
export function createWorkingDoctors({ read }: Pick<Platform, 'read'>) {
  return {
    /** Finds a doctor, by one read. */
    find: (doctorId: string): Promise<WorkingDoctor | undefined> => read.find(doctors, { id: doctorId }),

    /** Finds a doctor whom the caller may know of, by one read; throws `DOCTOR_NOT_FOUND`. */
    get: async (caller: Caller, doctorId: string): Promise<WorkingDoctor> =>
      requirePresent(caller, await read.find(doctors, { id: doctorId })),
  };
}

/** The doctor whom a body names, where they are one of a clinic still. */
export function presentAt(doctor: WorkingDoctor | undefined, clinicId: string): WorkingDoctor | undefined {
  return doctor?.formerSince === undefined && doctor?.clinicId === clinicId ? doctor : undefined;
}

/** When a doctor works, by the clock of the clinic where they do by now. */
export function workOf(doctor: WorkingDoctor): Work {
  return { ...wallTimesOf(doctor), timeOff: doctor.timeOff ?? [] };
}

/** Demands that a doctor is as they were read; throws the error of `changed`. */
export function whileDoctorIs(doctor: WorkingDoctor, changed: () => Error): Write {
  return requireDoctorAsRead(doctor, changed);
}
