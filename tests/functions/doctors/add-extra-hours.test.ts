import { beforeEach, describe, expect, it } from '@jest/globals';
import { createHandler, trigger } from '../../../functions/doctors/add-extra-hours.ts';
import type { ExtraHours } from '../../../lib/domains/clinic/doctors/exception-schema.ts';
import { createIdempotencyRecords } from '../../../lib/idempotency/records.ts';
import { describeAccess } from '../../support/access/describe-access.ts';
import { northClinic, southClinic } from '../../support/clinics.ts';
import { aSchedule, changesDoctors, createDoctors, type Doctors, doctorsOf, memberOf } from '../../support/doctors.ts';
import { invoke, send } from '../../support/http.ts';
import { auditOf, stackOf } from '../../support/people.ts';

const saturday = { date: '2026-03-14', from: '08:00', to: '12:00' };

let doctors: Doctors;

beforeEach(async () => {
  doctors = await createDoctors();
});

const handler = () =>
  createHandler(doctors.services.extraHours, {
    ...stackOf(memberOf(doctors.grace)),
    idempotencyRecords: createIdempotencyRecords(doctors.people),
  });
const request = (json: unknown, headers: Record<string, string> = {}) => ({
  ...{ method: 'POST', params: { doctorId: doctors.grace.id }, json, headers },
});
const add = (json: unknown, headers?: Record<string, string>) => send(handler(), request(json, headers));
const stored = () => doctors.doctorItem(doctors.grace) as { extraHours?: ExtraHours[]; wallTimesOf?: string };
const planted = (at: number, hours: object = {}): ExtraHours => ({
  ...{ id: `019a0000-0000-7000-8000-${String(at).padStart(12, '0')}`, ...saturday, ...hours },
});

const inSteps = 'Must be `HH:MM`, in steps of five minutes.';

describe('POST /v1/doctors/{doctorId}/extra-hours', () => {
  it('adds hours of a date, by one read and one transaction', async () => {
    const { status, json, headers } = await add(saturday);

    expect(headers.location).toBe(`/v1/doctors/${doctors.grace.id}`);
    expect([status, json.data]).toEqual([201, { id: expect.any(String), ...saturday }]);
    expect(stored()).toMatchObject({ extraHours: [json.data], wallTimesOf: northClinic });
    expect(doctors.database.calls).toEqual({ get: 1, batchGet: 0, query: 0, write: 0, transact: 1 });
    expect(auditOf(doctors.database, 'doctor.extra-hours-added')).toMatchObject([
      { details: { id: (json.data as ExtraHours).id, fields: ['date', 'from', 'to'] } },
    ]);
  });

  it.each<[string, object, object]>([
    ['a time off the grid', { from: '08:01' }, { path: 'from', code: 'invalid_format', message: inSteps }],
    ['a time of fewer digits', { from: '8:00' }, { path: 'from', code: 'invalid_format', message: inSteps }],
    [
      'an end off the grid',
      { to: '24:05' },
      { path: 'to', code: 'invalid_format', message: `${inSteps} Or \`24:00\`.` },
    ],
    ['an end before its beginning', { to: '07:00' }, { path: 'to', code: 'order' }],
    ['a day of no calendar', { date: '2026-02-30' }, { path: 'date' }],
    // It is 09:30 in UTC on 8 March, which is still 7 March where a date ends last.
    ['what is over everywhere', { date: '2026-03-07', from: '09:00', to: '21:30' }, { path: 'date', code: 'past' }],
  ])('refuses %s', async (_, wrong, error) => {
    const { status, json } = await add({ ...saturday, ...wrong });

    expect([status, json.code]).toEqual([400, 'VALIDATION_FAILED']);
    expect(json.errors).toMatchObject([error]);
  });

  it.each([
    ['what may not be over yet', { date: '2026-03-07', from: '09:00', to: '21:35' }],
    ['what is typed with spaces around it', { date: ' 2026-03-14 ', from: ' 08:00', to: '12:00 ' }],
    ['the last hour of a date', { from: '23:00', to: '24:00' }],
  ])('takes %s', async (_, right) => {
    expect((await add({ ...saturday, ...right })).status).toBe(201);
  });

  it('takes none that are over everywhere as of this moment', async () => {
    const { clock } = doctors.people;
    clock.advance((Date.parse('2026-03-08T09:35:00.000Z') - clock().getTime()) / 1_000);
    const ending = { date: '2026-03-07', from: '09:00' };

    const answers = [await add({ ...ending, to: '21:35' }), await add({ ...ending, to: '21:40' })];

    expect(answers.map(({ status }) => status)).toEqual([400, 201]);
  });

  it('adds none over others of the date', async () => {
    await add(saturday);

    const answers = [
      await add({ ...saturday, from: '11:55', to: '13:00' }),
      await add({ ...saturday, from: '12:00', to: '13:00' }),
      await add({ ...saturday, date: '2026-03-15' }),
    ];

    expect(answers.map(({ status, json }) => json.code ?? status)).toEqual(['EXTRA_HOURS_OVERLAP', 201, 201]);
  });

  it('adds one of several over each other that come at once', async () => {
    const answers = await Promise.all([1, 2, 3, 4].map(() => invoke(handler(), request(saturday))));

    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409]);
    expect(stored().extraHours).toHaveLength(1);
  });

  it('takes 50 of them and no more, of which what is over is none, and after a day is taken out', async () => {
    const on = (at: number) =>
      planted(at, { date: `2027-0${1 + Math.floor(at / 28)}-${String((at % 28) + 1).padStart(2, '0')}` });
    const many = Array.from({ length: 49 }, (_, at) => on(at));
    doctors.plant(doctors.grace, {
      // It is 09:30 in UTC on 8 March: the second is over everywhere since half past nine.
      extraHours: [planted(999, { date: '2026-03-06' }), planted(998, { date: '2026-03-07', to: '21:30' }), ...many],
      wallTimesOf: northClinic,
    });

    const answers = [await add(saturday), await add({ ...saturday, date: '2026-03-15' })];

    expect(answers.map(({ status, json }) => json.code ?? status)).toEqual([201, 'TOO_MANY_EXTRA_HOURS']);
    expect(stored().extraHours).toHaveLength(51);
    expect(JSON.stringify(stored())).not.toContain('2026-03-06');
  });

  it('adds what lies over others of the date that are over everywhere, which nobody sees any more', async () => {
    doctors.plant(doctors.grace, {
      extraHours: [planted(1, { date: '2026-03-07', from: '20:00', to: '21:30' })],
      wallTimesOf: northClinic,
    });

    expect((await add({ date: '2026-03-07', from: '21:00', to: '22:00' })).status).toBe(201);
  });

  it('takes the place of what is by the wall clock of a clinic of before', async () => {
    const old = { schedule: aSchedule, extraHours: [planted(1)], wallTimesOf: southClinic };
    doctors.plant(doctors.grace, old);

    const { json } = await add(saturday);

    expect(stored()).toMatchObject({ extraHours: [json.data], wallTimesOf: northClinic });
    expect(stored()).not.toHaveProperty('schedule');
  });

  it('adds once what is repeated with its key', async () => {
    const key = { 'idempotency-key': 'saturday-1' };

    const [first, second] = [await add(saturday, key), await add(saturday, key)];

    expect(second.json).toEqual(first.json);
    expect(stored().extraHours).toHaveLength(1);
  });
});

describeAccess(
  trigger,
  (world) => createHandler(doctorsOf(world).extraHours, world.stack),
  changesDoctors(201, { json: saturday }),
);
