import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createHandler, trigger } from '../../../functions/auth/refresh-session.ts';
import { createHandler as createGetOwnUser } from '../../../functions/users/get-own-user.ts';
import { AnswerLost, type Database } from '../../../lib/data/database.ts';
import { createSessionContinuation } from '../../../lib/domains/identity/auth/sign-in/session-continuation.ts';
import { Unavailable } from '../../../lib/errors.ts';
import type { HttpHandler } from '../../../lib/http/stack.ts';
import { describeAccess } from '../../support/access/describe-access.ts';
import { publicly, unknownToken } from '../../support/access/expectations.ts';
import { startTestDynamoDb, type TestDynamoDb } from '../../support/dynamodb.ts';
import { type Answer, createTestStack, invoke, lambdaContext, type RequestFields, send } from '../../support/http.ts';
import { clientUrl, createIdentity, type Identity, signedInPerson } from '../../support/identity.ts';
import { createMemoryDatabase } from '../../support/memory-database.ts';
import { sizes } from '../../support/sizes.ts';

let identity: Identity;
let handler: HttpHandler;
let first: string;
let accessToken: string;
let people = 0;

async function begin(database: Database): Promise<void> {
  identity = await createIdentity(database);
  handler = createHandler(identity.signIns, createTestStack());
  const person = await signedInPerson(identity, { email: `person${++people}@example.com` });
  first = person.refreshToken;
  accessToken = person.accessToken;
}

const withBody = (refreshToken: string): RequestFields => ({ method: 'POST', json: { refreshToken } });
const refresh = (refreshToken: string) => send(handler, withBody(refreshToken));
const tokenOf = (answer: Pick<Answer, 'json'>) => (answer.json.data as { refreshToken: string }).refreshToken;
/** A token of a session that has ended. */
async function ended(): Promise<string> {
  const { refreshToken } = await signedInPerson(identity, { email: `person${++people}@example.com` });
  await identity.signOut.logOut({ refreshTokens: [refreshToken] });
  return refreshToken;
}
/** A token that was followed by another a minute ago, and that one. */
async function rotatedLongAgo(): Promise<string[]> {
  const { refreshToken } = await identity.signIns.refresh(first);
  identity.clock.advance(60);
  return [first, refreshToken];
}
const swapped = <T>(tokens: readonly T[]) => [...tokens].reverse();
const whoAmI = (token: string) =>
  send(createGetOwnUser(identity.users, identity.stack), { headers: { authorization: `Bearer ${token}` } });

/** What must hold of a family of refresh tokens, whatever database it is kept in. */
function familyContract(): void {
  it('answers with fresh tokens, another refresh token among them', async () => {
    const answer = await refresh(first);

    expect(answer.status).toBe(200);
    expect(answer.json.data).toMatchObject({ tokenType: 'Bearer', expiresIn: 900 });
    expect(tokenOf(answer)).not.toBe(first);
    expect((await whoAmI((answer.json.data as { accessToken: string }).accessToken)).status).toBe(200);
  });

  it(`makes one rotation of ${sizes.refreshes} refreshes at once, and every one of them gets the same successor`, async () => {
    const answers = await Promise.all(
      Array.from({ length: sizes.refreshes }, () =>
        invoke(handler, withBody(first), lambdaContext({ milliseconds: 300_000 })),
      ),
    );

    const successors = answers.map(tokenOf);
    expect(answers.map(({ status }) => status)).toEqual(Array(sizes.refreshes).fill(200));
    expect(new Set(successors).size).toBe(1);
    expect((await refresh(successors[0] ?? '')).status).toBe(200);
  });

  it('shows the successor again to its predecessor for ten seconds while it is unused', async () => {
    const successor = tokenOf(await refresh(first));
    identity.clock.advance(10);

    const again = await refresh(first);

    expect(tokenOf(again)).toBe(successor);
  });

  it('refuses a predecessor in time whose successor was used, and revokes nothing', async () => {
    const second = tokenOf(await refresh(first));
    const third = tokenOf(await refresh(second));

    const late = await refresh(first);

    expect(late.status).toBe(401);
    expect(late.json.code).toBe('REFRESH_SUPERSEDED');
    expect((await refresh(third)).status).toBe(200);
  });

  it('ends the family and its access tokens within five seconds when a token is replayed after its time', async () => {
    const second = tokenOf(await refresh(first));
    expect((await whoAmI(accessToken)).status).toBe(200);
    identity.clock.advance(11);

    const replay = await refresh(first);

    expect(replay.status).toBe(401);
    expect(replay.json.code).toBe('INVALID_REFRESH_TOKEN');
    expect((await refresh(second)).json.code).toBe('INVALID_REFRESH_TOKEN');
    identity.clock.advance(4);
    expect((await whoAmI(accessToken)).json.code).toBe('INVALID_ACCESS_TOKEN');
  });

  it('knows a token of many rotations ago for one of its own, and ends the family', async () => {
    let latest = first;
    for (let rotation = 0; rotation < 6; rotation++) latest = tokenOf(await refresh(latest));

    const replay = await refresh(first);

    expect(replay.json.code).toBe('INVALID_REFRESH_TOKEN');
    expect((await refresh(latest)).status).toBe(401);
  });

  it('lasts another thirty days from each refresh', async () => {
    identity.clock.advance(29 * 24 * 60 * 60);
    const second = tokenOf(await refresh(first));
    identity.clock.advance(29 * 24 * 60 * 60);

    expect((await refresh(second)).status).toBe(200);
  });

  it('ends after thirty days without a refresh', async () => {
    identity.clock.advance(30 * 24 * 60 * 60);

    expect((await refresh(first)).json.code).toBe('INVALID_REFRESH_TOKEN');
  });
}

