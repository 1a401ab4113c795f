import { beforeEach, describe, expect, it } from '@jest/globals';
import { createHandler, trigger } from '../../../functions/appointments/complete-appointment.ts';
import type { Caller } from '../../../lib/access/caller.ts';
import { describeAccess } from '../../support/access/describe-access.ts';
import { attending } from '../../support/access/expectations.ts';
import { type Appointments, createAppointments } from '../../support/appointments.ts';
import { bookingDisagreements } from '../../support/booking-ledger.ts';
import { northClinic, southClinic } from '../../support/clinics.ts';
import { send } from '../../support/http.ts';
import { createMemoryDatabase, type MemoryDatabase } from '../../support/memory-database.ts';
import { linkTo, memberOf } from '../../support/patients.ts';
import { auditOf, machineWith, resetCalls, stackOf } from '../../support/people.ts';

const staff = memberOf('staff');
const keyOf = (clinicId: string): Caller => ({ ...machineWith('appointments:attend'), clinicId });

let database: MemoryDatabase;
let appointments: Appointments;
let ada: string;
let appointmentId: string;

beforeEach(async () => {
  database = createMemoryDatabase();
  appointments = await createAppointments(database);
  ada = (await appointments.patients.register()).id;
  appointmentId = (await appointments.book({ patientId: ada })).id;
  await appointments.transitions.checkIn(staff, appointmentId);
  resetCalls(database);
});

async function complete(caller: Caller = staff, headers: Record<string, string> = {}) {
  const stack = { ...stackOf(caller), idempotencyRecords: appointments.idempotencyRecords };
  const answer = await send(createHandler(appointments.transitions, stack), { params: { appointmentId }, headers });
  return { ...answer, refusals: stack.refusals };
}

describe('POST /v1/appointments/{appointmentId}/complete', () => {
  it('notes that the patient has seen the doctor by two reads and one transaction', async () => {
    const answer = await complete();

    expect([answer.status, answer.headers.etag]).toEqual([200, '"3"']);
    expect(answer.json.data).toMatchObject({ id: appointmentId, status: 'completed', reason: 'Cough' });
    expect(database.calls).toEqual({ get: 1, batchGet: 1, query: 0, write: 0, transact: 1 });
    expect(answer.lines).toHaveLength(1);
  });

  it.each<[string, Caller, string]>([
    ['staff', staff, 'staff'],
    ['a doctor', memberOf('doctor'), 'doctor'],
    ['an admin', memberOf('admin'), 'admin'],
    ['a key of the clinic', keyOf(northClinic), 'program'],
  ])('puts on record who noted it, and as what: %s', async (_, caller, as) => {
    expect((await complete(caller)).status).toBe(200);
    expect(auditOf(database, 'appointment.completed')).toMatchObject([
      { subject: `patients/${ada}`, details: { as, clinicId: northClinic, appointmentId } },
    ]);
  });

  it('leaves the time to what has begun, of which nobody looks for what is to come any more', async () => {
    appointments.clock.advance(7 * 24 * 60 * 60 + 60 * 60 + 60);
    await complete();

    expect(bookingDisagreements(database)).toEqual([]);
    expect(JSON.stringify(database.itemsOf('clinic').filter(({ sk }) => sk.startsWith('DAY#')))).not.toContain(
      appointmentId,
    );
    expect((await appointments.patients.viewing.get(staff, ada)).appointmentCount).toBe(1);
  });

  it('frees the time of what has not begun, for others and for the patient', async () => {
    await complete();

    const { id: grace } = await appointments.patients.register();
    await appointments.book({ patientId: grace });
    expect(bookingDisagreements(database)).toEqual([]);
    expect((await appointments.patients.viewing.get(staff, ada)).appointmentCount).toBe(1);
  });

  it('is done once, and to none whose patient was not checked in', async () => {
    await complete();
    const again = await complete();
    appointmentId = (await appointments.book({ patientId: ada, start: '2026-03-16T14:00:00.000Z' })).id;
    const early = await complete();

    expect(again.json).toMatchObject({ status: 409, code: 'ILLEGAL_TRANSITION', current: 'completed' });
    expect(early.json).toMatchObject({ status: 409, code: 'ILLEGAL_TRANSITION', current: 'booked' });
  });

  it('is not for a doctor of another clinic about their own appointment', async () => {
    const doctor = memberOf('doctor', southClinic);
    await linkTo(appointments.patients, ada, doctor.userId);

    const answer = await complete(doctor);

    expect(answer.json).toMatchObject({ status: 403, code: 'PERMISSION_DENIED' });
    expect(answer.refusals).toHaveLength(1);
    expect(auditOf(database, 'appointment.completed')).toEqual([]);
  });

  it('is for staff of the clinic about their own appointment, too', async () => {
    await linkTo(appointments.patients, ada, staff.userId);

    expect((await complete()).status).toBe(200);
    expect(auditOf(database, 'appointment.completed')[0]?.details).toMatchObject({ as: 'patient' });
  });

  it('is carried out once for an Idempotency-Key', async () => {
    const headers = { 'idempotency-key': 'complete-1' };

    const [first, again] = [await complete(staff, headers), await complete(staff, headers)];

    expect([again.status, again.text, again.headers['idempotency-replayed']]).toEqual([200, first.text, 'true']);
    expect(auditOf(database, 'appointment.completed')).toHaveLength(1);
  });
});

describeAccess(trigger, ({ appointments, stack }) => createHandler(appointments.transitions, stack), attending(409));
