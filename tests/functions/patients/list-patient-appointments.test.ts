import { beforeEach, describe, expect, it } from '@jest/globals';
import { createHandler, trigger } from '../../../functions/patients/list-patient-appointments.ts';
import type { Caller } from '../../../lib/access/caller.ts';
import type { AppointmentInList } from '../../../lib/domains/clinic/appointments/schema.ts';
import { createCursorSeal } from '../../../lib/http/cursor-seal.ts';
import { describeAccess } from '../../support/access/describe-access.ts';
import { onPatients } from '../../support/access/expectations.ts';
import { type Appointments, createAppointments } from '../../support/appointments.ts';
import { northClinic, southClinic } from '../../support/clinics.ts';
import { type Answer, send } from '../../support/http.ts';
import { createMemoryDatabase, type MemoryDatabase } from '../../support/memory-database.ts';
import { linkTo, memberOf } from '../../support/patients.ts';
import { auditOf, machineWith, resetCalls, stackOf } from '../../support/people.ts';
import { createTestSecrets } from '../../support/platform.ts';

const absentId = '019a0000-0000-7000-8000-0000000fffff';
const cursors = createCursorSeal(createTestSecrets());
const staff = memberOf('staff');
const [nine, ten] = ['2026-03-16T13:00:00.000Z', '2026-03-16T14:00:00.000Z'];

let database: MemoryDatabase;
let appointments: Appointments;
let ada: string;

beforeEach(async () => {
  database = createMemoryDatabase();
  appointments = await createAppointments(database);
  ada = (await appointments.patients.register()).id;
  const { id: grace } = await appointments.patients.register();
  await appointments.book({ patientId: ada, start: nine });
  await appointments.book({ patientId: ada, start: ten });
  await appointments.book({ patientId: grace, start: '2026-03-16T15:00:00.000Z' });
  resetCalls(database);
});

async function list(query = '', caller: Caller = staff, patientId = ada) {
  const stack = stackOf(caller);
  const answer = await send(createHandler(appointments.listing, { ...stack, cursors }), {
    params: { patientId },
    query,
  });
  return { ...answer, refusals: stack.refusals };
}

const shownIn = ({ json }: Pick<Answer, 'json'>) => json.data as AppointmentInList[];
const startsIn = (answer: Pick<Answer, 'json'>) => shownIn(answer).map(({ start }) => start);

describe('GET /v1/patients/{patientId}/appointments', () => {
  it('lists the appointments of the patient, the latest start first, with their reasons', async () => {
    const answer = await list();

    expect(answer.status).toBe(200);
    expect(shownIn(answer).map(({ start, patientId, reason }) => [start, patientId, reason])).toEqual([
      [ten, ada, 'Cough'],
      [nine, ada, 'Cough'],
    ]);
  });

  it('makes one batch read, one query and one write of the audit', async () => {
    await list();

    expect(database.calls).toEqual({ get: 0, batchGet: 1, query: 1, write: 1, transact: 0 });
    expect(auditOf(database, 'appointments.listed')).toMatchObject([
      { subject: `patients/${ada}`, details: { as: 'staff', clinicId: northClinic } },
    ]);
  });

  it.each([
    ['from', `from=${ten}`, [ten]],
    ['to', `to=${nine}`, [nine]],
    ['status', 'status=cancelled', []],
  ])('is filtered by %s', async (_, query, starts) => {
    expect(startsIn(await list(query))).toEqual(starts);
  });

  it('is read page by page, and by no cursor of another patient', async () => {
    const first = await list('limit=1');
    const cursor = (first.json.meta as { nextCursor?: string }).nextCursor;
    const second = await list(`limit=1&cursor=${cursor}`);
    const { id: other } = await appointments.patients.register();

    expect([startsIn(first), startsIn(second)]).toEqual([[ten], [nine]]);
    expect((await list(`limit=1&cursor=${cursor}`, staff, other)).json.code).toBe('INVALID_CURSOR');
  });

  it.each([
    ['an end before its start', `from=${ten}&to=${nine}`, 'to'],
    ['a doctor', `doctorId=${absentId}`, 'doctorId'],
  ])('refuses %s with 400', async (_, query, path) => {
    const answer = await list(query);

    expect(answer.status).toBe(400);
    expect(answer.json.errors).toEqual([expect.objectContaining({ path })]);
  });

  it('leaves out one that does not open, and tells of it', async () => {
    const stored = database.itemsOf('clinic').find(({ entity, start }) => entity === 'appointment' && start === nine);
    if (!stored) throw new Error('there is no appointment');
    const other = database.itemsOf('clinic').find(({ entity, start }) => entity === 'appointment' && start === ten);
    database.plant('clinic', { ...stored, reason: other?.reason });

    const answer = await list();

    expect(startsIn(answer)).toEqual([ten]);
    expect(answer.lines).toContainEqual(expect.objectContaining({ message: 'seal broken' }));
  });

  it.each<[string, Caller]>([
    ['one of the public', memberOf('user')],
    ['staff of another clinic', memberOf('staff', southClinic)],
    ['a key of another clinic', { ...machineWith('appointments:read'), clinicId: southClinic }],
    ['a key of none', machineWith('appointments:read')],
  ])('hides the patient, as if they were absent: %s', async (_, caller) => {
    for (const patientId of [ada, absentId]) {
      resetCalls(database);
      const answer = await list('', caller, patientId);

      expect([answer.status, answer.json.code, answer.refusals.length]).toEqual([404, 'PATIENT_NOT_FOUND', 1]);
      expect(database.calls).toEqual({ get: 0, batchGet: 1, query: 0, write: 0, transact: 0 });
    }
    expect(auditOf(database, 'appointments.listed')).toEqual([]);
  });

  it('shows to whoever is linked to the patient theirs alone', async () => {
    const user = memberOf('user');
    await linkTo(appointments.patients, ada, user.userId);

    expect(startsIn(await list('', user))).toEqual([ten, nine]);
    expect(auditOf(database, 'appointments.listed')[0]?.details).toMatchObject({ as: 'patient' });
  });
});

describeAccess(
  trigger,
  ({ appointments, stack }) => createHandler(appointments.listing, stack),
  onPatients(200, { linked: 200 }),
);
