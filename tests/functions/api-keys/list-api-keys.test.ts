import { beforeEach, describe, expect, it } from '@jest/globals';
import { createHandler, trigger } from '../../../functions/api-keys/list-api-keys.ts';
import { permissionsOf } from '../../../lib/domains/declared/permissions.ts';
import { createCursorSeal } from '../../../lib/http/cursor-seal.ts';
import { createSecrets } from '../../../lib/secrets/secrets.ts';
import { describeAccess } from '../../support/access/describe-access.ts';
import { admins } from '../../support/access/expectations.ts';
import { createKeys, type Keys, keyMaker } from '../../support/api-keys.ts';
import { createTestStack, send } from '../../support/http.ts';
import { createMemoryDatabase, type MemoryDatabase } from '../../support/memory-database.ts';

let database: MemoryDatabase;
let keys: Keys;

beforeEach(() => {
  database = createMemoryDatabase();
  keys = createKeys(database);
});

const seal = createCursorSeal(
  createSecrets(async () => JSON.stringify({ current: 1, secrets: { 1: `${'A'.repeat(43)}=` } })),
);
const list = (query = '', caller = keyMaker) =>
  send(createHandler(keys.listing, { ...createTestStack({ caller }), cursors: seal }), { query });

/** So many keys, a second apart, oldest first. */
async function makeKeys(count: number): Promise<string[]> {
  const ids: string[] = [];
  for (let made = 0; made < count; made += 1) {
    ids.push((await keys.make({ name: `Key ${made}` })).id);
    keys.clock.advance(1);
  }
  return ids;
}

const idsIn = ({ json }: { json: Record<string, unknown> }) => (json.data as { id: string }[]).map(({ id }) => id);
const cursorIn = ({ json }: { json: Record<string, unknown> }) => (json.meta as { nextCursor?: string }).nextCursor;

describe('GET /v1/api-keys', () => {
  it('answers with the keys, newest first, and nothing that lets anybody in', async () => {
    const ids = await makeKeys(3);

    const answer = await list();

    expect(answer.status).toBe(200);
    expect(idsIn(answer)).toEqual(ids.toReversed());
    expect(answer.json.meta).toEqual({ limit: 20 });
    expect((answer.json.data as object[])[0]).toEqual({
      id: ids[2],
      name: 'Key 2',
      permissions: ['api-keys:read'],
      dailyQuota: 100,
      createdAt: '2026-03-08T09:30:02.000Z',
      createdBy: keyMaker.userId,
    });
  });

  it('leads through all of them, each once', async () => {
    const ids = await makeKeys(5);

    const first = await list('limit=2');
    const second = await list(`limit=2&cursor=${cursorIn(first)}`);
    const third = await list(`limit=2&cursor=${cursorIn(second)}`);

    expect([first, second, third].flatMap(idsIn)).toEqual(ids.toReversed());
    expect(cursorIn(third)).toBeUndefined();
  });

  it('makes one query', async () => {
    await makeKeys(3);
    Object.assign(database.calls, { transact: 0 });

    await list('limit=2');

    expect(database.calls).toEqual({ get: 0, batchGet: 0, query: 1, write: 0, transact: 0 });
  });

  it('shows a key that has expired until it is revoked', async () => {
    await keys.make({ expiresAt: '2026-03-08T09:30:01.000Z' });
    keys.clock.advance(3_600);

    const answer = await list();

    expect(answer.json.data).toEqual([expect.objectContaining({ expiresAt: '2026-03-08T09:30:01.000Z' })]);
  });

  it('leaves out a permission that is none any more', async () => {
    await keys.make();
    const [item] = database.itemsOf('identity');
    if (item) database.plant('identity', { ...item, permissions: ['faxes:send', 'api-keys:read'] });

    const answer = await list();

    expect(answer.json.data).toEqual([expect.objectContaining({ permissions: ['api-keys:read'] })]);
  });

  it('answers 403 to a person without the permission', async () => {
    const answer = await list('', { ...keyMaker, permissions: permissionsOf(['staff']) });

    expect(answer).toMatchObject({ status: 403, json: { code: 'PERMISSION_DENIED' } });
  });

  it.each(['limit=0', 'limit=101', 'cursor=x', 'name=a'])('refuses ?%s with 400', async (query) => {
    expect((await list(query)).status).toBe(400);
  });
});

describeAccess(trigger, ({ identity, stack }) => createHandler(identity.apiKeyListing, stack), {
  statuses: admins(200),
});
