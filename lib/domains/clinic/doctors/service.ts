import type { Role } from '../../../access/permissions.ts';
import type { Write } from '../../../data/write.ts';
import { putDoctor, requireDoctorOf, retireDoctor } from './repository.ts';
import { countUse, requireUnused } from './use-repository.ts';

/** What of a person says whether they are a doctor, and who. */
interface Person {
  readonly id: string;
  readonly name: string;
  readonly roles: readonly Role[];
  readonly clinicId?: string | undefined;
  readonly status: string;
  readonly createdAt: string;
  readonly updatedAt: string;
}

interface Doctor extends Person {
  readonly clinicId: string;
}

/** A person before and after a change; `before` is absent for one who is new. */
interface PersonChange {
  readonly before?: Person;
  readonly after: Person;
}

/**
 * The writes by which a doctor is one from the moment of the role on, and has the person's name and clinic, for the transaction
 * that changes the person, which must hold only for them as they were read; none for who neither was a doctor nor becomes one.
 * Throws `DOCTOR_IN_USE` where one who is in charge of patients would be none any more, or one of another clinic.
 */
export function keepDoctor({ before, after }: PersonChange): Write[] {
  if (isDoctor(after)) {
    const moved = hasMoved(before, after);
    return [putDoctor(ofPerson(after), { moved }), ...(moved ? [requireUnused(after.id)] : [])];
  }
  if (!before || !isDoctor(before)) return [];
  return [retireDoctor({ ...ofPerson(before), updatedAt: after.updatedAt }), requireUnused(before.id)];
}

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

function isDoctor(person: Person): person is Doctor {
  return person.status !== 'deleted' && person.roles.includes('doctor') && person.clinicId !== undefined;
}

/** Whether a doctor was one of another clinic until now. Of who was none, what is stored says by which clinic its times are. */
function hasMoved(before: Person | undefined, after: Doctor): boolean {
  return before !== undefined && isDoctor(before) && before.clinicId !== after.clinicId;
}

function ofPerson({ id, name, clinicId, createdAt, updatedAt }: Doctor) {
  return { id, name, clinicId, createdAt, updatedAt };
}