describe('POST /v1/auth/refresh, kept in memory', () => {
  beforeEach(() => begin(createMemoryDatabase()));

  familyContract();

  it('audits a replay and has its owner told, once, however many replay at once', async () => {
    const database = createMemoryDatabase();
    await begin(database);
    await refresh(first);
    identity.clock.advance(11);

    await Promise.all([1, 2, 3].map(() => invoke(handler, withBody(first))));

    const types = database.itemsOf('events').map(({ event }) => (event as { type: string }).type);
    const actions = database.itemsOf('audit').map(({ action }) => action);
    expect(types.filter((type) => type === 'session.reuse-detected')).toHaveLength(1);
    expect(actions.filter((action) => action === 'session.reuse-detected')).toHaveLength(1);
  });

  it('makes one read and one plain write, and no audit entry', async () => {
    const database = createMemoryDatabase();
    await begin(database);
    const entries = database.itemsOf('audit').length;
    Object.assign(database.calls, { get: 0, batchGet: 0, query: 0, write: 0, transact: 0 });

    await refresh(first);

    expect(database.calls).toEqual({ get: 0, batchGet: 1, query: 0, write: 1, transact: 0 });
    expect(database.itemsOf('audit')).toHaveLength(entries);
  });

  it('asks no store about a forged token', async () => {
    const database = createMemoryDatabase();
    await begin(database);
    Object.assign(database.calls, { get: 0, batchGet: 0, query: 0, write: 0, transact: 0 });

    const answer = await refresh(`${first.slice(0, -1)}${first.endsWith('A') ? 'B' : 'A'}`);

    expect(answer.json.code).toBe('INVALID_REFRESH_TOKEN');
    expect(Object.values(database.calls)).toEqual([0, 0, 0, 0, 0]);
  });

  it('answers 200 with the same family when the store loses its answer after the write', async () => {
    const database = createMemoryDatabase();
    await begin(database);
    let lost = 0;
    database.hooks.after = (operation) => {
      if (operation === 'write' && lost++ === 0) throw new AnswerLost();
    };

    const answer = await refresh(first);

    expect(answer.status).toBe(200);
    expect((await refresh(tokenOf(answer))).status).toBe(200);
  });

  it('loses to two refreshes that came between its read and its write, and undoes neither', async () => {
    const database = createMemoryDatabase();
    await begin(database);
    let third = '';
    database.hooks.before = async (operation) => {
      if (operation !== 'write') return;
      database.hooks.before = undefined;
      const second = await identity.signIns.refresh(first);
      third = (await identity.signIns.refresh(second.refreshToken)).refreshToken;
    };

    const overtaken = await refresh(first);

    expect(overtaken.status).toBe(401);
    expect(overtaken.json.code).toBe('REFRESH_SUPERSEDED');
    expect((await refresh(third)).status).toBe(200);
  });

  it('leaves the token usable, also long afterwards, when nothing could be signed', async () => {
    const issue = async () => {
      throw new Unavailable('SIGNING_UNAVAILABLE', 'The signing key cannot be reached.');
    };
    const failing = createHandler(
      createSessionContinuation({ ...identity.platform, accessTokens: { issue } }),
      createTestStack(),
    );

    const failed = await send(failing, withBody(first));
    identity.clock.advance(60);
    const retried = await refresh(first);

    expect([failed.status, retried.status]).toEqual([503, 200]);
  });

  it.each(['batchGet', 'write'] as const)('leaves the token usable when the store fails at its %s', async (failing) => {
    const database = createMemoryDatabase();
    await begin(database);
    database.hooks.before = (operation) => {
      if (operation === failing) throw new AnswerLost();
    };
    const failed = await refresh(first);
    delete database.hooks.before;

    const answer = await refresh(first);

    expect(failed.status).toBe(503);
    expect(answer.status).toBe(200);
  });
});

describe('POST /v1/auth/refresh, kept in DynamoDB', () => {
  let dynamoDb: TestDynamoDb;

  beforeAll(async () => {
    dynamoDb = await startTestDynamoDb();
  });
  afterAll(() => dynamoDb.stop());
  beforeEach(() => begin(dynamoDb.database));

  familyContract();
});

