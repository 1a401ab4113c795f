import { beforeEach, describe, expect, it } from '@jest/globals';
import { createHandler, trigger } from '../../../functions/appointments/get-appointment-calendar.ts';
import type { Caller } from '../../../lib/access/caller.ts';
import { AnswerLost } from '../../../lib/data/database.ts';
import { describeAccess } from '../../support/access/describe-access.ts';
import { onAppointments } from '../../support/access/expectations.ts';
import { type Appointments, createAppointments, mondayAtNine } from '../../support/appointments.ts';
import { readByIcalJs, readByNodeIcal } from '../../support/calendar-readers.ts';
import { northClinic, southClinic } from '../../support/clinics.ts';
import { send } from '../../support/http.ts';
import { createMemoryDatabase, type MemoryDatabase } from '../../support/memory-database.ts';
import { linkTo, memberOf } from '../../support/patients.ts';
import { auditOf, resetCalls, stackOf } from '../../support/people.ts';

const absentId = '019a0000-0000-7000-8000-0000000fffff';
const staff = memberOf('staff');

let database: MemoryDatabase;
let appointments: Appointments;
let patientId: string;
let appointmentId: string;

beforeEach(async () => {
  database = createMemoryDatabase();
  appointments = await createAppointments(database);
  const grace = { name: 'Grace "Amazing" Hopper, Rear Admiral', email: 'grace@example.test' };
  patientId = (await appointments.patients.register(grace)).id;
  appointmentId = (await appointments.book({ patientId, reason: 'Chest pain' })).id;
  resetCalls(database);
});

async function open(caller: Caller = staff, { id = appointmentId, headers = {} } = {}) {
  const stack = stackOf(caller);
  const answer = await send(createHandler(appointments.calendars, stack), { params: { appointmentId: id }, headers });
  return { ...answer, refusals: stack.refusals };
}

describe('GET /v1/appointments/{appointmentId}/calendar', () => {
  it.each([
    ['ical.js', readByIcalJs],
    ['node-ical', readByNodeIcal],
  ])('answers the invitation as a text that %s reads', async (_, readBy) => {
    const { status, headers, text } = await open();

    expect([status, headers['content-type']]).toEqual([200, 'text/calendar; charset=utf-8']);
    expect(readBy(text)).toMatchObject({
      ...{ method: 'REQUEST', uid: `${appointmentId}@polyclinic.test`, sequence: 0, status: 'CONFIRMED' },
      ...{ start: new Date(mondayAtNine), end: new Date('2026-03-16T13:30:00Z') },
      ...{ summary: 'Appointment with Dr Ada Lovelace', location: 'North', alarmAt: new Date('2026-03-15T13:00:00Z') },
      organizer: { name: 'North', address: 'no-reply@polyclinic.test' },
      attendee: { name: 'Grace "Amazing" Hopper, Rear Admiral', address: 'grace@example.test' },
    });
    expect(text).not.toMatch(/Chest pain/);
  });

  it('tells of a cancelled one that it is', async () => {
    await appointments.transitions.cancel(staff, appointmentId, { reason: 'Well again' });

    const { text } = await open();

    expect(readByIcalJs(text)).toMatchObject({ method: 'CANCEL', status: 'CANCELLED', sequence: 1 });
    expect(text).not.toMatch(/Well again/);
  });

  it('is in the language that is asked for, and says so', async () => {
    const { headers, text } = await open(staff, { headers: { 'accept-language': 'de-AT, en;q=0.5' } });

    expect(readByIcalJs(text).summary).toBe('Arzttermin bei Ada Lovelace');
    expect([headers['content-language'], headers.vary]).toEqual(['de', 'accept-encoding, accept-language']);
  });

  it('is on record as an appointment that was opened, by whom and as what', async () => {
    const caller = memberOf('user');
    await linkTo(appointments.patients, patientId, caller.userId);

    const { status } = await open(caller);

    expect(status).toBe(200);
    const [entry] = auditOf(database, 'appointment.read');
    expect(entry).toMatchObject({ subject: `patients/${patientId}`, outcome: 'success' });
    expect(entry?.details).toEqual({ as: 'patient', clinicId: northClinic, appointmentId });
  });

  it('makes four reads and one write of the audit', async () => {
    await open();

    expect(database.calls).toEqual({ get: 3, batchGet: 1, query: 0, write: 1, transact: 0 });
  });

  it('shows nothing that it cannot put on record', async () => {
    database.hooks.before = (operation) => {
      if (operation === 'write') throw new AnswerLost();
    };

    const { status, text } = await open();

    expect(status).toBe(503);
    expect(text).not.toMatch(/Grace|VCALENDAR/);
  });

  it('answers alike for one of another clinic and one that is not there, by the same calls', async () => {
    for (const [caller, id] of [
      [memberOf('staff', southClinic), appointmentId],
      [staff, absentId],
      [memberOf('user'), appointmentId],
    ] as const) {
      resetCalls(database);
      const { status, json, refusals } = await open(caller, { id });

      expect([status, json.code, refusals.length]).toEqual([404, 'APPOINTMENT_NOT_FOUND', 1]);
      expect(database.calls).toEqual({ get: 1, batchGet: 1, query: 0, write: 0, transact: 0 });
    }
  });
});

describeAccess(
  trigger,
  ({ appointments, stack }) => createHandler(appointments.calendars, stack),
  onAppointments(200, 200),
);
