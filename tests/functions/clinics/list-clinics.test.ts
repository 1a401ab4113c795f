import { beforeEach, describe, expect, it } from '@jest/globals';
import { createHandler, trigger } from '../../../functions/clinics/list-clinics.ts';
import type { Caller } from '../../../lib/access/caller.ts';
import type { Database } from '../../../lib/data/database.ts';
import { createCursorSeal } from '../../../lib/http/cursor-seal.ts';
import { describeAccess } from '../../support/access/describe-access.ts';
import { everybody } from '../../support/access/expectations.ts';
import {
  type Clinics,
  createClinics,
  memberAt,
  northClinic,
  plantClinics,
  southClinic,
} from '../../support/clinics.ts';
import { createTestCaller, createTestStack, send } from '../../support/http.ts';
import { createMemoryDatabase, type MemoryDatabase } from '../../support/memory-database.ts';
import { machineWith, resetCalls } from '../../support/people.ts';
import { createTestSecrets } from '../../support/platform.ts';

let database: MemoryDatabase;
let clinics: Clinics;

beforeEach(() => {
  database = createMemoryDatabase();
  clinics = createClinics(database);
});

const patient = createTestCaller({ permissions: new Set(['clinics:read'] as const) });
const list = (query = '', caller: Caller = patient) =>
  send(
    createHandler(clinics.viewing, { ...createTestStack({ caller }), cursors: createCursorSeal(createTestSecrets()) }),
    {
      query,
    },
  );
const idsIn = ({ json }: { json: Record<string, unknown> }) => (json.data as { id: string }[]).map(({ id }) => id);
const cursorIn = ({ json }: { json: Record<string, unknown> }) => (json.meta as { nextCursor?: string }).nextCursor;

/** So many clinics, a second apart, oldest first. */
async function makeClinics(count: number): Promise<string[]> {
  const ids: string[] = [];
  for (let made = 0; made < count; made += 1) {
    ids.push((await clinics.creation.create({ name: `Clinic ${made}`, timeZone: 'Europe/Berlin' })).id);
    clinics.clock.advance(1);
  }
  return ids;
}

describe('GET /v1/clinics', () => {
  it('answers with the clinics, newest first, whole, and without their versions', async () => {
    const ids = await makeClinics(3);

    const answer = await list();

    expect([answer.status, idsIn(answer), answer.json.meta]).toEqual([200, ids.toReversed(), { limit: 20 }]);
    expect((answer.json.data as object[])[2]).toEqual({
      id: ids[0],
      name: 'Clinic 0',
      timeZone: 'Europe/Berlin',
      openingHours: [],
      closures: [],
      createdAt: '2026-03-08T09:30:00.000Z',
      updatedAt: '2026-03-08T09:30:00.000Z',
    });
  });

  it('leads through all of them, each once', async () => {
    const ids = await makeClinics(5);

    const first = await list('limit=2');
    const second = await list(`limit=2&cursor=${cursorIn(first)}`);
    const third = await list(`limit=2&cursor=${cursorIn(second)}`);

    expect([first, second, third].flatMap(idsIn)).toEqual(ids.toReversed());
    expect(cursorIn(third)).toBeUndefined();
  });

  it('makes one consistent query', async () => {
    await makeClinics(3);
    resetCalls(database);
    const queries: Parameters<Database['query']>[0][] = [];
    database.hooks.before = (operation, request) => {
      if (operation === 'query') queries.push(request as never);
    };

    await list('limit=2');

    expect(database.calls).toEqual({ get: 0, batchGet: 0, query: 1, write: 0, transact: 0 });
    expect(queries).toMatchObject([{ partition: 'CLINICS', consistent: true, descending: true, limit: 2 }]);
  });

  it('shows a key that is bound to a clinic this one alone, and members every one', async () => {
    plantClinics(database);
    const boundKey = { ...machineWith('clinics:read'), clinicId: northClinic };

    const [key, freeKey, member] = [
      await list('', boundKey),
      await list('', machineWith('clinics:read')),
      await list('', memberAt(northClinic, 'doctor')),
    ];

    expect(idsIn(key)).toEqual([northClinic]);
    expect([freeKey, member].map(idsIn)).toEqual([
      [southClinic, northClinic],
      [southClinic, northClinic],
    ]);
  });

  it('tells a key that is bound to a clinic nothing of how many others there are, by one read', async () => {
    plantClinics(database);
    const bound = (clinicId: string) => list('limit=1', { ...machineWith('clinics:read'), clinicId });

    const [own, gone] = [await bound(northClinic), await bound('019a0000-0000-7000-8000-00000000ffff')];

    expect(own.json).toMatchObject({ data: [{ id: northClinic }], meta: { limit: 1 } });
    expect([own.json.meta, gone.json]).toEqual([{ limit: 1 }, { data: [], meta: { limit: 1 } }]);
    expect(database.calls).toMatchObject({ get: 2, query: 0 });
  });

  it.each(['limit=0', 'limit=101', 'cursor=x', 'name=a'])('refuses ?%s with 400', async (query) => {
    expect((await list(query)).status).toBe(400);
  });
});

describeAccess(trigger, ({ clinics: { viewing }, stack }) => createHandler(viewing, stack), {
  statuses: { ...everybody(200), anonymous: 401, unscopedKey: 403 },
});
