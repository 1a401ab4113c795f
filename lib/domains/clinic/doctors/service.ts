import type { Role } from '../../../access/permissions.ts';
import type { Write } from '../../../data/write.ts';
import { putDoctor, requireDoctorOf, retireDoctor } from './repository.ts';

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
 * The write by which a doctor is one from the moment of the role on, and has the person's name and clinic, for the transaction
 * that changes the person, which must hold only for them as they were read; none for who neither was a doctor nor becomes one.
 */
export function keepDoctor({ before, after }: PersonChange): Write[] {
  if (isDoctor(after)) return [putDoctor(ofPerson(after), { moved: hasMoved(before, after) })];
  return before && isDoctor(before) ? [retireDoctor({ ...ofPerson(before), updatedAt: after.updatedAt })] : [];
}

/**
 * Demands, in the transaction that names a doctor at `path` of a body, one of this clinic who is a doctor still; throws
 * `UNKNOWN_REFERENCE`.
 */
export function requireDoctor(doctorId: string, clinicId: string, path: string): Write {
  return requireDoctorOf(clinicId, doctorId, path);
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
