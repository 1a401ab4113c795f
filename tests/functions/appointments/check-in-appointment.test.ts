import { beforeEach, describe, expect, it } from '@jest/globals';
import { createHandler, trigger } from '../../../functions/appointments/check-in-appointment.ts';
import type { Caller } from '../../../lib/access/caller.ts';
import { describeAccess } from '../../support/access/describe-access.ts';
import { attending } from '../../support/access/expectations.ts';
import { type Appointments, createAppointments } from '../../support/appointments.ts';
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
  resetCalls(database);
});

async function checkIn(caller: Caller = staff, headers: Record<string, string> = {}) {
  const stack = { ...stackOf(caller), idempotencyRecords: appointments.idempotencyRecords };
  const answer = await send(createHandler(appointments.transitions, stack), { params: { appointmentId }, headers });
  return { ...answer, refusals: stack.refusals };
}

describe('POST /v1/appointments/{appointmentId}/check-in', () => {
  it('notes that the patient is there by two reads and one transaction', async () => {
    const answer = await checkIn();

    expect([answer.status, answer.headers.etag]).toEqual([200, '"2"']);
    expect(answer.json.data).toMatchObject({ id: appointmentId, status: 'checked_in', reason: 'Cough' });
    expect(database.calls).toEqual({ get: 1, batchGet: 1, query: 0, write: 0, transact: 1 });
    expect(answer.lines).toHaveLength(1);
  });

  it.each<[string, Caller, string]>([
    ['staff', staff, 'staff'],
    ['a doctor', memberOf('doctor'), 'doctor'],
    ['an admin', memberOf('admin'), 'admin'],
    ['a key of the clinic', keyOf(northClinic), 'program'],
  ])('puts on record who noted it, and as what: %s', async (_, caller, as) => {
    expect((await checkIn(caller)).status).toBe(200);
    expect(auditOf(database, 'appointment.checked-in')).toMatchObject([
      { subject: `patients/${ada}`, details: { as, clinicId: northClinic, appointmentId } },
    ]);
  });

  it('is done once, and to none that is over', async () => {
    await checkIn();
    const again = await checkIn();
    await appointments.transitions.complete(staff, appointmentId);
    const over = await checkIn();

    expect(again.json).toMatchObject({ status: 409, code: 'ILLEGAL_TRANSITION', current: 'checked_in' });
    expect(over.json).toMatchObject({ status: 409, code: 'ILLEGAL_TRANSITION', current: 'completed' });
  });

  it('is not done to one that is cancelled', async () => {
    await appointments.transitions.cancel(staff, appointmentId, {});

    expect((await checkIn()).json).toMatchObject({ code: 'ILLEGAL_TRANSITION', current: 'cancelled' });
  });

  it('is not for a doctor of another clinic about their own appointment', async () => {
    const doctor = memberOf('doctor', southClinic);
    await linkTo(appointments.patients, ada, doctor.userId);

    const answer = await checkIn(doctor);

    expect(answer.json).toMatchObject({ status: 403, code: 'PERMISSION_DENIED' });
    expect(answer.refusals).toHaveLength(1);
    expect(auditOf(database, 'appointment.checked-in')).toEqual([]);
  });

  it('is for staff of the clinic about their own appointment, too', async () => {
    await linkTo(appointments.patients, ada, staff.userId);

    expect((await checkIn()).status).toBe(200);
    expect(auditOf(database, 'appointment.checked-in')[0]?.details).toMatchObject({ as: 'patient' });
  });

  it('is carried out once for an Idempotency-Key', async () => {
    const headers = { 'idempotency-key': 'check-in-1' };

    const [first, again] = [await checkIn(staff, headers), await checkIn(staff, headers)];

    expect([again.status, again.text, again.headers['idempotency-replayed']]).toEqual([200, first.text, 'true']);
    expect(auditOf(database, 'appointment.checked-in')).toHaveLength(1);
  });
});

describeAccess(trigger, ({ appointments, stack }) => createHandler(appointments.transitions, stack), attending(200));
