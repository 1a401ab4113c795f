import { beforeEach, describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import type { Person } from '../../../../../lib/access/caller.ts';
import { createAuthentication } from '../../../../../lib/domains/identity/http/authentication.ts';
import type { OutsidePeople } from '../../../../../lib/domains/identity/outside-issuers/outside-people.ts';
import { createFirstPartyIdentity } from '../../../../../lib/domains/identity/sessions/first-party-identity.ts';
import { Unauthenticated } from '../../../../../lib/errors.ts';
import { endpoint } from '../../../../../lib/http/endpoint.ts';
import type { HttpHandler, Stack } from '../../../../../lib/http/stack.ts';
import { http } from '../../../../../lib/http/trigger.ts';
import { schema } from '../../../../../lib/schemas.ts';
import { createKeys, type Keys, keyMaker } from '../../../../support/api-keys.ts';
import { createTestClock } from '../../../../support/clock.ts';
import { createTestCaller, createTestStack, send } from '../../../../support/http.ts';
import { createMemoryDatabase, type MemoryDatabase } from '../../../../support/memory-database.ts';

process.env.POLYCLINIC_PUBLIC_URL ??= 'https://api.polyclinic.test';

const responses = { 200: schema(() => z.strictObject({ kind: z.string(), id: z.string() })) };
const fields = { method: 'GET', path: '/v1/things', responses, grants: [] } as const;
const forKeys = http({ ...fields, allow: ['api-keys:read'] });
const forPeople = http({ ...fields, allow: 'signed-in' });

let database: MemoryDatabase;
let keys: Keys;
let stack: Stack;
let guarded: HttpHandler;
let personal: HttpHandler;

beforeEach(() => {
  database = createMemoryDatabase();
  keys = createKeys(database);
  stack = createTestStack({ authenticate: authenticateWith({ find: async () => undefined }) });
  guarded = endpoint(
    forKeys,
    ({ caller }) => ({ kind: caller.kind, id: caller.kind === 'machine' ? caller.keyId : caller.userId }),
    stack,
  );
  personal = endpoint(forPeople, ({ caller: { kind, userId } }) => ({ kind, id: userId }), stack);
});

/** Sessions are not what these tests are about: there is none, and no key of ours. */
function authenticateWith(outsidePeople: OutsidePeople) {
  return createAuthentication({
    firstParty: createFirstPartyIdentity({
      keys: { load: async () => [], missed: () => undefined },
      liveSessions: { find: async () => undefined },
      clock: createTestClock(),
    }),
    liveKeys: keys.liveKeys,
    outsidePeople,
  });
}

describe('an API key', () => {
  it('lets its machine in', async () => {
    const { id, key } = await keys.make();

    const answer = await send(guarded, { headers: { 'X-Api-Key': key } });

    expect(answer).toMatchObject({ status: 200, json: { data: { kind: 'machine', id } } });
  });

  it('does what it was made for and nothing else', async () => {
    const { key } = await keys.make({ permissions: ['users:read'] });

    const answer = await send(guarded, { headers: { 'x-api-key': key } });

    expect(answer).toMatchObject({ status: 403, json: { code: 'PERMISSION_DENIED' } });
  });

  it('is nobody’s account: where a person is asked for it answers 403', async () => {
    const { key } = await keys.make();

    const answer = await send(personal, { headers: { 'x-api-key': key } });

    expect(answer).toMatchObject({ status: 403, json: { code: 'PERSON_REQUIRED' } });
  });

  it('is named in the log by its id, and never told', async () => {
    const { id, key } = await keys.make();

    const answer = await send(guarded, { headers: { 'x-api-key': key } });

    expect(answer.lines).toEqual([expect.objectContaining({ userId: id })]);
    expect(JSON.stringify(answer.lines)).not.toContain(key);
  });

  it.each([
    ['is none', 'nonsense'],
    ['is empty', ''],
    ['was never made', `polyclinic_019a0000-0000-7000-8000-0000000000c1_${'A'.repeat(43)}`],
  ])('that %s is answered 401, with the challenge of keys', async (_, key) => {
    const answer = await send(guarded, { headers: { 'x-api-key': key } });

    expect(answer).toMatchObject({ status: 401, json: { code: 'INVALID_API_KEY' } });
    expect(answer.headers['www-authenticate']).toBe('ApiKey realm="polyclinic"');
  });

  it('that was sent twice is answered 401', async () => {
    const { key } = await keys.make();

    const answer = await send(guarded, { headers: { 'x-api-key': `${key},${key}` } });

    expect(answer.json.code).toBe('INVALID_API_KEY');
  });

  it('that was revoked is answered as one that never was', async () => {
    const { id, key } = await keys.make();
    await keys.apiKeys.revoke(keyMaker, id);

    const answer = await send(guarded, { headers: { 'x-api-key': key } });

    expect(answer.json.code).toBe('INVALID_API_KEY');
  });

  it('beside an access token is answered 401: one of the two would be passed over', async () => {
    const { key } = await keys.make();

    const answer = await send(guarded, { headers: { 'x-api-key': key, authorization: 'Bearer a.b.c' } });

    expect(answer).toMatchObject({ status: 401, json: { code: 'AMBIGUOUS_CREDENTIALS' } });
    expect(answer.headers['www-authenticate']).toBe('Bearer realm="polyclinic"');
  });

  it('costs a read besides what the route reads, and none within three seconds', async () => {
    const { key } = await keys.make();
    Object.assign(database.calls, { get: 0, batchGet: 0, query: 0, write: 0, transact: 0 });

    for (let request = 0; request < 3; request += 1) await send(guarded, { headers: { 'x-api-key': key } });

    expect(database.calls).toEqual({ get: 0, batchGet: 1, query: 0, write: 0, transact: 0 });
  });

  it('that cannot be looked up fails closed', async () => {
    const { key } = await keys.make();
    database.hooks.before = () => {
      throw new Error('socket hang up');
    };

    expect((await send(guarded, { headers: { 'x-api-key': key } })).status).toBe(500);
  });
});

describe('an access token', () => {
  const bearer = { authorization: 'Bearer a.b.c' };
  const sendAs = (find: OutsidePeople['find'], headers: Record<string, string> = bearer) =>
    send(
      endpoint(
        forPeople,
        ({ caller: { kind, userId } }) => ({ kind, id: userId }),
        createTestStack({ authenticate: authenticateWith({ find }) }),
      ),
      { headers },
    );

  it('of an outside issuer lets its person in', async () => {
    const { sessionId: _, ...person }: Person = createTestCaller();

    const answer = await sendAs(async () => person);

    expect(answer).toMatchObject({ status: 200, json: { data: { kind: 'person', id: person.userId } } });
  });

  it('of an outside issuer is not judged as one of ours once it was refused', async () => {
    const answer = await sendAs(async () => {
      throw new Unauthenticated('UNKNOWN_IDENTITY', 'Nobody.');
    });

    expect(answer).toMatchObject({ status: 401, json: { code: 'UNKNOWN_IDENTITY' } });
    expect(answer.headers['www-authenticate']).toBe('Bearer realm="polyclinic", error="invalid_token"');
  });

  it('that no outside issuer is named by is judged as one of ours', async () => {
    expect((await sendAs(async () => undefined)).json.code).toBe('INVALID_ACCESS_TOKEN');
  });

  it.each([
    ['no header', {}, 'AUTHENTICATION_REQUIRED'],
    ['another scheme', { authorization: 'Basic YTpi' }, 'INVALID_ACCESS_TOKEN'],
    ['an empty header', { authorization: '' }, 'INVALID_ACCESS_TOKEN'],
    ['two tokens', { authorization: 'Bearer a.b.c, Bearer d.e.f' }, 'INVALID_ACCESS_TOKEN'],
  ])('is answered 401 when there is %s', async (_, headers, code) => {
    const answer = await sendAs(async () => createTestCaller(), headers as Record<string, string>);

    expect(answer).toMatchObject({ status: 401, json: { code } });
  });
});
