import type { Caller } from '../../../access/caller.ts';
import type { Stored } from '../../../data/entity.ts';
import { seesExceptions } from './authority.ts';
import { extraHoursAfter, timeOffAfter } from './exceptions.ts';
import type { StoredDoctor } from './repository.ts';
import type { Doctor } from './schema.ts';
import { wallTimesOf } from './wall-times-of.ts';

/** A doctor as a caller sees them at an instant: of what is over nothing, and of times of absence only who has to know. */
export function shownDoctor(doctor: Stored<StoredDoctor>, caller: Caller, now: Date): Stored<Doctor> {
  const { id, name, clinicId, specialities = [], createdAt, updatedAt, version } = doctor;
  const { schedule, extraHours } = wallTimesOf(doctor);
  return {
    ...{ id, name, clinicId, specialities },
    ...(schedule && { schedule }),
    ...(seesExceptions(caller, doctor) && {
      timeOff: timeOffAfter(now, doctor.timeOff),
      extraHours: extraHoursAfter(now, extraHours),
    }),
    ...{ createdAt, updatedAt, version },
  };
}
