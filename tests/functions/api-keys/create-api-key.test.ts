import { beforeEach, describe, expect, it } from '@jest/globals';
import { createHandler, trigger } from '../../../functions/api-keys/create-api-key.ts';
import type { Caller } from '../../../lib/access/caller.ts';
import { permissionsOf } from '../../../lib/domains/declared/permissions.ts';
import { createApiKeyService } from '../../../lib/domains/identity/api-keys/service.ts';
import { describeAccess } from '../../support/access/describe-access.ts';
import { admins } from '../../support/access/expectations.ts';
import { createKeys, type Keys, keyMaker } from '../../support/api-keys.ts';
import { createTestStack, send } from '../../support/http.ts';
import { createMemoryDatabase, type MemoryDatabase } from '../../support/memory-database.ts';
import { createTestPlatform } from '../../support/platform.ts';

let database: MemoryDatabase;
let keys: Keys;

beforeEach(() => {
  database = createMemoryDatabase();
  keys = createKeys(database);
});

const wish = { name: 'Laboratory', permissions: ['api-keys:read'], dailyQuota: 1_000 };
const create = (overrides: Record<string, unknown> = {}, caller: Caller | undefined = keyMaker) =>
  send(createHandler(keys.apiKeys, createTestStack({ ...(caller && { caller }) })), {
    method: 'POST',
    json: { ...wish, ...overrides },
  });
const dataOf = ({ json }: { json: Record<string, unknown> }) => json.data as Record<string, string>;

describe('POST /v1/api-keys', () => {
  it('answers with the key and where it is', async () => {
    const answer = await create({ expiresAt: '2027-01-01T00:00:00.000Z' });

    expect(answer.status).toBe(201);
    expect(answer.json.data).toEqual({
      id: expect.any(String),
      ...wish,
      expiresAt: '2027-01-01T00:00:00.000Z',
      createdAt: '2026-03-08T09:30:00.000Z',
      createdBy: keyMaker.userId,
      key: expect.any(String),
    });
    expect(answer.headers.location).toBe(`/v1/api-keys/${dataOf(answer).id}`);
  });

  it('gives a key that says what it is, and lets its machine in with its permissions and quota', async () => {
    const { id = '', key = '' } = dataOf(await create());

    const machine = await keys.liveKeys.find(key);

    expect(key).toMatch(new RegExp(`^polyclinic_${id}_[\\w-]{43}$`));
    expect(machine).toEqual({
      kind: 'machine',
      keyId: id,
      permissions: new Set(['api-keys:read']),
      dailyQuota: 1_000,
    });
  });

  it('is not put in the place of another one', async () => {
    const newId = () => '019a0000-0000-7000-8000-0000000000a1';
    const { create } = createApiKeyService({ ...createTestPlatform(database), newId });
    const first = await create({ ...wish, permissions: ['api-keys:read'] }, keyMaker);

    const second = create({ ...wish, permissions: ['api-keys:read'] }, keyMaker);

    await expect(second).rejects.toMatchObject({ code: 'DUPLICATE_ID' });
    expect(await keys.liveKeys.find(first.key)).toMatchObject({ keyId: first.id });
  });

  it('makes another key each time', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => keys.make()));

    expect(new Set(answers.map(({ key }) => key)).size).toBe(20);
  });

  it('stores the key by a hash alone, and tells the audit who made it and what it may do', async () => {
    const { id, key = '' } = dataOf(await create());

    const secret = key.split('_').slice(2).join('_');
    const stored = JSON.stringify([database.itemsOf('identity'), database.itemsOf('audit')]);
    expect(stored).not.toContain(secret);
    expect(database.itemsOf('audit')).toEqual([
      expect.objectContaining({
        action: 'api-key.created',
        actorId: keyMaker.userId,
        subject: `api-keys/${id}`,
        outcome: 'success',
        details: { permissions: wish.permissions, dailyQuota: 1_000 },
      }),
    ]);
  });

  it('makes one transaction', async () => {
    await create();

    expect(database.calls).toEqual({ get: 0, batchGet: 0, query: 0, write: 0, transact: 1 });
  });

  it('gives no more than its maker may', async () => {
    const caller = { ...keyMaker, permissions: new Set(['api-keys:write', 'users:read'] as const) };

    const answer = await create({ permissions: ['users:read', 'audit:read', 'users:list'] }, caller);

    expect(answer).toMatchObject({ status: 422, json: { code: 'PERMISSION_NOT_HELD' } });
    expect(answer.json.detail).toContain('audit:read, users:list');
    expect(database.itemsOf('identity')).toEqual([]);
  });

  it('answers 403 to a machine: keys do not beget keys', async () => {
    const machine = {
      kind: 'machine',
      keyId: '019a0000-0000-7000-8000-0000000000c1',
      permissions: permissionsOf(['admin']),
      dailyQuota: 10,
    } as const;

    const answer = await create({}, machine);

    expect(answer).toMatchObject({ status: 403, json: { code: 'PERSON_REQUIRED' } });
    expect(database.itemsOf('identity')).toEqual([]);
  });

  it('answers 403 to a person without the permission', async () => {
    const answer = await create({}, { ...keyMaker, permissions: permissionsOf(['staff']) });

    expect(answer).toMatchObject({ status: 403, json: { code: 'PERMISSION_DENIED' } });
  });

  it('answers 401 to somebody who has not signed in', async () => {
    const handler = createHandler(keys.apiKeys, createTestStack());

    expect((await send(handler, { method: 'POST', json: wish })).status).toBe(401);
  });

  it.each(['2026-03-08T09:30:00.000Z', '2020-01-01T00:00:00.000Z'])(
    'refuses a key that would have expired at %s already',
    async (expiresAt) => {
      const answer = await create({ expiresAt });

      expect(answer).toMatchObject({
        status: 400,
        json: { code: 'VALIDATION_FAILED', errors: [{ path: 'expiresAt', code: 'past' }] },
      });
    },
  );

  it.each([
    { name: '' },
    { name: 'a'.repeat(101) },
    { permissions: [] },
    { permissions: ['api-keys:read', 'api-keys:read'] },
    { permissions: ['everything'] },
    { permissions: 'api-keys:read' },
    { dailyQuota: 0 },
    { dailyQuota: 1_000_001 },
    { dailyQuota: 1.5 },
    { dailyQuota: '10' },
    { expiresAt: '2027-01-01' },
    { expiresAt: '2027-01-01T00:00:00Z' },
    { createdBy: keyMaker.userId },
  ])('refuses %p with 400', async (overrides) => {
    expect((await create(overrides)).status).toBe(400);
  });
});

describeAccess(trigger, ({ identity, stack }) => createHandler(identity.apiKeys, stack), {
  request: { json: { name: 'Reports', permissions: ['users:list'], dailyQuota: 100 } },
  // Keys do not make keys.
  statuses: { ...admins(201), scopedKey: 403 },
});
