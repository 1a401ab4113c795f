import { beforeEach, describe, expect, it } from '@jest/globals';
import { createHandler, trigger } from '../../../functions/clinics/create-clinic.ts';
import type { Caller } from '../../../lib/access/caller.ts';
import type { Database } from '../../../lib/data/database.ts';
import { createIdempotencyRecords } from '../../../lib/idempotency/records.ts';
import { describeAccess } from '../../support/access/describe-access.ts';
import { admins } from '../../support/access/expectations.ts';
import { type Clinics, clinicAdmin, createClinics, watchTransactions } from '../../support/clinics.ts';
import { send } from '../../support/http.ts';
import { createMemoryDatabase, type MemoryDatabase } from '../../support/memory-database.ts';
import { auditOf, machineWith, stackOf } from '../../support/people.ts';
import { createTestPlatform } from '../../support/platform.ts';

const north = { name: 'North', timeZone: 'America/New_York' };
/** A time of day, so many minutes after midnight. */
const minute = (at: number) => `0${Math.floor(at / 60)}:${String(at % 60).padStart(2, '0')}`;
const hours = (day: number, from: string, to: string) => ({ day, from, to });

/** Where the creation of a clinic writes. */
const tables = ['clinic', 'data-keys', 'events', 'audit'] as const;

let database: MemoryDatabase;
let clinics: Clinics;

beforeEach(() => {
  database = createMemoryDatabase();
  clinics = createClinics(database);
});

const create = (json: unknown, headers: Record<string, string> = {}, caller: Caller = clinicAdmin) =>
  send(
    createHandler(clinics.creation, {
      ...stackOf(caller),
      idempotencyRecords: createIdempotencyRecords(createTestPlatform(database)),
    }),
    { method: 'POST', json, headers },
  );
const problemsOf = ({ json }: { json: Record<string, unknown> }) =>
  (json.errors as { path: string; code: string }[]).map(({ path, code }) => `${path} ${code}`);

describe('POST /v1/clinics', () => {
  it('makes a clinic, and answers with it', async () => {
    const answer = await create({ name: ' North ', timeZone: 'america/new_york' });

    const { id, ...data } = answer.json.data as { id: string };
    expect(answer.status).toBe(201);
    expect(answer.headers).toMatchObject({ location: `/v1/clinics/${id}`, etag: '"1"' });
    expect(data).toEqual({
      ...north,
      openingHours: [],
      closures: [],
      createdAt: '2026-03-08T09:30:00.000Z',
      updatedAt: '2026-03-08T09:30:00.000Z',
    });
    expect(await clinics.viewing.get(clinicAdmin, id)).toMatchObject({ ...data, id, version: 1 });
  });

  it('keeps its hours by day and time, whatever order they come in', async () => {
    const openingHours = [hours(6, '09:00', '24:00'), hours(1, '13:00', '18:00'), hours(1, '08:00', '12:00')];

    const answer = await create({ ...north, openingHours });

    expect(answer.json.data).toMatchObject({ openingHours: [openingHours[2], openingHours[1], openingHours[0]] });
  });

  it('makes its data key in the same transaction, with an event and who made it on record', async () => {
    const sent = watchTransactions(database);

    const { json, lines } = await create(north);

    const { id } = json.data as { id: string };
    expect(database.calls).toEqual({ get: 0, batchGet: 0, query: 0, write: 0, transact: 1 });
    expect(sent).toEqual([['put clinic', 'put data-keys', 'put events', 'put audit']]);
    expect(lines).toHaveLength(1);
    expect(database.itemsOf('data-keys')).toMatchObject([{ owner: `clinics/${id}` }]);
    expect(database.itemsOf('events')).toMatchObject([{ event: { type: 'clinic.created', data: { clinicId: id } } }]);
    expect(auditOf(database, 'clinic.created')).toMatchObject([
      { actorId: clinicAdmin.userId, subject: `clinics/${id}`, outcome: 'success' },
    ]);
    expect((await clinics.keyring.get(`clinics/${id}`)).owner).toBe(`clinics/${id}`);
  });

  it.each(tables)('stores nothing where the write of %s is refused', async (table) => {
    const refuse: MemoryDatabase['hooks']['before'] = (operation, request) => {
      const actions = operation === 'transact' ? (request as Parameters<Database['transact']>[0]) : [];
      if (actions.some((action) => action.table === table)) throw new Error(`no writes of ${table}`);
    };
    database.hooks.before = refuse;

    const answer = await create(north);

    expect(answer.status).toBe(500);
    expect(['clinic', 'data-keys', 'events', 'audit'].flatMap((each) => database.itemsOf(each as 'clinic'))).toEqual(
      [],
    );
  });

  it('is carried out once for an Idempotency-Key, and answered alike', async () => {
    const headers = { 'idempotency-key': 'key-1' };

    const [first, second] = [await create(north, headers), await create(north, headers)];

    expect(second.text).toBe(first.text);
    expect(second.headers).toMatchObject({ 'idempotency-replayed': 'true', location: first.headers.location });
    expect(database.itemsOf('clinic')).toHaveLength(1);
  });

  it.each([
    ['no name', { timeZone: 'Europe/Berlin' }, 'name'],
    ['an empty name', { ...north, name: ' ' }, 'name'],
    ['a name of 101 characters', { ...north, name: 'n'.repeat(101) }, 'name'],
    ['a zone that there is not', { ...north, timeZone: 'BST' }, 'timeZone time_zone'],
    ['a field that there is not', { ...north, closures: [] }, ''],
    ['a time off the grid', { ...north, openingHours: [hours(1, '08:01', '12:00')] }, 'openingHours.0.from'],
    [
      'the end of a day as a beginning',
      { ...north, openingHours: [hours(1, '24:00', '24:00')] },
      'openingHours.0.from',
    ],
    [
      'hours that end as they begin',
      { ...north, openingHours: [hours(1, '08:00', '08:00')] },
      'openingHours.0.to order',
    ],
    [
      'hours that end before they begin',
      { ...north, openingHours: [hours(1, '22:00', '06:00')] },
      'openingHours.0.to order',
    ],
    ['an eighth day', { ...north, openingHours: [hours(8, '08:00', '12:00')] }, 'openingHours.0.day'],
    [
      'hours that overlap',
      { ...north, openingHours: [hours(1, '12:00', '18:00'), hours(1, '08:00', '12:05')] },
      'openingHours overlap',
    ],
    [
      'more than 21 times a week',
      { ...north, openingHours: Array.from({ length: 22 }, (_, at) => hours(1, minute(at * 5), minute(at * 5 + 5))) },
      'openingHours too_big',
    ],
  ])('refuses %s', async (_, json, problem) => {
    const answer = await create(json);

    expect([answer.status, answer.json.code]).toEqual([400, 'VALIDATION_FAILED']);
    expect(problemsOf(answer)).toContainEqual(expect.stringMatching(`^${problem}`));
    expect(database.itemsOf('clinic')).toEqual([]);
  });

  it('takes three times on each of seven days', async () => {
    const openingHours = [1, 2, 3, 4, 5, 6, 7].flatMap((day) => [
      hours(day, '00:00', '08:00'),
      hours(day, '08:00', '16:00'),
      hours(day, '16:00', '24:00'),
    ]);

    expect((await create({ ...north, openingHours })).json.data).toMatchObject({ openingHours });
  });

  it('is open to a machine with the scope', async () => {
    expect((await create(north, {}, machineWith('clinics:manage'))).status).toBe(201);
  });
});

describeAccess(trigger, ({ clinics: { creation }, stack }) => createHandler(creation, stack), {
  request: { json: north },
  statuses: admins(201),
});
