import { beforeEach, describe, expect, it } from '@jest/globals';
import { createHandler, trigger } from '../../../functions/auth/log-out.ts';
import { createHandler as createGetOwnUser } from '../../../functions/users/get-own-user.ts';
import { AnswerLost } from '../../../lib/data/database.ts';
import { describeAccess } from '../../support/access/describe-access.ts';
import { publicly, unknownToken } from '../../support/access/expectations.ts';
import { createTestStack, send } from '../../support/http.ts';
import { createIdentity, type Identity, signedInPerson } from '../../support/identity.ts';
import { createMemoryDatabase, type MemoryDatabase } from '../../support/memory-database.ts';

type Person = Awaited<ReturnType<typeof signedInPerson>>;

let database: MemoryDatabase;
let identity: Identity;

beforeEach(async () => {
  database = createMemoryDatabase();
  identity = await createIdentity(database);
});

const logOut = (fields: object) =>
  send(createHandler(identity.signOut, createTestStack()), { method: 'POST', ...fields });
const isAlive = async ({ refreshToken }: { readonly refreshToken: string }) =>
  identity.signIns.refresh(refreshToken).then(
    () => true,
    () => false,
  );
const cookieOf = ({ refreshToken }: { readonly refreshToken: string }) => `polyclinic_refresh=${refreshToken}`;
const cleared = [expect.stringContaining('polyclinic_refresh=; Path=/v1/auth; Max-Age=0')];
const sessionsEnded = () => database.itemsOf('audit').filter(({ action }) => action === 'session.ended');
/** Reads and transactions that `work` makes. */
async function callsOf(work: () => Promise<unknown>) {
  Object.assign(database.calls, { get: 0, batchGet: 0, query: 0, write: 0, transact: 0 });
  await work();
  return { ...database.calls };
}

