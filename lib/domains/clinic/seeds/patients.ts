import type { Caller } from '../../../access/caller.ts';
import { hasCode } from '../../../errors.ts';
import { type NewPatient, newPatient } from '../patients/schema.ts';
import { type SeededPatient, seededPatients } from './patient-list.ts';

interface PatientSeedDependencies {
  /** Tells which of some ids are those of patients, deleted ones too. */
  readonly findRegistered: (ids: readonly string[]) => Promise<ReadonlySet<string>>;
  /** The registration that gives patients the ids that `newId` makes. */
  readonly registrationBy: (newId: () => string) => {
    register(caller: Caller, patient: NewPatient): Promise<unknown>;
  };
}

/** Registers the seeded patients as the reception of their clinics does; existing ones stay as they are. */
export function createPatientSeeds({ findRegistered, registrationBy }: PatientSeedDependencies) {
  return {
    /** Finds the ids of those of the first so many who were never registered here; who was deleted is not missing. */
    async findMissing(most: number): Promise<readonly string[]> {
      const wanted = seededPatients.slice(0, most).map(({ id }) => id);
      const registered = await findRegistered(wanted);
      return wanted.filter((id) => !registered.has(id));
    },

    /**
     * Registers a patient, and answers whether that could be: not where a developer has deleted the clinic or given the address to
     * somebody else. A doctor who is none any more is left out.
     */
    async register(patientId: string): Promise<boolean> {
      const { clinicId, told } = getSeeded(patientId);
      const { primaryDoctorId, ...rest } = newPatient().parse(told);
      const { register } = registrationBy(() => patientId);
      const attempt = (patient: NewPatient) => isDone(register(receptionOf(clinicId), patient));
      return (await attempt({ ...rest, primaryDoctorId })) || attempt(rest);
    },
  };
}

function getSeeded(patientId: string): SeededPatient {
  const seeded = seededPatients.find(({ id }) => id === patientId);
  if (!seeded) throw new Error(`No patient is seeded as ${patientId}`);
  return seeded;
}

/** Whether it was done, or refused for what a developer has changed. */
async function isDone(work: Promise<unknown>): Promise<boolean> {
  try {
    await work;
    return true;
  } catch (error) {
    if (!['UNKNOWN_REFERENCE', 'DUPLICATE_EMAIL', 'DUPLICATE_ID'].some((code) => hasCode(error, code))) throw error;
    return false;
  }
}

/** Somebody at the desk of a clinic, in whose name no entry of the audit stands. */
function receptionOf(clinicId: string): Caller {
  return { kind: 'person', userId: clinicId, roles: ['staff'], permissions: new Set(), clinicId, emailVerified: true };
}
