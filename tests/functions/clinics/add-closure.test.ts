import { beforeEach, describe, expect, it } from '@jest/globals';
import { createHandler, trigger } from '../../../functions/clinics/add-closure.ts';
import type { Caller } from '../../../lib/access/caller.ts';
import { createIdempotencyRecords } from '../../../lib/idempotency/records.ts';
import { describeAccess } from '../../support/access/describe-access.ts';
import { insideClinics } from '../../support/access/expectations.ts';
import {
  type Clinics,
  clinicAdmin,
  clinicItem,
  createClinics,
  memberAt,
  northClinic,
  plantClinics,
  southClinic,
  watchTransactions,
} from '../../support/clinics.ts';
import { send } from '../../support/http.ts';
import { createMemoryDatabase, type MemoryDatabase } from '../../support/memory-database.ts';
import { auditOf, machineWith, resetCalls, stackOf } from '../../support/people.ts';
import { createTestPlatform } from '../../support/platform.ts';

const nowhere = '019a0000-0000-7000-8000-00000000c0ff';
const thanksgiving = { from: '2026-11-26', to: '2026-11-27', reason: 'Thanksgiving' };

let database: MemoryDatabase;
let clinics: Clinics;

beforeEach(() => {
  database = createMemoryDatabase();
  plantClinics(database);
  clinics = createClinics(database);
});

interface Asked {
  readonly json?: unknown;
  readonly caller?: Caller;
  readonly clinicId?: string;
  readonly headers?: Record<string, string>;
}

async function add({
  json = thanksgiving,
  caller = memberAt(northClinic),
  clinicId = northClinic,
  headers,
}: Asked = {}) {
  const stack = {
    ...stackOf(caller),
    idempotencyRecords: createIdempotencyRecords(createTestPlatform(database)),
  };
  const fields = { method: 'POST', params: { clinicId }, json, ...(headers && { headers }) };
  return { ...(await send(createHandler(clinics.closures, stack), fields)), refusals: stack.refusals };
}

const closuresOf = (clinicId: string) => clinicItem(database, clinicId)?.closures as (typeof thanksgiving)[];

/** The clinic with as many closures, each as long as it may be. */
function plantClosures(count: number): void {
  const reason = '\u{1f3e5}'.repeat(200);
  const closures = Array.from({ length: count }, () => ({ id: nowhere, from: '2026-01-01', to: '2026-01-01', reason }));
  database.plant('clinic', { ...clinicItem(database, northClinic), closures } as never);
}