describe('POST /v1/auth/logout', () => {
  it('answers 204, ends the session and takes the cookie away', async () => {
    const { refreshToken } = await signedInPerson(identity);

    const answer = await logOut({ cookies: [`polyclinic_refresh=${refreshToken}`] });

    expect(answer.status).toBe(204);
    expect(answer.cookies).toEqual([expect.stringContaining('Max-Age=0')]);
    await expect(identity.signIns.refresh(refreshToken)).rejects.toMatchObject({ code: 'INVALID_REFRESH_TOKEN' });
  });

  it('makes the access token worthless within five seconds, also where it was in use a moment ago', async () => {
    const { refreshToken, headers } = await signedInPerson(identity);
    const whoAmI = () => send(createGetOwnUser(identity.users, identity.stack), { headers });
    expect((await whoAmI()).status).toBe(200);

    await logOut({ json: { refreshToken } });

    identity.clock.advance(4);
    expect((await whoAmI()).status).toBe(401);
  });

  it('answers 204 again when the session has ended, and records its end once', async () => {
    const { refreshToken } = await signedInPerson(identity);
    await logOut({ json: { refreshToken } });

    const again = await logOut({ json: { refreshToken } });

    expect(again.status).toBe(204);
    expect(database.itemsOf('audit').filter(({ action }) => action === 'session.ended')).toHaveLength(1);
  });

  it.each([
    { json: { refreshToken: 'nonsense' } },
    { cookies: ['polyclinic_refresh=nonsense'] },
    { headers: { authorization: 'Bearer nonsense' } },
  ])('answers 204 where there is nothing to end: %p', async (fields) => {
    const answer = await logOut(fields);

    expect(answer.status).toBe(204);
  });

  it('refuses the cookie from another site', async () => {
    const { refreshToken } = await signedInPerson(identity);

    const answer = await logOut({
      cookies: [`polyclinic_refresh=${refreshToken}`],
      headers: { 'sec-fetch-site': 'cross-site' },
    });

    expect(answer.status).toBe(403);
    expect((await identity.signIns.refresh(refreshToken)).tokenType).toBe('Bearer');
  });

  it.each([
    ['no body', {}],
    ['an empty object', { json: {} }],
    ['an empty token', { json: { refreshToken: '' } }],
    ['an empty cookie', { cookies: ['polyclinic_refresh='] }],
    ['the cookie of something else', { cookies: ['polyclinic_device=x'] }],
    ['another scheme', { headers: { authorization: 'Basic YTpi' } }],
    ['no token in the scheme', { headers: { authorization: 'Bearer ' } }],
  ])('answers 400 where no session is shown, and takes the cookie away all the same: %s', async (_, fields) => {
    const answer = await logOut(fields);

    expect(answer).toMatchObject({ status: 400, json: { code: 'SESSION_REQUIRED' } });
    expect(answer.cookies).toEqual(cleared);
  });

  it.each([
    ['alone', {}],
    ['beside an empty object', { json: {} }],
    ['beside an empty cookie', { cookies: ['polyclinic_refresh='] }],
  ])('ends the session of an access token %s', async (_, fields) => {
    const person = await signedInPerson(identity);

    const answer = await logOut({ headers: person.headers, ...fields });

    expect([answer.status, answer.cookies, await isAlive(person)]).toEqual([204, cleared, false]);
    expect(sessionsEnded()).toHaveLength(1);
  });

  it.each([
    ['by the letter case of its scheme', 0, (token: string) => `bearer  ${token} `],
    ['an hour after it expired', 3_600, (token: string) => `Bearer ${token}`],
  ])('ends the session of an access token %s', async (_, seconds, headerOf) => {
    const person = await signedInPerson(identity);
    identity.clock.advance(seconds);

    const answer = await logOut({ headers: { authorization: headerOf(person.accessToken) } });

    expect([answer.status, await isAlive(person)]).toEqual([204, false]);
  });

  it.each([
    [
      'whose signature is another’s',
      (token: string, other: string) => [...token.split('.').slice(0, 2), other.split('.')[2]],
    ],
    ['that is not signed', (token: string) => [...token.split('.').slice(0, 2), '']],
    ['of which an end is missing', (token: string) => [token.slice(0, -4)]],
  ])('ends nothing by an access token %s', async (_, forge) => {
    const person = await signedInPerson(identity);
    const other = await signedInPerson(identity, { email: 'eve@example.com' });

    const answer = await logOut({
      headers: { authorization: `Bearer ${forge(person.accessToken, other.accessToken).join('.')}` },
    });

    expect([answer.status, await isAlive(person), await isAlive(other)]).toEqual([204, true, true]);
  });

  it('answers 503 and not that it is done where no key can be read', async () => {
    const person = await signedInPerson(identity);
    database.hooks.before = (operation) => {
      if (operation === 'query') throw new AnswerLost();
    };
    const answer = await logOut({ headers: person.headers });
    delete database.hooks.before;

    expect([answer.status, await isAlive(person)]).toEqual([503, true]);
  });

  it('ends all sessions that are shown at once', async () => {
    const people = [];
    for (const name of ['ada', 'bob', 'eve', 'joe']) {
      people.push(await signedInPerson(identity, { email: `${name}@example.com` }));
    }
    const [ada, bob, eve, joe] = people as [Person, Person, Person, Person];

    const answer = await logOut({
      cookies: [cookieOf(ada), cookieOf(bob)],
      json: { refreshToken: eve.refreshToken },
      headers: joe.headers,
    });

    expect([answer.status, answer.cookies]).toEqual([204, cleared]);
    expect(await Promise.all(people.map(isAlive))).toEqual([false, false, false, false]);
  });

  it('makes one transaction for a session, however many tokens of it are shown', async () => {
    const person = await signedInPerson(identity);
    // The keys are in memory from here on.
    await logOut({ headers: { authorization: `Bearer ${person.accessToken.slice(0, -4)}` } });
    const everything = {
      headers: person.headers,
      cookies: [cookieOf(person), cookieOf(person)],
      json: { refreshToken: person.refreshToken },
    };

    expect(await callsOf(() => logOut(everything))).toEqual({ get: 0, batchGet: 0, query: 0, write: 0, transact: 1 });
    expect(sessionsEnded()).toHaveLength(1);
  });

  it.each([
    ['the cookie', (person: Person) => ({ cookies: [cookieOf(person)] }), 0],
    ['an access token, whose keys an instance reads once', (person: Person) => ({ headers: person.headers }), 1],
  ])('asks the store no more than it must about %s', async (_, fieldsOf, query) => {
    const person = await signedInPerson(identity);

    const calls = await callsOf(() => logOut(fieldsOf(person)));

    expect(calls).toEqual({ get: 0, batchGet: 0, query, write: 0, transact: 1 });
  });

  it('counts the cookie for nothing from another site, beside what its page shows', async () => {
    const [ada, eve] = [await signedInPerson(identity), await signedInPerson(identity, { email: 'eve@example.com' })];

    const answer = await logOut({
      cookies: [cookieOf(ada)],
      json: { refreshToken: eve.refreshToken },
      headers: { origin: 'https://evil.example' },
    });

    expect([answer.status, answer.cookies]).toEqual([204, []]);
    expect([await isAlive(ada), await isAlive(eve)]).toEqual([true, false]);
  });
});

describeAccess(
  trigger,
  ({ identity, stack }) => createHandler(identity.signOut, stack),
  publicly(204, { json: { refreshToken: unknownToken } }),
);
