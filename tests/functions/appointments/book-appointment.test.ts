import { beforeEach, describe, expect, it } from '@jest/globals';
import { createHandler, trigger } from '../../../functions/appointments/book-appointment.ts';
import type { Caller } from '../../../lib/access/caller.ts';
import { AnswerLost } from '../../../lib/data/database.ts';
import { appointments as bookedAppointments } from '../../../lib/domains/clinic/appointments/record-repository.ts';
import { describeAccess } from '../../support/access/describe-access.ts';
import { permitted } from '../../support/access/expectations.ts';
import {
  type Appointments,
  aDoctor,
  createAppointments,
  mondayAtNine,
  plantDoctor,
} from '../../support/appointments.ts';
import { northClinic, southClinic } from '../../support/clinics.ts';
import { type Answer, invoke, send } from '../../support/http.ts';
import { createMemoryDatabase, type MemoryDatabase } from '../../support/memory-database.ts';
import { linkTo, memberOf } from '../../support/patients.ts';
import { auditOf, machineWith, resetCalls, stackOf } from '../../support/people.ts';

const absentId = '019a0000-0000-7000-8000-0000000fffff';
const southDoctor = '019a0000-0000-7000-8000-0000000000d2';
const halfPastNine = '2026-03-16T13:30:00.000Z';
const staff = memberOf('staff');
const user = memberOf('user');
const keyOf = (clinicId?: string): Caller => ({
  ...machineWith('appointments:write'),
  ...(clinicId && { clinicId }),
});

let database: MemoryDatabase;
let appointments: Appointments;
let ada: string;
let grace: string;

beforeEach(async () => {
  database = createMemoryDatabase();
  appointments = await createAppointments(database);
  plantDoctor(database, { id: southDoctor, clinicId: southClinic });
  ada = (await appointments.patients.register()).id;
  grace = (await appointments.patients.register()).id;
  resetCalls(database);
});

const stackFor = (caller: Caller) => ({
  ...stackOf(caller),
  idempotencyRecords: appointments.idempotencyRecords,
});
const wish = (overrides: object = {}) => ({
  ...{ doctorId: aDoctor, patientId: ada, start: mondayAtNine, reason: 'Cough' },
  ...overrides,
});

async function book(overrides: object = {}, caller: Caller = staff, headers: Record<string, string> = {}) {
  const stack = stackFor(caller);
  const answer = await send(createHandler(appointments.booking, stack), { json: wish(overrides), headers });
  return { ...answer, refusals: stack.refusals };
}

const idOf = ({ json }: Pick<Answer, 'json'>) => (json.data as { readonly id: string }).id;
const storedAppointments = () => database.itemsOf('clinic').filter(({ entity }) => entity === bookedAppointments.name);

