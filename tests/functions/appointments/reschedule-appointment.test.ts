import { beforeEach, describe, expect, it } from '@jest/globals';
import { createHandler, trigger } from '../../../functions/appointments/reschedule-appointment.ts';
import type { Caller } from '../../../lib/access/caller.ts';
import { describeAccess } from '../../support/access/describe-access.ts';
import { onAppointments } from '../../support/access/expectations.ts';
import {
  type Appointments,
  aDoctor,
  createAppointments,
  mondayAtNine,
  plantDoctor,
} from '../../support/appointments.ts';
import { northClinic } from '../../support/clinics.ts';
import { send } from '../../support/http.ts';
import { createMemoryDatabase, type MemoryDatabase } from '../../support/memory-database.ts';
import { linkTo, memberOf } from '../../support/patients.ts';
import { auditOf, resetCalls, stackOf } from '../../support/people.ts';

const otherDoctor = '019a0000-0000-7000-8000-0000000000d2';
const halfPastNine = '2026-03-16T13:30:00.000Z';
const ten = '2026-03-16T14:00:00.000Z';
const staff = memberOf('staff');
const user = memberOf('user');

let database: MemoryDatabase;
let appointments: Appointments;
let ada: string;
let grace: string;
let appointmentId: string;

beforeEach(async () => {
  database = createMemoryDatabase();
  appointments = await createAppointments(database);
  ada = (await appointments.patients.register()).id;
  grace = (await appointments.patients.register()).id;
  appointmentId = (await appointments.book({ patientId: ada })).id;
  resetCalls(database);
});

const reschedule = (json: object = { start: halfPastNine }, caller: Caller = staff, headers = {}) => {
  const stack = { ...stackOf(caller), idempotencyRecords: appointments.idempotencyRecords };
  return send(createHandler(appointments.rescheduling, stack), { params: { appointmentId }, json, headers });
};
const shown = () => appointments.viewing.get(staff, appointmentId);

