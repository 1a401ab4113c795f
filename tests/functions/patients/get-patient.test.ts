import { beforeEach, describe, expect, it } from '@jest/globals';
import { createHandler, trigger } from '../../../functions/patients/get-patient.ts';
import type { Caller } from '../../../lib/access/caller.ts';
import { AnswerLost } from '../../../lib/data/database.ts';
import type { Patient } from '../../../lib/domains/clinic/patients/schema.ts';
import { describeAccess } from '../../support/access/describe-access.ts';
import { onPatients } from '../../support/access/expectations.ts';
import { northClinic, plantClinics, southClinic } from '../../support/clinics.ts';
import { send } from '../../support/http.ts';
import { createMemoryDatabase, type MemoryDatabase } from '../../support/memory-database.ts';
import { countOf, createPatients, linkTo, memberOf, type Patients } from '../../support/patients.ts';
import { auditOf, machineWith, resetCalls, stackOf } from '../../support/people.ts';

const internalNotes = 'Prefers the morning.';
const absentId = '019a0000-0000-7000-8000-0000000fffff';

let database: MemoryDatabase;
let patients: Patients;
let grace: Patient;

beforeEach(async () => {
  database = createMemoryDatabase();
  plantClinics(database);
  patients = await createPatients(database);
  grace = await patients.register({ name: 'Grace Hopper', bloodGroup: 'O-', allergies: ['Penicillin'], internalNotes });
  resetCalls(database);
});

async function open(caller: Caller = memberOf('staff'), { patientId = grace.id, headers = {} } = {}) {
  const stack = stackOf(caller);
  const answer = await send(createHandler(patients.viewing, stack), { params: { patientId }, headers });
  return { ...answer, refusals: stack.refusals };
}

describe('GET /v1/patients/{patientId}', () => {
  it('shows the record, with what is counted of the patient', async () => {
    const answer = await open();

    expect([answer.status, answer.headers.etag]).toEqual([200, '"1"']);
    const { version: _, ...shown } = grace as Patient & { version: number };
    expect(answer.json.data).toEqual({ ...shown, internalNotes, appointmentCount: 0, prescriptionCount: 0 });
  });

  it('makes one batch read and one write of the audit, and asks nobody for a key', async () => {
    const asked = patients.keys.rootKey.opened;

    const answer = await open();

    expect(database.calls).toEqual({ get: 0, batchGet: 1, query: 0, write: 1, transact: 0 });
    expect(patients.keys.rootKey.opened).toBe(asked);
    expect(answer.lines).toHaveLength(1);
  });

  it.each([
    ['a doctor', memberOf('doctor'), 'doctor'],
    ['an admin', memberOf('admin'), 'admin'],
    ['an admin who is a doctor elsewhere', { ...memberOf('doctor', southClinic), roles: ['doctor', 'admin'] }, 'admin'],
    ['a doctor who is of the staff', { ...memberOf('staff'), roles: ['staff', 'doctor'] }, 'doctor'],
    ['a program of the clinic', { ...machineWith('patients:read'), clinicId: northClinic }, 'program'],
  ] as const)('puts on record who opened it, and as what: %s', async (_, caller, as) => {
    const { status } = await open(caller as Caller);

    expect(status).toBe(200);
    const [entry] = auditOf(database, 'patient.read');
    expect(entry).toMatchObject({ subject: `patients/${grace.id}`, outcome: 'success' });
    expect(entry?.details).toEqual({ as, clinicId: northClinic });
  });

  it.each(['user', 'doctor', 'staff', 'admin'] as const)(
    'never shows the notes to the person who is linked to the record, also as %s',
    async (role) => {
      const caller = memberOf(role);
      await linkTo(patients, grace.id, caller.userId);

      const answer = await open(caller);

      expect(answer.json.data).toMatchObject({ name: 'Grace Hopper', bloodGroup: 'O-', userId: caller.userId });
      expect(answer.text).not.toContain(internalNotes);
      expect(auditOf(database, 'patient.read')[0]?.details).toMatchObject({ as: 'patient' });
    },
  );

  it('shows what is counted by now, which makes no new version of the record', async () => {
    database.plant('clinic', countOf(grace.id, { appointments: 3, prescriptions: 1 }));

    const answer = await open();

    expect(answer.json.data).toMatchObject({ appointmentCount: 3, prescriptionCount: 1 });
    expect(answer.headers.etag).toBe('"1"');
  });

  it.each([
    [{ appointments: 2 }, [2, 0]],
    [{ prescriptions: 2 }, [0, 2]],
  ])('shows none of what was never counted beside %j', async (counts, expected) => {
    database.plant('clinic', countOf(grace.id, counts));

    const { appointmentCount, prescriptionCount } = (await open()).json.data as Patient;

    expect([appointmentCount, prescriptionCount]).toEqual(expected);
  });

  it('answers 304 to whoever has the version, and puts that on record as well', async () => {
    const answer = await open(memberOf('staff'), { headers: { 'if-none-match': '"1"' } });

    expect([answer.status, answer.text]).toEqual([304, '']);
    expect(auditOf(database, 'patient.read')).toHaveLength(1);
  });

  it('shows nothing that it cannot put on record', async () => {
    database.hooks.before = (operation) => {
      if (operation === 'write') throw new AnswerLost();
    };

    const answer = await open();

    expect(answer.status).toBe(503);
    expect(answer.text).not.toMatch(/Grace|Penicillin|O-/);
  });

  it('takes the same calls for a record of another clinic, a deleted one, and one that is not there', async () => {
    const elsewhere = await patients.register({}, memberOf('staff', southClinic));
    const deleted = await patients.register();
    await patients.deletions.delete(memberOf('staff'), { patientId: deleted.id });

    for (const patientId of [elsewhere.id, deleted.id, absentId]) {
      resetCalls(database);
      const answer = await open(memberOf('staff'), { patientId });

      expect([answer.status, answer.json.code, answer.refusals.length]).toEqual([404, 'PATIENT_NOT_FOUND', 1]);
      expect(database.calls).toEqual({ get: 0, batchGet: 1, query: 0, write: 0, transact: 0 });
    }
  });

  it('refuses an admin nobody: who is not there was never hidden from them', async () => {
    const answer = await open(memberOf('admin'), { patientId: absentId });

    expect([answer.status, answer.json.code, answer.refusals]).toEqual([404, 'PATIENT_NOT_FOUND', []]);
  });
});

describeAccess(
  trigger,
  ({ patients, stack }) => createHandler(patients.viewing, stack),
  onPatients(200, { linked: 200 }),
);