describe('POST /v1/appointments', () => {
  it('books a slot as long as the doctor’s, and says where the appointment is shown', async () => {
    const answer = await book({ start: '2026-03-16T09:00:00-04:00', reason: ' Cough ' });

    expect([answer.status, answer.headers.etag]).toEqual([201, '"1"']);
    expect(answer.headers.location).toBe(`/v1/appointments/${idOf(answer)}`);
    expect(answer.json.data).toEqual({
      ...{ id: idOf(answer), clinicId: northClinic, doctorId: aDoctor, patientId: ada },
      ...{ start: mondayAtNine, end: halfPastNine, status: 'booked', reason: 'Cough' },
      ...{ createdAt: expect.any(String), updatedAt: expect.any(String) },
    });
  });

  it('makes one transaction after two reads', async () => {
    const answer = await book();

    expect(database.calls).toEqual({ get: 1, batchGet: 1, query: 0, write: 0, transact: 1 });
    expect(answer.lines).toHaveLength(1);
  });

  it('is on record among what was done with the patient’s record, and told without the reason', async () => {
    const answer = await book();

    expect(auditOf(database, 'appointment.booked')).toMatchObject([
      {
        subject: `patients/${ada}`,
        details: { as: 'staff', clinicId: northClinic, appointmentId: idOf(answer) },
      },
    ]);
    expect(JSON.stringify([database.itemsOf('events'), database.itemsOf('audit')])).not.toContain('Cough');
    expect(JSON.stringify(storedAppointments())).not.toContain('Cough');
    expect((await appointments.patients.viewing.get(staff, ada)).appointmentCount).toBe(1);
  });

  it('refuses a slot that somebody has with the next that is free, by two reads and a query', async () => {
    await book();
    resetCalls(database);

    const answer = await book({ patientId: grace });

    expect(answer.json).toMatchObject({ status: 409, code: 'SLOT_TAKEN', nextFree: halfPastNine });
    expect(database.calls).toEqual({ get: 1, batchGet: 1, query: 1, write: 0, transact: 0 });
  });

  it('refuses a patient who is with another doctor at this time, with the next slot that is free for both, by two queries more', async () => {
    plantDoctor(database, { id: absentId });
    await book({ doctorId: absentId });
    await book({ patientId: grace, start: halfPastNine });
    await book({ doctorId: absentId, start: '2026-03-16T14:00:00.000Z' });
    resetCalls(database);

    const answer = await book();

    const nextFree = '2026-03-16T14:30:00.000Z';
    expect(answer.json).toMatchObject({ status: 409, code: 'PATIENT_BUSY', nextFree });
    expect(database.calls).toEqual({ get: 1, batchGet: 1, query: 2, write: 0, transact: 0 });
  });

  it.each([
    ['between two slots', '2026-03-16T13:10:00Z', 'not_working', '2026-03-16T13:30:00.000Z'],
    ['on a day on which the clinic is closed', '2026-03-15T14:00:00Z', 'closed', '2026-03-16T12:00:00.000Z'],
    ['in the past', '2026-03-09T12:00:00Z', 'notice', '2026-03-09T12:30:00.000Z'],
    ['beyond the horizon', '2026-06-22T13:00:00Z', 'horizon', '2026-03-09T12:30:00.000Z'],
    ['between two slots beyond the horizon', '2026-06-22T13:10:00Z', 'not_working', '2026-03-09T12:30:00.000Z'],
  ])('refuses a time that nobody can book, and says why: %s', async (_, start, reason, nextFree) => {
    const answer = await book({ start });

    expect(answer.json).toMatchObject({ status: 422, code: 'SLOT_UNAVAILABLE', reason, nextFree });
    expect(storedAppointments()).toEqual([]);
  });

  it('refuses a hold that is not there', async () => {
    const answer = await book({ holdId: absentId });

    expect(answer.json).toMatchObject({ status: 409, code: 'HOLD_EXPIRED' });
    expect(database.calls).toEqual({ get: 1, batchGet: 1, query: 0, write: 0, transact: 0 });
  });

  it.each([
    ['a start without an offset', { start: '2026-03-16T13:00:00' }, 'start'],
    ['no reason', { reason: '  ' }, 'reason'],
    ['a long reason', { reason: 'a'.repeat(1_001) }, 'reason'],
    ['an id that is none', { doctorId: 'ada' }, 'doctorId'],
    ['an end', { end: halfPastNine }, 'end'],
  ])('refuses %s with 400', async (_, overrides, path) => {
    const answer = await book(overrides);

    expect(answer.status).toBe(400);
    expect(answer.json.errors).toEqual([expect.objectContaining({ path })]);
  });

  it('books nothing that it cannot put on record', async () => {
    database.hooks.before = (operation) => {
      if (operation === 'transact') throw new AnswerLost();
    };

    expect((await book()).status).toBe(503);
    expect(storedAppointments()).toEqual([]);
  });
});

