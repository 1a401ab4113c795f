import type { Platform } from '../../../platform/platform.ts';
import { type ClinicRules, createClinicRules } from '../clinics/rules-service.ts';
import { daysAmong, daysAt, isDoctorFree, stretchFrom } from '../days/service.ts';
import { presentAt, type WorkingDoctor, workingDoctorAt } from '../doctors/work-service.ts';
import { type Slot, slotAt } from './availability.ts';
import { practiceOf } from './practice.ts';

/** Time of a doctor that somebody gave up, and behind which place in the list those stand whom it may be offered to. */
export interface FreedTime {
  readonly doctorId: string;
  readonly clinicId: string;
  readonly start: string;
  readonly behind?: string | undefined;
  /** The patient who gave it up, to whom it is not offered. */
  readonly givenUpBy?: string | undefined;
}

/** A slot that is free and can be booked, with the doctor and the clinic as they were read. */
export interface FreedSlot {
  readonly slot: Slot;
  readonly doctor: WorkingDoctor;
  readonly clinic: ClinicRules;
}

/** Finds the slot that begins where time was given up, by two reads; undefined where it cannot be booked, or somebody has it. */
export function createFreedSlots({ read }: Pick<Platform, 'read'>) {
  const clinics = createClinicRules({ read });

  return async ({ doctorId, clinicId, start }: FreedTime, now: number): Promise<FreedSlot | undefined> => {
    const from = Date.parse(start);
    const [person, ...days] = await read.findTogether([
      workingDoctorAt(doctorId),
      ...daysAt('doctor', doctorId, stretchFrom(from)),
    ]);
    const clinic = await clinics.find(clinicId);
    const doctor = presentAt(person, clinicId);
    if (!clinic || !doctor) return undefined;
    const slot = slotAt(practiceOf(doctor, clinic), from, now);
    if (typeof slot === 'string' || !isDoctorFree(daysAmong(days, doctorId), slot, now)) return undefined;
    return { slot, doctor, clinic };
  };
}
