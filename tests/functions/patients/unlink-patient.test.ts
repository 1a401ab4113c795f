import { beforeEach, describe, expect, it } from '@jest/globals';
import { createHandler, trigger } from '../../../functions/patients/unlink-patient.ts';
import type { Caller } from '../../../lib/access/caller.ts';
import { createPatientLinks } from '../../../lib/domains/clinic/patients/links.ts';
import type { Patient } from '../../../lib/domains/clinic/patients/schema.ts';
import type { User } from '../../../lib/domains/identity/users/schema.ts';
import { describeAccess } from '../../support/access/describe-access.ts';
import { onPatients } from '../../support/access/expectations.ts';
import { plantClinics, southClinic } from '../../support/clinics.ts';
import { send } from '../../support/http.ts';
import { createMemoryDatabase, type MemoryDatabase } from '../../support/memory-database.ts';
import { createPatients, linkTo, memberOf, type Patients } from '../../support/patients.ts';
import { auditOf, callerOf, createPeople, type People, resetCalls, stackOf } from '../../support/people.ts';

let database: MemoryDatabase;
let people: People;
let patients: Patients;
let grace: User;
let patient: Patient;

beforeEach(async () => {
  database = createMemoryDatabase();
  plantClinics(database);
  people = createPeople(database);
  patients = await createPatients(database, people);
  grace = await people.enrol({ name: 'Grace Hopper' });
  const { id } = await patients.register({ name: 'Grace Hopper' });
  patient = await createPatientLinks(patients).link(memberOf('staff'), { patientId: id }, { userId: grace.id });
  await patients.catchUp();
  resetCalls(database);
});

async function unlink(caller: Caller = memberOf('staff'), headers: Record<string, string> = {}) {
  const handler = createHandler(createPatientLinks(patients), stackOf(caller));
  return send(handler, { method: 'DELETE', params: { patientId: patient.id }, headers });
}

const stored = () => database.itemsOf('clinic').find(({ pk }) => pk === `PATIENT#${patient.id}`);
const look = () => patients.viewing.get(callerOf(grace), patient.id);

describe('DELETE /v1/patients/{patientId}/link', () => {
  it('ends the link, so that the account sees nothing from then on', async () => {
    const before = await look();
    const answer = await unlink();
    await patients.catchUp();

    expect(before.id).toBe(patient.id);
    expect(answer.status).toBe(204);
    await expect(look()).rejects.toMatchObject({ code: 'PATIENT_NOT_FOUND', refused: true });
    expect(database.itemsOf('index').filter(({ pk }) => pk.includes(`ACCOUNT#${grace.id}`))).toEqual([]);
  });

  it('makes one read and one transaction, with the account on record', async () => {
    await unlink();

    expect(database.calls).toEqual({ get: 0, batchGet: 1, query: 0, write: 0, transact: 1 });
    expect(auditOf(database, 'patient.unlinked')[0]).toMatchObject({
      subject: `patients/${patient.id}`,
      details: { as: 'staff', clinicId: patient.clinicId, userId: grace.id },
    });
    const told = database.itemsOf('events').map(({ event }) => event as { type: string; data: object });
    expect(told.find(({ type }) => type === 'patient.unlinked')?.data).toEqual({
      patientId: patient.id,
      clinicId: patient.clinicId,
      userId: grace.id,
    });
  });

  it('changes nothing where there is no link', async () => {
    await unlink();
    const version = stored()?.version;
    resetCalls(database);

    expect((await unlink()).status).toBe(204);
    expect(database.calls).toMatchObject({ write: 0, transact: 0 });
    expect(stored()?.version).toBe(version);
  });

  it('refuses a change that means an earlier version', async () => {
    expect((await unlink(memberOf('staff'), { 'if-match': '"1"' })).json).toMatchObject({ code: 'STALE_VERSION' });
    expect(stored()?.userId).toBe(grace.id);
  });

  it.each(['staff', 'admin'] as const)('lets others end the link of a member who is %s', async (role) => {
    await linkTo(patients, patient.id, memberOf(role).userId);
    resetCalls(database);

    const own = await unlink(memberOf(role));

    expect([own.status, own.json.code]).toEqual([403, 'OWN_LINK']);
    expect(database.calls).toMatchObject({ write: 0, transact: 0 });
    expect(stored()?.userId).toBe(memberOf(role).userId);
    expect((await unlink(memberOf('staff', patient.clinicId, grace.id))).status).toBe(204);
  });

  it('finds no patient of another clinic', async () => {
    expect((await unlink(memberOf('staff', southClinic))).json).toMatchObject({ code: 'PATIENT_NOT_FOUND' });
    expect(stored()?.userId).toBe(grace.id);
  });
});

describeAccess(
  trigger,
  ({ patients, stack }) => createHandler(patients.links, stack),
  onPatients(204, { ofAdmin: 403, notForDoctors: 'by permission' }),
);
