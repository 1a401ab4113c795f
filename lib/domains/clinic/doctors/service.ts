import type { Write } from '../../../data/write.ts';
import { requireDoctorOf } from './repository.ts';
import { countUse } from './use-repository.ts';

/** The doctor who is in charge of a patient before and after a change; undefined for none. */
interface Charge {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

/** Where a body names who is to be in charge of a patient. */
const pathOfCharge = 'primaryDoctorId';

/**
 * The writes that count a patient of a clinic out of the charge of one doctor and into that of another, for the transaction that
 * stores it. Throws `UNKNOWN_REFERENCE` where the other is no doctor of the clinic.
 */
export function moveCharge({ from, to }: Charge, clinicId: string): Write[] {
  if (from === to) return [];
  return [
    ...(from === undefined ? [] : [countUse(from, { patients: -1 })]),
    ...(to === undefined ? [] : [requireDoctorOf(clinicId, to, pathOfCharge), countUse(to, { patients: 1 })]),
  ];
}
