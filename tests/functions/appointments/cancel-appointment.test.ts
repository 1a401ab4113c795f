import { beforeEach, describe, expect, it } from '@jest/globals';
import { createHandler, trigger } from '../../../functions/appointments/cancel-appointment.ts';
import type { Caller } from '../../../lib/access/caller.ts';
import { describeAccess } from '../../support/access/describe-access.ts';
import { onAppointments } from '../../support/access/expectations.ts';
import { type Appointments, createAppointments, mondayAtNine } from '../../support/appointments.ts';
import { northClinic } from '../../support/clinics.ts';
import { send } from '../../support/http.ts';
import { createMemoryDatabase, type MemoryDatabase } from '../../support/memory-database.ts';
import { linkTo, memberOf } from '../../support/patients.ts';
import { auditOf, resetCalls, stackOf } from '../../support/people.ts';

const staff = memberOf('staff');
const user = memberOf('user');
const reason = 'I have a cold.';

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

const cancel = (json: object = { reason }, caller: Caller = staff, headers: Record<string, string> = {}) => {
  const stack = { ...stackOf(caller), idempotencyRecords: appointments.idempotencyRecords };
  return send(createHandler(appointments.transitions, stack), { params: { appointmentId }, json, headers });
};

describe('POST /v1/appointments/{appointmentId}/cancel', () => {
  it('cancels an appointment by two reads and one transaction, and keeps why', async () => {
    const answer = await cancel();

    expect([answer.status, answer.headers.etag]).toEqual([200, '"2"']);
    expect(answer.json.data).toMatchObject({ id: appointmentId, status: 'cancelled', cancelReason: reason });
    expect(database.calls).toEqual({ get: 1, batchGet: 1, query: 0, write: 0, transact: 1 });
    expect(answer.lines).toHaveLength(1);
    expect(await appointments.viewing.get(staff, appointmentId)).toMatchObject({ cancelReason: reason, version: 2 });
  });

  it('needs no reason, and takes none that is empty', async () => {
    const [empty, none] = [await cancel({ reason: '' }), await cancel({})];

    expect([empty.status, none.status]).toEqual([400, 200]);
    expect(none.json.data).not.toHaveProperty('cancelReason');
  });

  it('is on record, and told without the reason, which is stored sealed', async () => {
    await cancel();

    expect(auditOf(database, 'appointment.cancelled')).toMatchObject([
      { subject: `patients/${ada}`, details: { as: 'staff', clinicId: northClinic, appointmentId } },
    ]);
    for (const table of ['events', 'audit', 'clinic'] as const)
      expect(JSON.stringify(database.itemsOf(table))).not.toContain('cold');
  });

  it('frees the time for others, and takes it from the count of the patient', async () => {
    await cancel();

    const { id: grace } = await appointments.patients.register();
    expect((await appointments.book({ patientId: grace })).start).toBe(mondayAtNine);
    expect((await appointments.patients.viewing.get(staff, ada)).appointmentCount).toBe(0);
  });

  it('cancels one whose patient was checked in, and none that is over or cancelled', async () => {
    await appointments.transitions.checkIn(staff, appointmentId);

    const answers = [await cancel(), await cancel()];

    expect(answers.map(({ status }) => status)).toEqual([200, 409]);
    expect(answers[1]?.json).toMatchObject({ code: 'ILLEGAL_TRANSITION', current: 'cancelled' });
    expect(database.calls).toMatchObject({ transact: 2 });
  });

  it('is for the patient until it begins, and for the clinic from then on, too', async () => {
    await linkTo(appointments.patients, ada, user.userId);
    appointments.clock.advance((Date.parse(mondayAtNine) - appointments.clock().getTime()) / 1_000);

    const own = await cancel({ reason }, user);
    const ofClinic = await cancel();

    expect(own.json).toMatchObject({ status: 422, code: 'APPOINTMENT_BEGUN' });
    expect(ofClinic.status).toBe(200);
  });

  it('is for the patient a second before it begins', async () => {
    await linkTo(appointments.patients, ada, user.userId);
    appointments.clock.advance((Date.parse(mondayAtNine) - appointments.clock().getTime()) / 1_000 - 1);

    expect((await cancel({ reason }, user)).status).toBe(200);
    expect(auditOf(database, 'appointment.cancelled')[0]?.details).toMatchObject({ as: 'patient' });
  });

  it('is carried out once for an Idempotency-Key, and answered to whoever may know of it by then', async () => {
    const headers = { 'idempotency-key': 'cancel-1' };
    await linkTo(appointments.patients, ada, user.userId);
    const first = await cancel({ reason }, user, headers);
    const again = await cancel({ reason }, user, headers);
    await linkTo(appointments.patients, ada, staff.userId);
    const unlinked = await cancel({ reason }, user, headers);

    expect([again.status, again.text, again.headers['idempotency-replayed']]).toEqual([200, first.text, 'true']);
    expect(unlinked.json).toMatchObject({ status: 404, code: 'APPOINTMENT_NOT_FOUND' });
    expect(auditOf(database, 'appointment.cancelled')).toHaveLength(1);
  });
});

describeAccess(
  trigger,
  ({ appointments, stack }) => createHandler(appointments.transitions, stack),
  onAppointments(200, 200, {}),
);
