import { beforeEach, describe, expect, it } from '@jest/globals';
import { createHandler, trigger } from '../../../functions/appointments/list-appointments.ts';
import type { Caller } from '../../../lib/access/caller.ts';
import { AnswerLost } from '../../../lib/data/database.ts';
import type { AppointmentInList } from '../../../lib/domains/clinic/appointments/schema.ts';
import { createCursorSeal } from '../../../lib/http/cursor-seal.ts';
import { describeAccess } from '../../support/access/describe-access.ts';
import { permitted } from '../../support/access/expectations.ts';
import { type Appointments, aDoctor, createAppointments, plantDoctor } from '../../support/appointments.ts';
import { northClinic, southClinic } from '../../support/clinics.ts';
import { type Answer, send } from '../../support/http.ts';
import { createMemoryDatabase, type MemoryDatabase } from '../../support/memory-database.ts';
import { linkTo, memberOf } from '../../support/patients.ts';
import { auditOf, machineWith, resetCalls, stackOf } from '../../support/people.ts';
import { createTestSecrets } from '../../support/platform.ts';

const absentId = '019a0000-0000-7000-8000-0000000fffff';
const cursors = createCursorSeal(createTestSecrets());
const staff = memberOf('staff');
const user = memberOf('user');
const keyOf = (clinicId?: string): Caller => ({ ...machineWith('appointments:read'), ...(clinicId && { clinicId }) });
const [nine, ten, eleven] = ['2026-03-16T13:00:00.000Z', '2026-03-16T14:00:00.000Z', '2026-03-16T15:00:00.000Z'];
const ofDoctor = `doctorId=${aDoctor}`;

let database: MemoryDatabase;
let appointments: Appointments;
let ada: string;
let grace: string;

beforeEach(async () => {
  database = createMemoryDatabase();
  appointments = await createAppointments(database);
  ada = (await appointments.patients.register()).id;
  grace = (await appointments.patients.register()).id;
  await appointments.book({ patientId: ada, start: ten });
  await appointments.book({ patientId: grace, start: nine });
  await appointments.book({ patientId: ada, start: eleven });
  resetCalls(database);
});

const list = (query: string, caller: Caller = staff) =>
  send(createHandler(appointments.listing, { ...stackOf(caller), cursors }), { query });
const shownIn = ({ json }: Pick<Answer, 'json'>) => json.data as AppointmentInList[];
const startsIn = (answer: Answer) => shownIn(answer).map(({ start }) => start);
const cursorIn = ({ json }: Answer) => (json.meta as { nextCursor?: string }).nextCursor;

