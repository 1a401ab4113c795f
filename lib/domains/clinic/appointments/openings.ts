import { day } from '../../../clock.ts';
import type { Platform } from '../../../platform/platform.ts';
import { createDaySearch, type Days, isDoctorFree, isPatientFree } from '../days/service.ts';
import { firstFree, horizonOf, type Practice, type Slot } from './availability.ts';

/** How much of the time to come is looked at by one query. */
const step = 31 * day;

/** Whose free time is sought: of a doctor, for a patient who must be free as well where one is named; since when, and what time it is. */
interface Sought {
  readonly doctorId: string;
  readonly patientId?: string;
  readonly since: number;
  readonly now: number;
}

const noDays: Days = new Map();

/** Finds when a doctor is free next. */
export function createOpenings({ read }: Pick<Platform, 'read'>) {
  const findDays = createDaySearch({ read });

  return {
    /**
     * Finds when the next slot begins that can be booked, from an instant on, or from now on for one beyond the horizon, in RFC 3339;
     * undefined where there is none up to the horizon. It reads a month at a time, and ends at the first that has one.
     */
    async next(practice: Practice, { doctorId, patientId, since, now }: Sought): Promise<string | undefined> {
      const horizon = horizonOf(practice, now) ?? Number.NEGATIVE_INFINITY;
      for (let from = since > horizon ? now : Math.max(since, now); from <= horizon; from += step) {
        const range = { from, to: from + step };
        const [ofDoctor, ofPatient] = await Promise.all([
          findDays('doctor', doctorId, range),
          patientId === undefined ? noDays : findDays('patient', patientId, range),
        ]);
        const isFree = (slot: Slot) => isDoctorFree(ofDoctor, slot, now) && isPatientFree(ofPatient, slot, now);
        const slot = firstFree(practice, range, now, (each) => !isFree(each));
        if (slot) return new Date(slot.start).toISOString();
      }
      return undefined;
    },
  };
}
