import { beforeEach, describe, expect, it } from '@jest/globals';
import { createHandler, trigger } from '../../../functions/patients/delete-patient.ts';
import { AnswerLost } from '../../../lib/data/database.ts';
import type { Patient } from '../../../lib/domains/clinic/patients/schema.ts';
import { describeAccess } from '../../support/access/describe-access.ts';
import { onPatients } from '../../support/access/expectations.ts';
import { northClinic, plantClinics } from '../../support/clinics.ts';
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

let database: MemoryDatabase;
let patients: Patients;
let grace: Patient;

beforeEach(async () => {
  database = createMemoryDatabase();
  plantClinics(database);
  patients = await createPatients(database);
  grace = await patients.register({ allergies: ['Latex'] });
  resetCalls(database);
});

async function remove({ patientId = grace.id, headers = {} } = {}) {
  const handler = createHandler(patients.deletions, stackOf(memberOf('staff')));
  return send(handler, { method: 'DELETE', params: { patientId }, headers });
}

describe('DELETE /v1/patients/{patientId}', () => {
  it('takes the patient out of sight, and keeps the record', async () => {
    const answer = await remove();

    expect([answer.status, answer.text]).toEqual([204, '']);
    await expect(patients.viewing.get(memberOf('staff'), grace.id)).rejects.toMatchObject({
      code: 'PATIENT_NOT_FOUND',
    });
    expect(patientItems(database, 'patient')).toMatchObject([{ id: grace.id, name: grace.name, version: 2 }]);
    expect(patientItems(database, 'patient-row')).toMatchObject([{ deletedAt: expect.any(String) }]);
    expect(auditOf(database, 'patient.deleted')[0]?.details).toEqual({ as: 'staff', clinicId: northClinic });
  });

  it('is on record as what their office did where somebody deletes their own record', async () => {
    await linkTo(patients, grace.id, memberOf('staff').userId);

    expect((await remove()).status).toBe(204);
    expect(auditOf(database, 'patient.deleted')[0]?.details).toEqual({ as: 'staff', clinicId: northClinic });
  });

  it('says since when, which is its last change, and tells of it by ids alone', async () => {
    patients.clock.advance(60);
    const now = patients.clock().toISOString();

    await remove();

    expect(patientItems(database, 'patient')).toMatchObject([{ deletedAt: now, updatedAt: now }]);
    expect(toldOf(database, 'patient.deleted')).toEqual([{ patientId: grace.id, clinicId: northClinic }]);
  });

  it('makes one batch read and one transaction', async () => {
    await remove();

    expect(database.calls).toEqual({ get: 0, batchGet: 1, query: 0, write: 0, transact: 1 });
  });

  it('counts the patient out of the clinic, and frees the address', async () => {
    expect(patientsOf(database, northClinic)).toBe(1);

    await remove();

    expect(patientsOf(database, northClinic)).toBe(0);
    expect((await patients.register({ email: grace.email })).email).toBe(grace.email);
  });

  it('takes the patient out of every list', async () => {
    await patients.catchUp();
    const entries = () =>
      database.itemsOf('index').filter(({ entity, recordId }) => entity === 'index-entry' && recordId === grace.id);
    expect(entries().length).toBeGreaterThan(0);

    await remove();
    await patients.catchUp();

    expect(entries()).toEqual([]);
  });

  it('leaves an address alone that another patient has', async () => {
    for (const mark of patientItems(database, 'patient-email'))
      database.plant('clinic', { ...mark, patientId: northClinic });

    const answer = await remove();

    expect([answer.status, answer.json.code]).toEqual([409, 'CONCURRENT_CHANGE']);
    expect(patientItems(database, 'patient-email')).toMatchObject([{ patientId: northClinic }]);
  });

  it('holds to If-Match', async () => {
    expect((await remove({ headers: { 'if-match': '"9"' } })).json.code).toBe('STALE_VERSION');
    expect((await remove({ headers: { 'if-match': '"1"' } })).status).toBe(204);
  });

  it('finds nobody a second time', async () => {
    await remove();

    expect((await remove()).json.code).toBe('PATIENT_NOT_FOUND');
  });

  it('deletes nobody whom it cannot put on record', async () => {
    database.hooks.before = (operation) => {
      if (operation === 'transact') throw new AnswerLost();
    };

    expect((await remove()).status).toBe(503);
    expect(patientItems(database, 'patient')).toMatchObject([{ version: 1 }]);
  });
});

describeAccess(trigger, ({ patients, stack }) => createHandler(patients.deletions, stack), onPatients(204));
