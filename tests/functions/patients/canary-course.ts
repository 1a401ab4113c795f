import type { DynamoDBRecord } from 'aws-lambda';
import * as deletePatient from '../../../functions/patients/delete-patient.ts';
import * as getPatient from '../../../functions/patients/get-patient.ts';
import * as indexPatients from '../../../functions/patients/index-patients.ts';
import * as registerPatient from '../../../functions/patients/register-patient.ts';
import * as restorePatient from '../../../functions/patients/restore-patient.ts';
import * as updatePatient from '../../../functions/patients/update-patient.ts';
import type { Person } from '../../../lib/access/caller.ts';
import { patientIndex } from '../../../lib/domains/clinic/patients/patient-index.ts';
import type { Patient } from '../../../lib/domains/clinic/patients/schema.ts';
import { createRefusalRecord } from '../../../lib/http/refusal-record.ts';
import type { HttpHandler, Stack } from '../../../lib/http/stack.ts';
import { createIdempotencyRecords } from '../../../lib/idempotency/records.ts';
import { createIndexUpkeep } from '../../../lib/indexing/upkeep.ts';
import { reaches } from '../../../lib/streams/trigger.ts';
import { link } from '../../support/access/new-patient.ts';
import type { CanaryStore } from '../../support/canary-store.ts';
import { plantClinics, southClinic } from '../../support/clinics.ts';
import { type Answer, createTestStack, invoke, lambdaContext, type RequestFields } from '../../support/http.ts';
import { createMemoryDatabase } from '../../support/memory-database.ts';
import { createPatients, memberOf, type Patients } from '../../support/patients.ts';
import { changed, contactOf, first, refused } from './canary-fields.ts';

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
        idempotencyRecords: createIdempotencyRecords(patients),
      }),
      fields,
    );
}

export const staff = memberOf('staff');
const ofSouth = memberOf('staff', southClinic);
export const linkedUser = memberOf('user');
const contact = contactOf('grace@example.com');
const keyed = { 'idempotency-key': 'canary-course' };

/** Registers a patient, also once more by the same key, and all that is refused of it. */
async function registerOne({ routes }: Clinic) {
  const registered = await routes.register(staff, { json: { ...contact, ...first }, headers: keyed });
  const { id } = registered.json.data as Patient;
  const replayed = await routes.register(staff, { json: { ...contact, ...first }, headers: keyed });
  const errors = [
    await routes.register(staff, { json: { ...contact, ...refused }, headers: keyed }),
    await routes.register(staff, { json: { ...contact, ...refused } }),
    await routes.register(staff, { json: { ...contact, ...refused, clinicId: southClinic } }),
  ];
  return { id, shown: [registered, replayed], errors };
}

const { internalNotes, address, allergies, dateOfBirth } = refused;
/** Each has a canary in a field that is not taken. */
const invalid: readonly object[] = [
  { internalNotes: internalNotes.repeat(1_000) },
  { internalNotes: { text: internalNotes } },
  { address: { ...address, country: internalNotes } },
  { address: { ...address, line1: address.line1.repeat(10) } },
  { address: internalNotes },
  { allergies: Array.from({ length: 51 }, (_, at) => `${allergies[0]}-${at}`) },
  { allergies: [allergies[0], allergies[0]] },
  { bloodGroup: internalNotes },
  { dateOfBirth: `${dateOfBirth}T00:00:00Z` },
  { dateOfBirth: internalNotes },
];

/** Changes the patient, and whatever is refused of a change: by its shape, its version or who asks. */
async function changeIt({ routes }: Clinic, patientId: string) {
  const params = { patientId };
  const whole = await routes.change(staff, { method: 'PATCH', params, json: changed });
  const errors = [
    await routes.change(staff, { method: 'PATCH', params, json: refused, headers: { 'if-match': '"1"' } }),
    await routes.change(ofSouth, { method: 'PATCH', params, json: refused }),
    await routes.change(linkedUser, { method: 'PATCH', params, json: refused }),
    await routes.change(staff, { method: 'PATCH', params, body: `{"internalNotes":"${internalNotes}` }),
  ];
  for (const json of invalid) errors.push(await routes.change(staff, { method: 'PATCH', params, json }));
  return { shown: [whole], errors };
}

/** Shows the patient to those who treat them and to themselves, deletes them and brings them back. */
async function keepIt({ routes }: Clinic, patientId: string) {
  const params = { patientId };
  const shown = [await routes.get(staff, { params })];
  const own = await routes.get(linkedUser, { params });
  const errors = [await routes.get(ofSouth, { params }), await routes.restore(staff, { params })];
  await routes.delete(staff, { method: 'DELETE', params });
  errors.push(await routes.get(staff, { params }));
  shown.push(await routes.restore(staff, { method: 'POST', params }));
  return { shown, own, errors };
}

/** Enters in the index what the stream of the table tells. */
async function enterInIndex({ patients }: Clinic, store: CanaryStore): Promise<void> {
  const { trigger, createHandler } = indexPatients;
  const Records = ((await store.streamRecords()) as DynamoDBRecord[]).filter((record) => reaches(trigger, record));
  await createHandler(createIndexUpkeep(patientIndex, patients))({ Records }, lambdaContext());
}

/** The life of a record, over the endpoints: answers that show it, its own view, and all that were refused. */
export async function live(clinic: Clinic, store: CanaryStore) {
  const registered = await registerOne(clinic);
  await link(clinic.patients, registered.id, linkedUser.userId);
  const replayed = await changeIt(clinic, registered.id);
  const kept = await keepIt(clinic, registered.id);
  await enterInIndex(clinic, store);
  return {
    id: registered.id,
    shown: [...registered.shown, ...replayed.shown, ...kept.shown],
    own: kept.own,
    errors: [...registered.errors, ...replayed.errors, ...kept.errors],
  };
}
