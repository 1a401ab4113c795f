import type { DynamoDBRecord } from 'aws-lambda';
import * as indexPatients from '../../../functions/patients/index-patients.ts';
import { patientIndex } from '../../../lib/domains/clinic/patients/patient-index.ts';
import type { Patient } from '../../../lib/domains/clinic/patients/schema.ts';
import { createIndexUpkeep } from '../../../lib/indexing/upkeep.ts';
import { reaches } from '../../../lib/streams/trigger.ts';
import type { CanaryStore } from '../../support/canary-store.ts';
import { southClinic } from '../../support/clinics.ts';
import { lambdaContext } from '../../support/http.ts';
import { memberOf } from '../../support/patients.ts';
import { createPeople } from '../../support/people.ts';
import type { Clinic } from './canary-clinic.ts';
import { changed, contactOf, first, refused } from './canary-fields.ts';

export const staff = memberOf('staff');
const ofSouth = memberOf('staff', southClinic);
/** The account of somebody who is linked to the patient. */
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

/** Links the patient to an account, unlinks it and links it once more, and tries an account that is not there. */
async function linkIt({ routes }: Clinic, { database }: CanaryStore, patientId: string) {
  const account = {
    id: linkedUser.userId,
    email: 'user@example.com',
    name: 'Somebody Else',
    password: 'Correct-Horse-9',
  };
  await createPeople(database).registrations.enrol({ ...account, roles: ['user'] });
  const request = { method: 'PUT', params: { patientId } };
  const shown = [await routes.link(staff, { ...request, json: { email: account.email } })];
  await routes.unlink(staff, { ...request, method: 'DELETE' });
  shown.push(await routes.link(staff, { ...request, json: { userId: linkedUser.userId } }));
  const errors = [
    await routes.link(staff, { ...request, json: { email: `${address.postalCode}@example.com` } }),
    await routes.link(ofSouth, { ...request, json: { userId: linkedUser.userId } }),
  ];
  return { shown, errors };
}

/** Lists patients by what is sensitive, and by texts that nobody has, and who has opened the record. */
async function listThem({ routes }: Clinic, patientId: string) {
  const pages = [
    await routes.list(staff, { query: 'bloodGroup=AB-' }),
    await routes.list(staff, { query: `q=${encodeURIComponent(internalNotes)}` }),
    await routes.list(staff, { query: `q=${address.postalCode}&bloodGroup=AB-` }),
    await routes.list(linkedUser, {}),
    await routes.accesses(linkedUser, { params: { patientId } }),
  ];
  const errors = [
    await routes.list(staff, { query: `q=${internalNotes}&sort=name` }),
    await routes.list(staff, { query: `q=${internalNotes.repeat(10)}` }),
    await routes.list(staff, { query: `bloodGroup=${internalNotes}` }),
    await routes.list(staff, { query: `cursor=${internalNotes}` }),
  ];
  return { pages, errors };
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
  const linked = await linkIt(clinic, store, registered.id);
  const replayed = await changeIt(clinic, registered.id);
  const kept = await keepIt(clinic, registered.id);
  await enterInIndex(clinic, store);
  const listed = await listThem(clinic, registered.id);
  return {
    id: registered.id,
    shown: [...registered.shown, ...linked.shown, ...replayed.shown, ...kept.shown],
    own: kept.own,
    listed: listed.pages,
    errors: [...registered.errors, ...linked.errors, ...replayed.errors, ...kept.errors, ...listed.errors],
  };
}
