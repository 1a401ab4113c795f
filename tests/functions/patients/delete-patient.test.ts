import { beforeEach, describe, expect, it } from '@jest/globals';
import { createHandler, trigger } from '../../../functions/patients/delete-patient.ts';
import { AnswerLost } from '../../../lib/data/database.ts';
import type { Patient } from '../../../lib/domains/clinic/patients/schema.ts';
import { describeAccess } from '../../support/access/describe-access.ts';
import { onPatients } from '../../support/access/expectations.ts';
import { aDoctor, appointmentsOn, mondayAtNine, plantDoctor } from '../../support/appointments.ts';
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

const halfPastNine = '2026-03-16T13:30:00.000Z';

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

  it('makes one batch read, looks at what is to come, and makes one transaction', async () => {
    await remove();

    expect(database.calls).toEqual({ get: 0, batchGet: 1, query: 1, write: 0, transact: 1 });
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

describe('a patient with appointments', () => {
  let appointments: ReturnType<typeof appointmentsOn>;

  beforeEach(() => {
    plantDoctor(database);
    appointments = appointmentsOn(patients, patients.keys);
  });

  const book = (start = mondayAtNine) =>
    appointments.booking.book(memberOf('staff'), { doctorId: aDoctor, patientId: grace.id, start, reason: 'Cough' });
  const waitUntil = (instant: string) =>
    patients.clock.advance((Date.parse(instant) - patients.clock().getTime()) / 1_000);

  /** Does something in the moment in which the deletion is stored. */
  const inThatMoment = (work: () => Promise<unknown>) => {
    database.hooks.before = async (operation) => {
      if (operation !== 'transact') return;
      delete database.hooks.before;
      await work();
    };
  };

  it('stays while some are to come, with how many, and goes once these are cancelled', async () => {
    const [one, two] = [await book(), await book(halfPastNine)];

    const held = await remove();

    expect([held.status, held.json.code, held.json.heldBy]).toEqual([409, 'PATIENT_IN_USE', { appointments: 2 }]);
    for (const { id } of [one, two]) await appointments.transitions.cancel(memberOf('staff'), id, {});
    expect((await remove()).status).toBe(204);
  });

  it('stays until the last one is over', async () => {
    await book();

    waitUntil('2026-03-16T13:29:59.000Z');
    expect((await remove()).json.code).toBe('PATIENT_IN_USE');
    waitUntil(halfPastNine);
    expect((await remove()).status).toBe(204);
  });

  it.each(['complete', 'miss'] as const)('is not held by one that ended early (%s)', async (end) => {
    const { id } = await book();
    if (end === 'complete') await appointments.transitions.checkIn(memberOf('staff'), id);
    await appointments.transitions[end](memberOf('staff'), id);

    expect((await remove()).status).toBe(204);
  });

  it('stays where one is booked in that moment, the first or another', async () => {
    inThatMoment(() => book());
    expect((await remove()).json.heldBy).toEqual({ appointments: 1 });

    waitUntil(halfPastNine);
    inThatMoment(() => book('2026-03-17T13:00:00.000Z'));
    expect((await remove()).json.heldBy).toEqual({ appointments: 1 });
  });

  it('stays where one that is over is moved in that moment to a time to come', async () => {
    const { id } = await book();
    waitUntil(halfPastNine);
    inThatMoment(() =>
      appointments.rescheduling.reschedule(memberOf('staff'), id, { start: '2026-03-17T13:00:00.000Z' }),
    );

    expect((await remove()).json.heldBy).toEqual({ appointments: 1 });
  });

  it('is shown how many there are, by the version of before', async () => {
    const before = await patients.viewing.get(memberOf('staff'), grace.id);
    await book();

    expect(await patients.viewing.get(memberOf('staff'), grace.id)).toEqual({ ...before, appointmentCount: 1 });
  });
});

describeAccess(trigger, ({ patients, stack }) => createHandler(patients.deletions, stack), onPatients(204));
