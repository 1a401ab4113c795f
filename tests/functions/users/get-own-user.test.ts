import { beforeEach, describe, expect, it } from '@jest/globals';
import { createHandler, trigger } from '../../../functions/users/get-own-user.ts';
import type { HttpHandler } from '../../../lib/http/stack.ts';
import { describeAccess } from '../../support/access/describe-access.ts';
import { signedIn } from '../../support/access/expectations.ts';
import { send } from '../../support/http.ts';
import { createIdentity, type Identity, signedInPerson } from '../../support/identity.ts';
import { createMemoryDatabase, type MemoryDatabase } from '../../support/memory-database.ts';

let database: MemoryDatabase;
let identity: Identity;
let handler: HttpHandler;
let headers: Record<string, string>;

beforeEach(async () => {
  database = createMemoryDatabase();
  identity = await createIdentity(database);
  handler = createHandler(identity.users, identity.stack);
  ({ headers } = await signedInPerson(identity));
});

const whoAmI = (more: Record<string, string> = {}) => send(handler, { headers: { ...headers, ...more } });
const plantSecurity = (fields: object) => {
  const security = database.itemsOf('identity').find(({ sk }) => sk === 'SECURITY');
  if (security) database.plant('identity', { ...security, ...fields });
};

describe('GET /v1/users/me', () => {
  it('answers with the person, and nothing of how they are stored', async () => {
    const answer = await whoAmI();

    expect(answer.status).toBe(200);
    expect(answer.json.data).toMatchObject({ email: 'ada@example.com', roles: ['user'], emailVerified: false });
    expect(Object.keys(answer.json.data as object)).not.toEqual(
      expect.arrayContaining([expect.stringMatching(/^(pk|sk|version|commitId|passwordHash)$/)]),
    );
    expect(answer.headers['cache-control']).toBe('no-store');
  });

  it('shows a person who has a name and an address that would not be taken any more', async () => {
    const person = database.itemsOf('identity').find(({ sk }) => sk === 'PERSON') ?? { pk: '', sk: '' };
    const kept = { name: '\u3164\u3164', email: 'x@y-.example' };
    database.plant('identity', { ...person, ...kept });

    const answer = await whoAmI();

    expect([answer.status, answer.json.data]).toEqual([200, expect.objectContaining(kept)]);
  });

  it('makes one read besides the session check, which is one batch read', async () => {
    await identity.publishedKeys.load();
    Object.assign(database.calls, { get: 0, batchGet: 0, query: 0, write: 0, transact: 0 });

    await whoAmI();

    expect(database.calls).toEqual({ get: 1, batchGet: 1, query: 0, write: 0, transact: 0 });
  });

  it('reads no key of a record: that of an account is for the lines of backups alone', async () => {
    const tables = new Set<unknown>();
    database.hooks.before = (_, request) => {
      for (const each of [request].flat()) tables.add((each as { table: unknown }).table);
    };

    await whoAmI();

    expect([...tables]).toEqual(['identity']);
  });

  it('checks the session again after three seconds, not before', async () => {
    await whoAmI();
    database.calls.batchGet = 0;

    await whoAmI();
    const within = database.calls.batchGet;
    identity.clock.advance(3);
    await whoAmI();

    expect(within).toBe(0);
    expect(database.calls.batchGet).toBe(1);
  });

  it('answers 304 to a client that has the current version, and 200 once it has changed', async () => {
    const etag = (await whoAmI()).headers.etag ?? '';
    const current = await whoAmI({ 'if-none-match': etag });
    const person = database.itemsOf('identity').find(({ sk }) => sk === 'PERSON');
    if (person) database.plant('identity', { ...person, name: 'Ada King', version: 2 });

    const changed = await whoAmI({ 'if-none-match': etag });

    expect(current.status).toBe(304);
    expect(current.text).toBe('');
    expect(changed.status).toBe(200);
    expect(changed.headers.etag).not.toBe(etag);
  });

  it.each([
    ['the version in the token is not the current one', { tokenVersion: 2 }],
    ['the person is locked', { status: 'locked' }],
    ['the person is deleted', { status: 'deleted' }],
  ])('answers 401 when %s', async (_, fields) => {
    plantSecurity(fields);

    const answer = await whoAmI();

    expect(answer.status).toBe(401);
    expect(answer.headers['www-authenticate']).toBe('Bearer realm="polyclinic", error="invalid_token"');
  });

  it('answers 401 to an access token after its fifteen minutes', async () => {
    identity.clock.advance(15 * 60);

    expect((await whoAmI()).json.code).toBe('INVALID_ACCESS_TOKEN');
  });

  it('answers 503, not 401, when the session cannot be checked', async () => {
    database.hooks.before = () => {
      throw new Error('socket hang up');
    };
    expect((await whoAmI()).status).toBe(500);
  });

  it.each([
    ['no header', {}, 'AUTHENTICATION_REQUIRED'],
    ['another scheme', { authorization: 'Basic YTpi' }, 'INVALID_ACCESS_TOKEN'],
    ['no token', { authorization: 'Bearer ' }, 'INVALID_ACCESS_TOKEN'],
    ['two tokens', { authorization: 'Bearer a.b.c, Bearer d.e.f' }, 'INVALID_ACCESS_TOKEN'],
  ])('answers 401 to %s', async (_, sent, code) => {
    const answer = await send(handler, { headers: sent as Record<string, string> });

    expect(answer.status).toBe(401);
    expect(answer.json.code).toBe(code);
  });

  it('does not take a refresh token for an access token', async () => {
    const { refreshToken } = await signedInPerson(identity, { email: 'grace@example.com' });

    const answer = await send(handler, { headers: { authorization: `Bearer ${refreshToken}` } });

    expect(answer.json.code).toBe('INVALID_ACCESS_TOKEN');
  });
});

describeAccess(trigger, ({ people, stack }) => createHandler(people.users, stack), signedIn(200));
