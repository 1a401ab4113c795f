import type { Caller } from '../../../access/caller.ts';
import { hasCode } from '../../../errors.ts';
import { type NewPatient, newPatient } from '../patients/input-schema.ts';
import { type SeededPatient, seededPatients } from './patient-list.ts';

interface PatientSeedDependencies {
  /** Tells the versions of records by the ids of patients, deleted ones too. */
  readonly findRegistered: (ids: readonly string[]) => Promise<ReadonlyMap<string, number>>;
  /** The registration that gives patients the ids that `newId` makes. */
  readonly registrationBy: (newId: () => string) => {
    register(caller: Caller, patient: NewPatient): Promise<unknown>;
  };
  readonly links: {
    link(caller: Caller, target: Target, account: { readonly userId: string }): Promise<unknown>;
  };
}

/** The patient whom a link is of, as of a version. */
interface Target {
  readonly patientId: string;
  readonly expectedVersion: readonly number[];
}

/** Registers the seeded patients as the reception of their clinics does; existing ones stay as they are. */
export function createPatientSeeds({ findRegistered, registrationBy, links }: PatientSeedDependencies) {
  /** Registers a patient; a doctor who is none any more is left out. */
  async function register({ id, clinicId, told }: SeededPatient): Promise<boolean> {
    const { primaryDoctorId, ...rest } = newPatient().parse(told);
    const { register } = registrationBy(() => id);
    const attempt = (patient: NewPatient) => isDone(register(receptionOf(clinicId), patient));
    return (await attempt({ ...rest, primaryDoctorId })) || attempt(rest);
  }

  /** Links a patient whom nobody has changed since they were registered. */
  function link({ id: patientId, clinicId }: SeededPatient, userId: string): Promise<boolean> {
    return isDone(links.link(receptionOf(clinicId), { patientId, expectedVersion: [1] }, { userId }));
  }

  return {
    /**
     * Finds the ids of those of the first so many who were never registered here, or not linked yet; who was changed or deleted is
     * not missing.
     */
    async findMissing(most: number): Promise<readonly string[]> {
      const wanted = seededPatients.slice(0, most);
      const versions = await findRegistered(wanted.map(({ id }) => id));
      const isMissing = ({ id, userId }: SeededPatient) => (versions.get(id) ?? 0) < (userId === undefined ? 1 : 2);
      return wanted.filter(isMissing).map(({ id }) => id);
    },

    /**
     * Registers a patient and links the account, and answers whether anything of it was done: not where a developer has deleted the
     * clinic or given the address to somebody else.
     */
    async plant(patientId: string): Promise<boolean> {
      const seeded = getSeeded(patientId);
      const isRegistered = await register(seeded);
      const isLinked = seeded.userId !== undefined && (await link(seeded, seeded.userId));
      return isRegistered || isLinked;
    },
  };
}

function getSeeded(patientId: string): SeededPatient {
  const seeded = seededPatients.find(({ id }) => id === patientId);
  if (!seeded) throw new Error(`No patient is seeded as ${patientId}`);
  return seeded;
}

/** What refuses a seed where a developer has changed something. */
const changedByDeveloper = [
  ...['UNKNOWN_REFERENCE', 'DUPLICATE_EMAIL', 'DUPLICATE_ID'],
  ...['PATIENT_NOT_FOUND', 'USER_NOT_FOUND', 'EMAIL_NOT_VERIFIED', 'STALE_VERSION'],
];

/** Whether it was done, or refused for what a developer has changed. */
async function isDone(work: Promise<unknown>): Promise<boolean> {
  try {
    await work;
    return true;
  } catch (error) {
    if (!changedByDeveloper.some((code) => hasCode(error, code))) throw error;
    return false;
  }
}

/** Somebody at the desk of a clinic, in whose name no entry of the audit stands. */
function receptionOf(clinicId: string): Caller {
  return { kind: 'person', userId: clinicId, roles: ['staff'], permissions: new Set(), clinicId, emailVerified: true };
}
