import * as deletePatient from '../../../functions/patients/delete-patient.ts';
import * as getPatient from '../../../functions/patients/get-patient.ts';
import * as linkPatient from '../../../functions/patients/link-patient.ts';
import * as listPatientAccesses from '../../../functions/patients/list-patient-accesses.ts';
import * as listPatients from '../../../functions/patients/list-patients.ts';
import * as registerPatient from '../../../functions/patients/register-patient.ts';
import * as restorePatient from '../../../functions/patients/restore-patient.ts';
import * as unlinkPatient from '../../../functions/patients/unlink-patient.ts';
import * as updatePatient from '../../../functions/patients/update-patient.ts';
import type { Person } from '../../../lib/access/caller.ts';
import { createCursorSeal } from '../../../lib/http/cursor-seal.ts';
import { createRefusalRecord } from '../../../lib/http/refusal-record.ts';
import type { HttpHandler, Stack } from '../../../lib/http/stack.ts';
import type { CanaryStore } from '../../support/canary-store.ts';
import { plantClinics } from '../../support/clinics.ts';
import { type Answer, createTestStack, invoke, type RequestFields } from '../../support/http.ts';
import { createMemoryDatabase } from '../../support/memory-database.ts';
import { createPatients, type Patients } from '../../support/patients.ts';

/** An answer, whose log lines are taken with all others. */
export type Told = Omit<Answer, 'lines'>;

/** The services of patients on the store, and how a person asks them. */
export async function openClinic({ database }: CanaryStore) {
  const patients = await createPatients(database);
  const planted = createMemoryDatabase();
  plantClinics(planted);
  for (const item of planted.itemsOf('clinic')) await database.write({ kind: 'put', table: 'clinic', item });
  const routes = {
    register: handlerOf(patients, (stack) => registerPatient.createHandler(patients.registration, stack)),
    get: handlerOf(patients, (stack) => getPatient.createHandler(patients.viewing, stack)),
    change: handlerOf(patients, (stack) => updatePatient.createHandler(patients.changes, stack)),
    delete: handlerOf(patients, (stack) => deletePatient.createHandler(patients.deletions, stack)),
    list: handlerOf(patients, (stack) => listPatients.createHandler(patients.listing, stack)),
    link: handlerOf(patients, (stack) => linkPatient.createHandler(patients.links, stack)),
    unlink: handlerOf(patients, (stack) => unlinkPatient.createHandler(patients.links, stack)),
    accesses: handlerOf(patients, (stack) => listPatientAccesses.createHandler(patients.accesses, stack)),
    restore: handlerOf(patients, (stack) => restorePatient.createHandler(patients.deletions, stack)),
  };
  return { patients, routes };
}

export type Clinic = Awaited<ReturnType<typeof openClinic>>;

function handlerOf(patients: Patients, arrange: (stack: Stack) => HttpHandler) {
  return (caller: Person, fields: RequestFields): Promise<Told> =>
    invoke(
      arrange({
        ...createTestStack({ caller }),
        recordRefusal: createRefusalRecord(patients),
        idempotencyRecords: patients.idempotencyRecords,
        cursors: createCursorSeal(patients.secrets),
      }),
      fields,
    );
}