describe('POST /v1/auth/refresh by cookie', () => {
  beforeEach(() => begin(createMemoryDatabase()));

  const byCookie = (token: string, headers: Record<string, string> = {}) =>
    send(handler, { method: 'POST', cookies: [`other=1`, `polyclinic_refresh=${token}`], headers });

  it('answers in a cookie and shows no refresh token to scripts', async () => {
    const answer = await byCookie(first, { origin: clientUrl, 'sec-fetch-site': 'same-site' });

    expect(answer.status).toBe(200);
    expect(answer.json.data).not.toHaveProperty('refreshToken');
    expect(answer.cookies).toEqual([expect.stringMatching(/^polyclinic_refresh=[\w-]{108}; /)]);
  });

  it.each([
    { 'sec-fetch-site': 'cross-site' },
    { origin: 'https://evil.example' },
    { origin: `${clientUrl}.evil.example` },
    { origin: 'null' },
  ])('refuses a request of another site: %p', async (headers) => {
    const answer = await byCookie(first, headers as Record<string, string>);

    expect(answer.status).toBe(403);
    expect(answer.json.code).toBe('CROSS_SITE_REQUEST');
    expect((await refresh(first)).status).toBe(200);
  });

  it('takes the cookie away when the token is no good', async () => {
    const answer = await byCookie('nonsense');

    expect(answer.json.code).toBe('INVALID_REFRESH_TOKEN');
    expect(answer.cookies).toEqual([expect.stringContaining('polyclinic_refresh=; Path=/v1/auth; Max-Age=0')]);
  });

  it('leaves the cookie where it is when the token was superseded: another tab has put the good one there', async () => {
    await refresh(tokenOf(await refresh(first)));

    const answer = await byCookie(first);

    expect(answer.json.code).toBe('REFRESH_SUPERSEDED');
    expect(answer.cookies).toEqual([]);
  });

  const byCookies = (...tokens: string[]) =>
    send(handler, { method: 'POST', cookies: tokens.map((token) => `polyclinic_refresh=${token}`) });
  const another = async () => (await signedInPerson(identity, { email: `person${++people}@example.com` })).refreshToken;

  it.each([
    ['a stale one of another session after it', async () => [first, await ended()], 0],
    ['a stale one of another session before it', async () => [await ended(), first], 1],
    ['a stale one of its own session after it', async () => swapped(await rotatedLongAgo()), 0],
    ['a stale one of its own session before it', rotatedLongAgo, 1],
    ['nonsense before it', async () => ['nonsense', first], 1],
    ['an empty one before it', async () => ['', first], 1],
  ])('goes on with the good token of two, with %s', async (_, find, at) => {
    const tokens = await find();

    const answer = await byCookies(...tokens);

    expect(answer.status).toBe(200);
    expect(answer.cookies).toEqual([expect.stringMatching(/^polyclinic_refresh=[\w-]{108}; /)]);
    expect((await refresh(tokens[at] ?? '')).status).toBe(200);
  });

  it('goes on with the first of two good ones: that of the longer path', async () => {
    const answer = await byCookies(first, await another());

    const successor = tokenOf(await refresh(first));
    expect(answer.cookies).toEqual([expect.stringContaining(successor)]);
  });

  it('takes the cookie away where both are stale, and ends the family of the one that was followed', async () => {
    const [stale = '', current = ''] = await rotatedLongAgo();

    const answer = await byCookies('nonsense', stale);

    expect(answer.json.code).toBe('INVALID_REFRESH_TOKEN');
    expect(answer.cookies).toEqual([expect.stringContaining('polyclinic_refresh=; Path=/v1/auth; Max-Age=0')]);
    expect((await refresh(current)).status).toBe(401);
  });

  it('leaves the cookie where it is when the better of two was superseded', async () => {
    await refresh(tokenOf(await refresh(first)));

    const answer = await byCookies('nonsense', first);

    expect([answer.json.code, answer.cookies]).toEqual(['REFRESH_SUPERSEDED', []]);
  });

  it('looks each of two up before it goes on with one', async () => {
    const database = createMemoryDatabase();
    await begin(database);
    const second = await another();
    Object.assign(database.calls, { get: 0, batchGet: 0, query: 0, write: 0, transact: 0 });

    await byCookies(first, second, 'nonsense');

    expect(database.calls).toEqual({ get: 0, batchGet: 3, query: 0, write: 1, transact: 0 });
  });

  it('answers 401 to a request without any token', async () => {
    const answer = await send(handler, { method: 'POST' });

    expect(answer.status).toBe(401);
    expect(answer.json.code).toBe('INVALID_REFRESH_TOKEN');
  });
});

describeAccess(
  trigger,
  ({ identity, stack }) => createHandler(identity.signIns, stack),
  publicly(401, { json: { refreshToken: unknownToken } }),
);
