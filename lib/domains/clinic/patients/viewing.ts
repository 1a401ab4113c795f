import type { Caller } from '../../../access/caller.ts';
import type { Stored } from '../../../data/entity.ts';
import type { Platform } from '../../../platform/platform.ts';
import { standpointOf } from './reach.ts';
import { createPatientRecords, patientOf, type RecordDependencies } from './records.ts';
import type { Patient } from './schema.ts';

export type PatientViewing = ReturnType<typeof createPatientViewing>;

/** Shows patients, which is on record before anything is seen. */
export function createPatientViewing({ commit, ...dependencies }: RecordDependencies & Pick<Platform, 'commit'>) {
  const records = createPatientRecords(dependencies);

  return {
    /** Shows a patient; throws `PATIENT_NOT_FOUND`. */
    async get(caller: Caller, patientId: string): Promise<Stored<Patient>> {
      const { record, counts } = await records.get(caller, patientId);
      const details = { as: standpointOf(caller, record), clinicId: record.clinicId };
      await commit([], {
        audit: [{ action: 'patient.read', subject: `patients/${patientId}`, outcome: 'success', details }],
      });
      return patientOf(caller, record, counts);
    },
  };
}
