import { beforeEach, describe, expect, it } from '@jest/globals';
import { createHandler, trigger } from '../../../functions/appointments/get-appointment.ts';
import type { Caller } from '../../../lib/access/caller.ts';
import { AnswerLost } from '../../../lib/data/database.ts';
import type { Appointment } from '../../../lib/domains/clinic/appointments/schema.ts';
import { describeAccess } from '../../support/access/describe-access.ts';
import { onAppointments } from '../../support/access/expectations.ts';
import { type Appointments, createAppointments } from '../../support/appointments.ts';
import { northClinic, southClinic } from '../../support/clinics.ts';
import { send } from '../../support/http.ts';
import { createMemoryDatabase, type MemoryDatabase } from '../../support/memory-database.ts';
import { linkTo, memberOf } from '../../support/patients.ts';
import { auditOf, machineWith, resetCalls, stackOf } from '../../support/people.ts';

const absentId = '019a0000-0000-7000-8000-0000000fffff';
const keyOf = (clinicId?: string): Caller => ({ ...machineWith('appointments:read'), ...(clinicId && { clinicId }) });

let database: MemoryDatabase;
let appointments: Appointments;
let ada: string;
let cough: Appointment & { readonly version: number };

beforeEach(async () => {
  database = createMemoryDatabase();
  appointments = await createAppointments(database);
  ada = (await appointments.patients.register()).id;
  cough = await appointments.book({ patientId: ada });
  resetCalls(database);
});

async function open(caller: Caller = memberOf('staff'), { appointmentId = cough.id, headers = {} } = {}) {
  const stack = stackOf(caller);
  const answer = await send(createHandler(appointments.viewing, stack), { params: { appointmentId }, headers });
  return { ...answer, refusals: stack.refusals };
}

describe('GET /v1/appointments/{appointmentId}', () => {
  it('shows an appointment by two reads and one write of the audit', async () => {
    const answer = await open();

    const { version: _, ...shown } = cough;
    expect([answer.status, answer.headers.etag]).toEqual([200, '"1"']);
    expect(answer.json.data).toEqual(shown);
    expect(database.calls).toEqual({ get: 1, batchGet: 1, query: 0, write: 1, transact: 0 });
    expect(answer.lines).toHaveLength(1);
  });

  it.each<[string, Caller, string]>([
    ['staff', memberOf('staff'), 'staff'],
    ['a doctor', memberOf('doctor'), 'doctor'],
    ['an admin', memberOf('admin'), 'admin'],
    ['a key of the clinic', keyOf(northClinic), 'program'],
  ])('puts on record who opened it, and as what: %s', async (_, caller, as) => {
    expect((await open(caller)).status).toBe(200);
    expect(auditOf(database, 'appointment.read')).toMatchObject([
      { subject: `patients/${ada}`, details: { as, clinicId: northClinic, appointmentId: cough.id } },
    ]);
  });

  it('shows it to whoever is linked to the patient, as such, also where they work elsewhere', async () => {
    const doctor = memberOf('doctor', southClinic);
    await linkTo(appointments.patients, ada, doctor.userId);

    expect((await open(doctor)).json.data).toMatchObject({ reason: 'Cough' });
    expect(auditOf(database, 'appointment.read')[0]?.details).toMatchObject({ as: 'patient' });
  });

  it('answers 304 to whoever has the version, and puts that on record as well', async () => {
    const answer = await open(memberOf('staff'), { headers: { 'if-none-match': '"1"' } });

    expect([answer.status, answer.text]).toEqual([304, '']);
    expect(auditOf(database, 'appointment.read')).toHaveLength(1);
  });

  it('shows nothing that it cannot put on record', async () => {
    database.hooks.before = (operation) => {
      if (operation === 'write') throw new AnswerLost();
    };

    const answer = await open();

    expect(answer.status).toBe(503);
    expect(answer.text).not.toContain('Cough');
  });

  it.each<[string, Caller]>([
    ['one of the public', memberOf('user')],
    ['staff of another clinic', memberOf('staff', southClinic)],
    ['a key of another clinic', keyOf(southClinic)],
    ['a key of none', keyOf()],
  ])('takes the same calls for one out of reach and for none: %s', async (_, caller) => {
    for (const appointmentId of [cough.id, absentId]) {
      resetCalls(database);
      const answer = await open(caller, { appointmentId });

      expect([answer.status, answer.json.code, answer.refusals.length]).toEqual([404, 'APPOINTMENT_NOT_FOUND', 1]);
      expect(database.calls).toEqual({ get: 1, batchGet: 1, query: 0, write: 0, transact: 0 });
    }
  });

  it('finds none of a patient who is deleted, and refuses an admin nobody by that', async () => {
    await appointments.transitions.cancel(memberOf('staff'), cough.id, {});
    await appointments.patients.deletions.delete(memberOf('staff'), { patientId: ada });

    const answers = [await open(memberOf('admin')), await open(memberOf('admin'), { appointmentId: absentId })];

    expect(answers.map(({ json, refusals }) => [json.code, refusals.length])).toEqual([
      ['APPOINTMENT_NOT_FOUND', 0],
      ['APPOINTMENT_NOT_FOUND', 0],
    ]);
  });
});

describeAccess(
  trigger,
  ({ appointments, stack }) => createHandler(appointments.viewing, stack),
  onAppointments(200, 200),
);