describe('who books for whom', () => {
  it.each<[string, Caller, string]>([
    ['staff', staff, 'staff'],
    ['a doctor', memberOf('doctor'), 'doctor'],
    ['an admin', memberOf('admin'), 'admin'],
    ['a key of the clinic', keyOf(northClinic), 'program'],
  ])('is the clinic for its patients: %s', async (_, caller, as) => {
    expect((await book({}, caller)).status).toBe(201);
    expect(auditOf(database, 'appointment.booked')[0]?.details).toMatchObject({ as });
  });

  it('is whoever is linked to a patient for them, and for nobody else', async () => {
    await linkTo(appointments.patients, ada, user.userId);

    const own = await book({}, user);
    const others = await book({ patientId: grace, start: halfPastNine }, user);

    expect(own.status).toBe(201);
    expect(auditOf(database, 'appointment.booked')[0]?.details).toMatchObject({ as: 'patient' });
    expect(others.json).toMatchObject({ status: 422, code: 'UNKNOWN_REFERENCE', errors: [{ path: 'patientId' }] });
  });

  it.each<[string, Caller]>([
    ['one of the public', user],
    ['staff of another clinic', memberOf('staff', southClinic)],
    ['a key of another clinic', keyOf(southClinic)],
    ['a key of none', keyOf()],
  ])('is nobody from elsewhere, to whom the patient looks absent by the same calls: %s', async (_, caller) => {
    const hidden = await book({}, caller);
    const calls = { ...database.calls };
    resetCalls(database);
    const absent = await book({ patientId: absentId }, caller);

    expect(hidden.json).toMatchObject({ status: 422, code: 'UNKNOWN_REFERENCE', errors: [{ path: 'patientId' }] });
    expect([absent.status, absent.json.errors, absent.json.detail]).toEqual([
      422,
      hidden.json.errors,
      hidden.json.detail,
    ]);
    expect(database.calls).toEqual(calls);
  });

  it('takes a doctor of the patient’s clinic alone, who is one still', async () => {
    plantDoctor(database, { id: grace, formerSince: '2026-03-08T09:00:00.000Z' });

    for (const doctorId of [southDoctor, grace, absentId]) {
      const answer = await book({ doctorId });

      expect(answer.json).toMatchObject({ status: 422, code: 'UNKNOWN_REFERENCE', errors: [{ path: 'doctorId' }] });
    }
  });

  it('finds no patient who is deleted', async () => {
    await appointments.patients.deletions.delete(staff, { patientId: ada });

    expect((await book({}, memberOf('admin'))).json).toMatchObject({ code: 'UNKNOWN_REFERENCE' });
  });
});

describe('a booking with an Idempotency-Key', () => {
  const headers = { 'idempotency-key': 'booking-1' };

  it('is carried out once, of twenty at once, and answers all of them alike', async () => {
    const handler = createHandler(appointments.booking, stackFor(staff));

    const answers = await Promise.all(Array.from({ length: 20 }, () => invoke(handler, { json: wish(), headers })));

    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
    expect(new Set(answers.map(({ text, headers: { etag, location } }) => `${text} ${etag} ${location}`)).size).toBe(1);
    expect(answers.filter((answer) => answer.headers['idempotency-replayed'] === 'true')).toHaveLength(19);
    expect(storedAppointments()).toHaveLength(1);
  });

  it('is on record each time that its answer is shown', async () => {
    const first = await book({}, staff, headers);
    const again = await book({}, staff, headers);

    expect(again.text).toBe(first.text);
    expect(auditOf(database, 'appointment.booked')).toHaveLength(1);
    expect(auditOf(database, 'appointment.read')).toHaveLength(1);
  });

  it('shows nothing to who may not know of the patient any more', async () => {
    await linkTo(appointments.patients, ada, user.userId);
    const first = await book({}, user, headers);
    await linkTo(appointments.patients, ada, absentId);

    const again = await book({}, user, headers);

    expect(first.status).toBe(201);
    expect(again.json).toMatchObject({ status: 404, code: 'APPOINTMENT_NOT_FOUND' });
  });

  it('refuses a key that came with another booking', async () => {
    await book({}, staff, headers);

    expect((await book({ start: halfPastNine }, staff, headers)).json.code).toBe('IDEMPOTENCY_KEY_REUSED');
  });
});

describeAccess(
  trigger,
  ({ appointments, stack }) => createHandler(appointments.booking, stack),
  permitted(422, { doctorId: absentId, patientId: absentId, start: '2026-03-16T13:00:00Z', reason: 'Cough' }),
);
