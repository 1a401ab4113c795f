import type { ExtraHours } from './exception-schema.ts';
import type { DoctorChange, StoredDoctor } from './repository.ts';
import type { Schedule } from './schedule-schema.ts';

/** What a doctor has by the wall clock of their clinic. */
interface WallTimes {
  readonly schedule?: Schedule | undefined;
  readonly extraHours: readonly ExtraHours[];
}

type Doctor = Pick<StoredDoctor, 'clinicId' | 'wallTimesOf' | 'schedule' | 'extraHours'>;

/** The schedule and extra hours of a doctor; none by the wall clock of a clinic where they work no longer. */
export function wallTimesOf({ clinicId, wallTimesOf, schedule, extraHours = [] }: Doctor): WallTimes {
  return wallTimesOf === clinicId ? { schedule, extraHours } : { extraHours: [] };
}

/** The change of a doctor that puts other wall times in the place of theirs, and takes away those of another clinic. */
export function withWallTimes(doctor: Doctor, wanted: Partial<WallTimes>): DoctorChange {
  const { schedule, extraHours } = { ...wallTimesOf(doctor), ...wanted };
  return {
    set: { ...(schedule && { schedule }), extraHours: [...extraHours], wallTimesOf: doctor.clinicId },
    remove: schedule ? [] : ['schedule'],
  };
}
