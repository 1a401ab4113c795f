import { beforeEach, describe, expect, it } from '@jest/globals';
import { createHandler, trigger } from '../../../functions/doctors/add-time-off.ts';
import type { TimeOff } from '../../../lib/domains/clinic/doctors/exception-schema.ts';
import { createIdempotencyRecords } from '../../../lib/idempotency/records.ts';
import { describeAccess } from '../../support/access/describe-access.ts';
import { changesDoctors, createDoctors, type Doctors, doctorsOf, memberOf } from '../../support/doctors.ts';
import { invoke, send } from '../../support/http.ts';
import { auditOf, stackOf } from '../../support/people.ts';

const conference = { from: '2026-03-16T08:00:00+01:00', to: '2026-03-20T18:00:00.5+01:00', reason: 'Conference' };

let doctors: Doctors;

beforeEach(async () => {
  doctors = await createDoctors();
});

const handler = () =>
  createHandler(doctors.services.timesOff, {
    ...stackOf(memberOf(doctors.grace)),
    idempotencyRecords: createIdempotencyRecords(doctors.people),
  });
const request = (json: unknown, headers: Record<string, string> = {}) => ({
  ...{ method: 'POST', params: { doctorId: doctors.grace.id }, json, headers },
});
const add = (json: unknown, headers?: Record<string, string>) => send(handler(), request(json, headers));
const stored = () => doctors.doctorItem(doctors.grace) as { timeOff?: TimeOff[]; version?: number };
const day = (shift: number) => new Date(doctors.people.clock().getTime() + shift * 86_400_000).toISOString();

/** Time off that is over by as many days as it is said, or begins in as many where that is negative. */
const overSince = (days: number, at = 0): TimeOff => ({
  ...{ id: `019a0000-0000-7000-8000-${String(at).padStart(12, '0')}`, reason: 'Course' },
  ...{ from: day(-days - 0.5), to: day(-days) },
});

describe('POST /v1/doctors/{doctorId}/time-off', () => {
  it('adds time off in UTC, against which no appointment can stand yet', async () => {
    const { status, json, headers } = await add(conference);

    expect(headers.location).toBe(`/v1/doctors/${doctors.grace.id}`);
    const timeOff = {
      ...{ id: expect.any(String), reason: 'Conference' },
      ...{ from: '2026-03-16T07:00:00.000Z', to: '2026-03-20T17:00:00.500Z' },
    };
    expect([status, json.data]).toEqual([201, { timeOff, conflicts: [] }]);
    expect(stored()).toMatchObject({ timeOff: [timeOff], version: 2 });
  });

  it('takes instants with spaces around them', async () => {
    const { json } = await add({ ...conference, from: ` ${conference.from} ` });

    expect(json.data).toMatchObject({ timeOff: { from: '2026-03-16T07:00:00.000Z' } });
  });

  it('makes one read and one transaction, looks at what is booked before and after, and puts on record that there is a reason, not which', async () => {
    await add(conference);

    expect(doctors.database.calls).toEqual({ get: 1, batchGet: 0, query: 2, write: 0, transact: 1 });
    const [entry] = auditOf(doctors.database, 'doctor.time-off-added');
    expect(entry).toMatchObject({ details: { id: stored().timeOff?.[0]?.id, fields: ['from', 'reason', 'to'] } });
    expect(JSON.stringify(entry)).not.toContain('Conference');
  });

  it.each<[string, object, object]>([
    ['an instant without an offset', { from: '2026-03-16T08:00:00' }, { path: 'from' }],
    ['a beginning that is none', { from: 'tomorrow' }, { path: 'from' }],
    ['an end that is none', { to: '2026-03-20' }, { path: 'to' }],
    ['an end before its beginning', { to: '2026-03-16T06:59:59Z' }, { path: 'to', code: 'order' }],
    ['an end at its beginning', { to: '2026-03-16T07:00:00Z' }, { path: 'to', code: 'order' }],
    ['more than 366 days', { to: '2027-03-17T07:00:01Z' }, { path: 'to', code: 'range_too_long' }],
    ['what is over', { from: '2026-03-01T08:00:00Z', to: '2026-03-02T08:00:00Z' }, { path: 'to', code: 'past' }],
    ['no reason', { reason: ' ' }, { path: 'reason' }],
    ['a long reason', { reason: 'x'.repeat(201) }, { path: 'reason' }],
  ])('refuses %s', async (_, wrong, error) => {
    const { status, json } = await add({ ...conference, ...wrong });

    expect([status, json.code]).toEqual([400, 'VALIDATION_FAILED']);
    expect(json.errors).toMatchObject([error]);
    expect(stored()).not.toHaveProperty('timeOff');
  });

  it.each([
    ['366 days', { to: '2027-03-17T07:00:00Z' }],
    ['what has begun and is not over', { from: '2026-03-01T08:00:00Z' }],
  ])('takes %s', async (_, right) => {
    expect((await add({ ...conference, ...right })).status).toBe(201);
  });

  it('takes what ends in the next moment, and not what ends in this one', async () => {
    const [now, next] = [day(0), new Date(doctors.people.clock().getTime() + 1).toISOString()];

    const answers = [
      await add({ ...conference, from: day(-1), to: now }),
      await add({ ...conference, from: now, to: next }),
    ];

    expect(answers.map(({ status }) => status)).toEqual([400, 201]);
  });

  it('takes out what has been over for a day', async () => {
    const [yesterday, before] = [overSince(0.9, 1), overSince(1.1, 2)];
    doctors.plant(doctors.grace, { timeOff: [before, yesterday] });

    const { json } = await add(conference);

    expect(stored().timeOff).toEqual([yesterday, (json.data as { timeOff: TimeOff }).timeOff]);
  });

  it('takes 50 of them and no more', async () => {
    doctors.plant(doctors.grace, { timeOff: Array.from({ length: 49 }, (_, at) => overSince(-1, at)) });

    const answers = [await add(conference), await add(conference)];

    expect(answers.map(({ status }) => status)).toEqual([201, 409]);
    expect(answers[1]?.json.code).toBe('TOO_MANY_TIME_OFF');
    expect(stored().timeOff).toHaveLength(50);
  });

  it('counts what is to come, and of what is over keeps the latest 50', async () => {
    const over = Array.from({ length: 60 }, (_, at) => overSince(0.9 - at / 100, at));
    const toCome = Array.from({ length: 49 }, (_, at) => overSince(-1, 100 + at));
    doctors.plant(doctors.grace, { timeOff: [...over, ...toCome] });

    const answers = [await add(conference), await add(conference)];

    expect(answers.map(({ status, json }) => json.code ?? status)).toEqual([201, 'TOO_MANY_TIME_OFF']);
    expect(stored().timeOff).toMatchObject([...over.slice(10), ...toCome, { reason: 'Conference' }]);
  });

  it('loses none of several that come at once', async () => {
    const answers = await Promise.all([1, 2, 3, 4].map(() => invoke(handler(), request(conference))));

    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201, 201]);
    expect(stored().timeOff).toHaveLength(4);
  });

  it('adds once what is repeated with its key, and answers the same', async () => {
    const key = { 'idempotency-key': 'conference-1' };

    const [first, second] = [await add(conference, key), await add(conference, key)];

    expect(second.json).toEqual(first.json);
    expect(stored().timeOff).toHaveLength(1);
  });

  it('is held to If-Match', async () => {
    expect((await add(conference, { 'if-match': '"7"' })).json.code).toBe('STALE_VERSION');
  });
});

describeAccess(
  trigger,
  (world) => createHandler(doctorsOf(world).timesOff, world.stack),
  changesDoctors(201, { json: conference }),
);
