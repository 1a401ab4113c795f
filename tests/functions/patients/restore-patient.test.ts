import { beforeEach, describe, expect, it } from '@jest/globals';
import { createHandler, trigger } from '../../../functions/patients/restore-patient.ts';
import type { Caller } from '../../../lib/access/caller.ts';
import type { Patient } from '../../../lib/domains/clinic/patients/schema.ts';
import { describeAccess } from '../../support/access/describe-access.ts';
import { onPatients } from '../../support/access/expectations.ts';
import { northClinic, plantClinics, southClinic } from '../../support/clinics.ts';
import { send } from '../../support/http.ts';
import { createMemoryDatabase, type MemoryDatabase } from '../../support/memory-database.ts';
import {
  createPatients,
  linkTo,
  memberOf,
  type Patients,
  patientItems,
  patientsOf,
  toldOf,
} from '../../support/patients.ts';
import { auditOf, resetCalls, stackOf } from '../../support/people.ts';

const internalNotes = 'Prefers the morning.';

let database: MemoryDatabase;
let patients: Patients;
let grace: Patient;

beforeEach(async () => {
  database = createMemoryDatabase();
  plantClinics(database);
  patients = await createPatients(database);
  grace = await patients.register({ allergies: ['Latex'], internalNotes });
  await patients.deletions.delete(memberOf('staff'), { patientId: grace.id });
  resetCalls(database);
});

async function restore({ caller = memberOf('staff') as Caller } = {}) {
  const stack = stackOf(caller);
  return send(createHandler(patients.deletions, stack), { method: 'POST', params: { patientId: grace.id } });
}

describe('POST /v1/patients/{patientId}/restore', () => {
  it('brings the patient back with the whole record', async () => {
    const answer = await restore();

    expect([answer.status, answer.headers.etag]).toEqual([200, '"3"']);
    expect(answer.json.data).toMatchObject({ number: grace.number, allergies: ['Latex'], internalNotes });
    expect(answer.json.data).not.toHaveProperty('deletedAt');
    expect(patientItems(database, 'patient-row')[0]).not.toHaveProperty('deletedAt');
    expect(patientsOf(database, northClinic)).toBe(1);
    expect(auditOf(database, 'patient.restored')[0]?.details).toEqual({ as: 'staff', clinicId: northClinic });
  });

  it('is its last change, of which it tells by ids alone', async () => {
    patients.clock.advance(60);

    const answer = await restore();

    expect(answer.json.data).toMatchObject({ updatedAt: patients.clock().toISOString() });
    expect(toldOf(database, 'patient.restored')).toEqual([{ patientId: grace.id, clinicId: northClinic }]);
  });

  it('makes one batch read, one read of the address, and one transaction', async () => {
    await restore();

    expect(database.calls).toEqual({ get: 1, batchGet: 1, query: 0, write: 0, transact: 1 });
  });

  it('takes the address again', async () => {
    await restore();

    await expect(patients.register({ email: grace.email })).rejects.toMatchObject({ code: 'DUPLICATE_EMAIL' });
  });

  it('is refused while another patient has the address', async () => {
    await patients.register({ email: grace.email });

    const answer = await restore();

    expect([answer.status, answer.json.code]).toEqual([409, 'DUPLICATE_EMAIL']);
    expect(patientItems(database, 'patient').find(({ id }) => id === grace.id)).toMatchObject({ version: 2 });
  });

  it('is refused for who is not deleted', async () => {
    await restore();

    expect((await restore()).json.code).toBe('NOT_DELETED');
  });

  it('is refused where the clinic is gone', async () => {
    const key = { pk: 'CLINICS', sk: `CLINIC#${northClinic}` };
    await database.write({ kind: 'delete', table: 'clinic', key }, AbortSignal.timeout(1_000));
    resetCalls(database);

    const { status, json } = await restore();

    expect([status, json.code]).toEqual([409, 'CLINIC_DELETED']);
    expect(json.detail).toBe('The clinic of the patient is gone, and so the patient stays deleted.');
    expect(json).not.toHaveProperty('errors');
    expect(database.calls).toMatchObject({ transact: 1 });
  });

  it('looks to who is of another clinic as if nobody was there', async () => {
    expect((await restore({ caller: memberOf('staff', southClinic) })).json.code).toBe('PATIENT_NOT_FOUND');
  });

  it('never shows the notes to a member of staff who is linked to the record', async () => {
    const caller = memberOf('staff');
    await linkTo(patients, grace.id, caller.userId);

    const answer = await restore({ caller });

    expect(answer.status).toBe(200);
    expect(answer.text).not.toContain(internalNotes);
    expect(auditOf(database, 'patient.restored')[0]?.details).toEqual({ as: 'staff', clinicId: northClinic });
  });
});

describeAccess(
  trigger,
  ({ patients, stack }) => createHandler(patients.deletions, stack),
  onPatients(409, { deleted: 200, notForDoctors: 'by permission' }),
);
