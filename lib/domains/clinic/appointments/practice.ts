import type { ClinicRules } from '../clinics/rules-service.ts';
import { type WorkingDoctor, workOf } from '../doctors/work-service.ts';
import type { Practice } from './availability.ts';

/** What decides when a doctor can be booked at their clinic. */
export function practiceOf(doctor: WorkingDoctor, clinic: ClinicRules): Practice {
  const { timeZone, openingHours, closures } = clinic;
  return { timeZone, openingHours, closures, ...workOf(doctor) };
}