describe('POST /v1/appointments/{appointmentId}/reschedule', () => {
  it('moves an appointment in one transaction, and keeps its id and reason', async () => {
    const answer = await reschedule({ start: '2026-03-16T09:30:00-04:00' });

    expect([answer.status, answer.headers.etag]).toEqual([200, '"2"']);
    expect(answer.json.data).toMatchObject({ id: appointmentId, start: halfPastNine, end: ten, reason: 'Cough' });
    expect(database.calls).toEqual({ get: 2, batchGet: 2, query: 0, write: 0, transact: 1 });
    expect(answer.lines).toHaveLength(1);
    expect(await shown()).toMatchObject({ start: halfPastNine, status: 'booked', version: 2 });
  });

  it('frees the old time, and has the new one', async () => {
    await reschedule();

    expect((await appointments.book({ patientId: grace })).start).toBe(mondayAtNine);
    await expect(appointments.book({ patientId: grace, start: halfPastNine })).rejects.toMatchObject({
      code: 'SLOT_TAKEN',
    });
  });

  it('is on record', async () => {
    await reschedule();

    expect(auditOf(database, 'appointment.rescheduled')).toMatchObject([
      { subject: `patients/${ada}`, details: { as: 'staff', clinicId: northClinic, appointmentId } },
    ]);
  });

  it('leaves it where it is while somebody else has the other time', async () => {
    await appointments.book({ patientId: grace, start: halfPastNine });
    resetCalls(database);

    const answer = await reschedule();

    expect(answer.json).toMatchObject({ status: 409, code: 'SLOT_TAKEN', nextFree: ten });
    expect(database.calls).toEqual({ get: 2, batchGet: 2, query: 1, write: 0, transact: 0 });
    expect(await shown()).toMatchObject({ start: mondayAtNine, version: 1 });
  });

  it('leaves it where it is while the patient is with another doctor', async () => {
    plantDoctor(database, { id: otherDoctor });
    await appointments.book({ patientId: ada, doctorId: otherDoctor, start: halfPastNine });

    expect((await reschedule()).json).toMatchObject({ status: 409, code: 'PATIENT_BUSY' });
    expect(await shown()).toMatchObject({ start: mondayAtNine, version: 1 });
  });

  it('takes a time that overlaps its own', async () => {
    plantDoctor(database, {
      schedule: {
        ...{ weekly: [{ day: 1, from: '09:15', to: '12:00', breaks: [] }], slotMinutes: 30, bufferMinutes: 0 },
        ...{ minNoticeMinutes: 0, horizonDays: 90 },
      },
    });

    const answer = await reschedule({ start: '2026-03-16T13:15:00Z' });

    expect(answer.json.data).toMatchObject({ start: '2026-03-16T13:15:00.000Z' });
  });

  it('refuses a time that nobody can book, and says why', async () => {
    const answer = await reschedule({ start: '2026-03-15T13:00:00Z' });

    expect(answer.json).toMatchObject({
      ...{ status: 422, code: 'SLOT_UNAVAILABLE', reason: 'closed', nextFree: '2026-03-16T12:00:00.000Z' },
    });
  });

  it('refuses any time of a doctor who works there no longer', async () => {
    plantDoctor(database, { id: aDoctor, formerSince: '2026-03-08T09:00:00.000Z' });

    const answer = await reschedule();

    expect(answer.json).toMatchObject({ status: 422, code: 'SLOT_UNAVAILABLE', reason: 'not_working' });
    expect(answer.json).not.toHaveProperty('nextFree');
  });

  it('moves none whose patient was checked in, or that is cancelled', async () => {
    await appointments.transitions.checkIn(staff, appointmentId);
    const there = await reschedule();
    await appointments.transitions.cancel(staff, appointmentId, {});
    const cancelled = await reschedule();

    expect(there.json).toMatchObject({ status: 409, code: 'ILLEGAL_TRANSITION', current: 'checked_in' });
    expect(cancelled.json).toMatchObject({ status: 409, code: 'ILLEGAL_TRANSITION', current: 'cancelled' });
  });

  it('tells nobody of a move to where it begins already, and answers what is there', async () => {
    const answer = await reschedule({ start: mondayAtNine });

    expect([answer.status, answer.headers.etag]).toEqual([200, '"1"']);
    expect(answer.json.data).toEqual(await shown().then(({ version: _, ...rest }) => rest));
    expect(database.itemsOf('events').filter(({ event }) => JSON.stringify(event).includes('rescheduled'))).toEqual([]);
    expect(auditOf(database, 'appointment.read')).not.toEqual([]);
  });

  it('is for the patient until it begins, and for the clinic from then on, too', async () => {
    await linkTo(appointments.patients, ada, user.userId);
    appointments.clock.advance((Date.parse(mondayAtNine) - appointments.clock().getTime()) / 1_000);

    const own = await reschedule({ start: ten }, user);
    const ofClinic = await reschedule({ start: ten });

    expect(own.json).toMatchObject({ status: 422, code: 'APPOINTMENT_BEGUN' });
    expect(ofClinic.status).toBe(200);
  });

  it('is for the patient before it begins, as such', async () => {
    await linkTo(appointments.patients, ada, user.userId);

    expect((await reschedule({ start: ten }, user)).status).toBe(200);
    expect(auditOf(database, 'appointment.rescheduled')[0]?.details).toMatchObject({ as: 'patient' });
  });

  it.each([
    ['no start', {}, 'start'],
    ['a start without an offset', { start: '2026-03-16T13:30:00' }, 'start'],
    ['another doctor', { start: halfPastNine, doctorId: otherDoctor }, 'doctorId'],
  ])('refuses %s with 400', async (_, json, path) => {
    const answer = await reschedule(json);

    expect(answer.status).toBe(400);
    expect(answer.json.errors).toEqual([expect.objectContaining({ path })]);
  });

  it('is carried out once for an Idempotency-Key', async () => {
    const headers = { 'idempotency-key': 'move-1' };

    const [first, again] = [await reschedule(undefined, staff, headers), await reschedule(undefined, staff, headers)];

    expect([again.status, again.text, again.headers['idempotency-replayed']]).toEqual([200, first.text, 'true']);
    expect((await shown()).version).toBe(2);
  });
});

describeAccess(
  trigger,
  ({ appointments, stack }) => createHandler(appointments.rescheduling, stack),
  onAppointments(200, 200, { start: '2026-03-17T14:00:00Z' }),
);