describe('GET /v1/appointments of a doctor', () => {
  it('lists those at the clinic, the latest start first, without what is clinical', async () => {
    const answer = await list(ofDoctor);

    expect(answer.status).toBe(200);
    expect(shownIn(answer).map(({ start, patientId, status }) => [start, patientId, status])).toEqual([
      [eleven, ada, 'booked'],
      [ten, ada, 'booked'],
      [nine, grace, 'booked'],
    ]);
    expect(answer.text).not.toMatch(/eason|Cough/);
  });

  it('makes one query and one write of the audit, and reads no key', async () => {
    await list(ofDoctor);

    expect(database.calls).toEqual({ get: 0, batchGet: 0, query: 1, write: 1, transact: 0 });
    expect(auditOf(database, 'appointments.listed')).toMatchObject([
      { subject: 'appointments', details: { doctorId: aDoctor, filters: [] } },
    ]);
  });

  it('reads of which clinic a doctor is for who acts in every one', async () => {
    const answer = await list(ofDoctor, memberOf('admin'));

    expect(startsIn(answer)).toEqual([eleven, ten, nine]);
    expect(database.calls).toEqual({ get: 1, batchGet: 0, query: 1, write: 1, transact: 0 });
    expect(startsIn(await list(`doctorId=${absentId}`, memberOf('admin')))).toEqual([]);
  });

  it('names in the audit by what it was filtered', async () => {
    await list(`${ofDoctor}&status=booked&from=${ten}`);

    expect(auditOf(database, 'appointments.listed')[0]?.details).toMatchObject({ filters: ['from', 'status'] });
  });

  it.each<[string, Caller, number]>([
    ['a doctor of the clinic', memberOf('doctor'), 3],
    ['a key of the clinic', keyOf(northClinic), 3],
    ['staff of another clinic', memberOf('staff', southClinic), 0],
    ['a key of another clinic', keyOf(southClinic), 0],
    ['a key of none', keyOf(), 0],
    ['one of the public', user, 0],
  ])('shows to each caller what is booked at their clinic: %s', async (_, caller, count) => {
    expect(shownIn(await list(ofDoctor, caller))).toHaveLength(count);
  });

  it('shows at each clinic what was booked there, of a doctor who works at another by now', async () => {
    plantDoctor(database, { clinicId: southClinic });
    const { id: patientId } = await appointments.patients.register({}, memberOf('staff', southClinic));
    await appointments.book({ patientId, start: '2026-03-17T13:00:00.000Z' }, memberOf('staff', southClinic));

    expect(startsIn(await list(ofDoctor))).toEqual([eleven, ten, nine]);
    expect(startsIn(await list(ofDoctor, memberOf('staff', southClinic)))).toEqual(['2026-03-17T13:00:00.000Z']);
  });

  it.each([
    ['from', `from=${ten}`, [eleven, ten]],
    ['from, in the last year there is', 'from=9999-06-01T00:00:00Z', []],
    ['to', `to=${ten}`, [ten, nine]],
    ['both, by other offsets', 'from=2026-03-16T10:00:00-04:00&to=2026-03-16T15:30:00%2B01:00', [ten]],
  ])('lists those that begin in a range, both ends included: %s', async (_, range, starts) => {
    expect(startsIn(await list(`${ofDoctor}&${range}`))).toEqual(starts);
  });

  it('sifts by status, and pages to the end, each once', async () => {
    const [, second] = shownIn(await list(ofDoctor));
    await appointments.transitions.cancel(staff, String(second?.id), {});

    expect(startsIn(await list(`${ofDoctor}&status=cancelled`))).toEqual([ten]);
    const seen: string[] = [];
    for (let cursor: string | undefined = ''; cursor !== undefined; ) {
      const answer = await list(`${ofDoctor}&status=booked&limit=1${cursor && `&cursor=${cursor}`}`);
      seen.push(...startsIn(answer));
      cursor = cursorIn(answer);
    }
    expect(seen).toEqual([eleven, nine]);
  });

  it('goes on by no cursor of another list', async () => {
    const cursor = cursorIn(await list(`${ofDoctor}&limit=1`));

    expect((await list(`patientId=${ada}&limit=1&cursor=${cursor}`)).json).toMatchObject({ code: 'INVALID_CURSOR' });
  });

  it('shows nothing while it cannot be put on record', async () => {
    database.hooks.before = (operation) => {
      if (operation === 'write') throw new AnswerLost();
    };

    expect((await list(ofDoctor)).status).toBe(503);
  });
});

describe('GET /v1/appointments of a patient', () => {
  it('lists them with what is clinical, by one batch read, one query and one write of the audit', async () => {
    const answer = await list(`patientId=${ada}`);

    expect(shownIn(answer).map(({ start, reason }) => [start, reason])).toEqual([
      [eleven, 'Cough'],
      [ten, 'Cough'],
    ]);
    expect(database.calls).toEqual({ get: 0, batchGet: 1, query: 1, write: 1, transact: 0 });
    expect(auditOf(database, 'appointments.listed')).toMatchObject([
      { subject: `patients/${ada}`, details: { as: 'staff', clinicId: northClinic } },
    ]);
  });

  it('is for whoever is linked to the patient', async () => {
    await linkTo(appointments.patients, ada, user.userId);

    expect(startsIn(await list(`patientId=${ada}`, user))).toEqual([eleven, ten]);
    expect(startsIn(await list(`patientId=${grace}`, user))).toEqual([]);
  });

  it('is as empty for one out of reach as for none, by the same calls and nothing on record', async () => {
    const caller = memberOf('staff', southClinic);

    for (const patientId of [ada, absentId]) {
      resetCalls(database);
      const answer = await list(`patientId=${patientId}`, caller);

      expect([answer.status, answer.json]).toMatchObject([200, { data: [] }]);
      expect(database.calls).toEqual({ get: 0, batchGet: 1, query: 0, write: 0, transact: 0 });
    }
  });
});

describe('the query of GET /v1/appointments', () => {
  it.each([
    ['neither doctor nor patient', '', ''],
    ['both', `${ofDoctor}&patientId=${absentId}`, ''],
    ['an id that is none', 'doctorId=ada', 'doctorId'],
    ['an end before its start', `${ofDoctor}&from=${ten}&to=${nine}`, 'to'],
    ['a time without an offset', `${ofDoctor}&from=2026-03-16T13:00:00`, 'from'],
    ['a status that is none', `${ofDoctor}&status=open`, 'status'],
  ])('is refused with 400: %s', async (_, query, path) => {
    const answer = await list(query);

    expect(answer.status).toBe(400);
    expect(answer.json.errors).toEqual([expect.objectContaining({ path })]);
  });
});

describeAccess(trigger, ({ appointments, stack }) => createHandler(appointments.listing, stack), {
  ...permitted(200),
  request: { query: ofDoctor },
});
