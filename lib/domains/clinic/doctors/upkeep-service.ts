import type { Role } from '../../../access/permissions.ts';
import type { Write } from '../../../data/write.ts';
import type { Platform } from '../../../platform/platform.ts';
import { createLeavings } from '../days/leaving-service.ts';
import { putDoctor, retireDoctor } from './repository.ts';
import { doctorInUse, findUse, requireUnused } from './use-repository.ts';

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
 * Makes the writes by which a doctor is one from the moment of the role on, and has the person’s name and clinic, for the
 * transaction that changes the person, which must hold only for them as they were read; none for who neither was a doctor nor
 * becomes one. For a doctor who would be none any more, or one of another clinic, it reads twice: it throws `DOCTOR_IN_USE` where
 * they are in charge of patients or have appointments to come, and the transaction throws the error of `overtaken` where they were
 * booked meanwhile.
 */
type KeepDoctor = (change: PersonChange) => Promise<Write[]>;

interface Dependencies extends Pick<Platform, 'read' | 'clock'> {
  readonly overtaken: () => Error;
}

export function createDoctorUpkeep({ read, clock, overtaken }: Dependencies): KeepDoctor {
  const findLeaving = createLeavings({ read });

  async function leave({ id: doctorId, clinicId }: Doctor): Promise<Write[]> {
    const leaving = await findLeaving({ doctorId, clinicId }, clock().getTime());
    const appointments = leaving.booked.length;
    if (appointments > 0) throw doctorInUse({ ...(await findUse({ read }, doctorId)), appointments });
    return [leaving.leave(overtaken), requireUnused(doctorId)];
  }

  return async ({ before, after }) => {
    const former = before && isDoctor(before) ? before : undefined;
    const kept = isDoctor(after) ? after : undefined;
    const leaves = former !== undefined && former.clinicId !== kept?.clinicId;
    const left = leaves ? await leave(former) : [];
    // Of who was none, what is stored says by which clinic its times are.
    if (kept) return [...left, putDoctor(ofPerson(kept), { moved: leaves })];
    return former ? [...left, retireDoctor({ ...ofPerson(former), updatedAt: after.updatedAt })] : [];
  };
}

function isDoctor(person: Person): person is Doctor {
  return person.status !== 'deleted' && person.roles.includes('doctor') && person.clinicId !== undefined;
}

function ofPerson({ id, name, clinicId, createdAt, updatedAt }: Doctor) {
  return { id, name, clinicId, createdAt, updatedAt };
}
