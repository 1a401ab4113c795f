import type { Caller } from '../../../access/caller.ts';
import type { Stored } from '../../../data/entity.ts';
import type { Platform } from '../../../platform/platform.ts';
import { createDoctorChanges, type Target } from './changes.ts';
import type { Schedule } from './schedule-schema.ts';
import type { Doctor, DoctorProfile } from './schema.ts';
import { shownDoctor } from './shown-doctor.ts';
import { withWallTimes } from './wall-times-of.ts';

export type DoctorProfiles = ReturnType<typeof createDoctorProfiles>;

/** Sets what doctors say of themselves, and when they work. */
export function createDoctorProfiles(platform: Pick<Platform, 'read' | 'commit' | 'clock'>) {
  const changeDoctor = createDoctorChanges(platform);

  return {
    /** Sets a doctor's profile; throws `DOCTOR_NOT_FOUND`, `STALE_VERSION`, `CONCURRENT_CHANGE`. */
    setProfile: (caller: Caller, target: Target, profile: DoctorProfile): Promise<Stored<Doctor>> =>
      changeDoctor(caller, target, (_, now) => ({
        change: { set: profile },
        action: 'doctor.profile-changed',
        details: { fields: Object.keys(profile) },
        result: (changed) => shownDoctor(changed, caller, now),
      })),

    /** Sets a doctor's schedule; throws `DOCTOR_NOT_FOUND`, `STALE_VERSION`, `CONCURRENT_CHANGE`. */
    setSchedule: (caller: Caller, target: Target, schedule: Schedule): Promise<Stored<Doctor>> =>
      changeDoctor(caller, target, (doctor, now) => ({
        change: withWallTimes(doctor, { schedule }),
        action: 'doctor.schedule-changed',
        details: { fields: Object.keys(schedule).sort() },
        result: (changed) => shownDoctor(changed, caller, now),
      })),
  };
}