describe('POST /v1/clinics/{clinicId}/closures', () => {
  it('closes one’s own clinic for some days, which the clinic shows from then on', async () => {
    clinics.clock.advance(60);

    const answer = await add();

    const { closure, ...rest } = answer.json.data as { closure: object };
    expect([answer.status, answer.headers.location]).toEqual([201, `/v1/clinics/${northClinic}`]);
    expect(closure).toEqual({ id: expect.any(String), ...thanksgiving });
    expect(rest).toEqual({ conflicts: [] });
    expect(await clinics.viewing.get(clinicAdmin, northClinic)).toMatchObject({
      closures: [closure],
      updatedAt: '2026-03-08T09:31:00.000Z',
      version: 2,
    });
  });

  it('is on record with its id and no word of its reason, and tells that the clinic has changed', async () => {
    const { json } = await add();

    const { closure } = json.data as { closure: { id: string } };
    const [entry] = auditOf(database, 'clinic.closure-added');
    expect(entry).toMatchObject({ subject: `clinics/${northClinic}`, details: { closureId: closure.id } });
    expect(JSON.stringify([database.itemsOf('audit'), database.itemsOf('events')])).not.toContain('Thanksgiving');
    expect(database.itemsOf('events')).toMatchObject([
      { event: { type: 'clinic.changed', data: { clinicId: northClinic } } },
    ]);
  });

  it('makes one read and one transaction of three items, looks at what is booked before and after, and logs one line', async () => {
    const sent = watchTransactions(database);

    const { lines } = await add();

    expect(database.calls).toEqual({ get: 1, batchGet: 0, query: 2, write: 0, transact: 1 });
    expect(sent).toEqual([['update clinic', 'put events', 'put audit']]);
    expect(lines).toHaveLength(1);
  });

  it('keeps closures by their first days, whatever order they come in', async () => {
    await add();
    await add({ json: { ...thanksgiving, from: '2026-07-03', to: '2026-07-03' } });
    await add({ json: { ...thanksgiving, to: '2026-11-26' } });

    expect(closuresOf(northClinic).map(({ from, to }) => [from, to])).toEqual([
      ['2026-07-03', '2026-07-03'],
      ['2026-11-26', '2026-11-26'],
      ['2026-11-26', '2026-11-27'],
    ]);
  });

  it('is carried out once for an Idempotency-Key, and answered alike', async () => {
    const headers = { 'idempotency-key': 'key-1' };

    const [first, second] = [await add({ headers }), await add({ headers })];

    expect(second.text).toBe(first.text);
    expect(closuresOf(northClinic)).toHaveLength(1);
  });

  it('loses no closure that somebody else adds in that moment', async () => {
    database.hooks.before = async (operation) => {
      if (operation !== 'transact') return;
      delete database.hooks.before;
      await clinics.closures.add(clinicAdmin, { clinicId: northClinic }, { ...thanksgiving, reason: 'Inventory' });
    };

    await add();

    expect(
      closuresOf(northClinic)
        .map(({ reason }) => reason)
        .sort(),
    ).toEqual(['Inventory', 'Thanksgiving']);
  });

  it('holds for the clinic as the client has seen it, where it names that', async () => {
    const [first, second] = [
      await add({ headers: { 'if-match': '"1"' } }),
      await add({ headers: { 'if-match': '"1"' } }),
    ];

    expect([first.status, second.status]).toEqual([201, 412]);
    expect(closuresOf(northClinic)).toHaveLength(1);
  });

  it('makes 366 of them, however long their reasons, and no more', async () => {
    plantClosures(365);

    const last = await add({ json: { ...thanksgiving, reason: '\u{1f3e5}'.repeat(200) } });
    const further = await add();

    expect([last.status, further.status, further.json.code]).toEqual([201, 409, 'TOO_MANY_CLOSURES']);
    expect(closuresOf(northClinic)).toHaveLength(366);
  });

  it.each([
    ['staff another', memberAt(northClinic), southClinic],
    ['staff an absent', memberAt(northClinic), nowhere],
    ['a bound key another', { ...machineWith('closures:write'), clinicId: northClinic }, southClinic],
    ['a bound key an absent', { ...machineWith('closures:write'), clinicId: northClinic }, nowhere],
  ])('shows %s clinic as if there were none, without a look, and puts that on record', async (_, caller, clinicId) => {
    resetCalls(database);

    const answer = await add({ caller, clinicId });

    expect([answer.status, answer.json.code, answer.refusals.length]).toEqual([404, 'CLINIC_NOT_FOUND', 1]);
    expect(database.calls).toEqual({ get: 0, batchGet: 0, query: 0, write: 0, transact: 0 });
  });

  it.each([
    ['an admin', clinicAdmin, southClinic],
    ['an admin who is staff elsewhere', { ...memberAt(northClinic), roles: ['staff', 'admin'] as const }, southClinic],
    ['a key that is bound to none', machineWith('closures:write'), southClinic],
    ['a key that is bound to it', { ...machineWith('closures:write'), clinicId: northClinic }, northClinic],
  ])('is open to %s', async (_, caller, clinicId) => {
    expect((await add({ caller, clinicId })).status).toBe(201);
  });

  it('refuses a last day before the first, and says so', async () => {
    const { status, json } = await add({ json: { ...thanksgiving, to: '2026-11-25' } });

    expect([status, json.errors]).toEqual([400, [expect.objectContaining({ path: 'to', code: 'order' })]]);
  });

  it('says so beside a field that it does not know', async () => {
    const { json } = await add({ json: { ...thanksgiving, to: '2026-11-25', note: 'x' } });

    expect((json.errors as { path: string }[]).map(({ path }) => path).sort()).toEqual(['note', 'to']);
  });

  it('says of what is no object nothing about its fields', async () => {
    const { status, json } = await add({ json: ['tomorrow'] });

    expect([status, json.errors]).toEqual([400, [expect.objectContaining({ path: '' })]]);
  });

  it.each(['tomorrow', '2026-11-31'])('says of a first day that is none, %s, nothing else', async (from) => {
    const { status, json } = await add({ json: { ...thanksgiving, from } });

    expect([status, json.errors]).toEqual([400, [expect.objectContaining({ path: 'from' })]]);
  });

  it.each([
    ['a day that there is not', { ...thanksgiving, to: '2026-11-31' }],
    ['a time', { ...thanksgiving, to: '2026-11-27T00:00:00.000Z' }],
    ['no reason', { ...thanksgiving, reason: ' ' }],
    ['a reason of 201 characters', { ...thanksgiving, reason: 'n'.repeat(201) }],
    ['a reason of two lines', { ...thanksgiving, reason: 'one\ntwo' }],
    ['an id', { ...thanksgiving, id: nowhere }],
  ])('refuses %s with 400', async (_, json) => {
    expect((await add({ json })).status).toBe(400);
    expect(closuresOf(northClinic)).toEqual([]);
  });
});

describeAccess(
  trigger,
  ({ clinics: { closures }, stack }) => createHandler(closures, stack),
  insideClinics(201, { json: thanksgiving }),
);
