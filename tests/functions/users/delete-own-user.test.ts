import { beforeEach, describe, expect, it } from '@jest/globals';
import { createHandler, trigger } from '../../../functions/users/delete-own-user.ts';
import { createHandler as createDeleteUser } from '../../../functions/users/delete-user.ts';
import { createHandler as createGetOwnUser } from '../../../functions/users/get-own-user.ts';
import type { Caller } from '../../../lib/access/caller.ts';
import type { User } from '../../../lib/domains/identity/users/schema.ts';
import { changeSecurity } from '../../../lib/domains/identity/users/security-repository.ts';
import type { Envelope } from '../../../lib/events/envelope.ts';
import { describeAccess } from '../../support/access/describe-access.ts';
import { actorPassword, signedIn } from '../../support/access/expectations.ts';
import { invoke, send } from '../../support/http.ts';
import { createIdentity, signedInPerson } from '../../support/identity.ts';
import { createMemoryDatabase, type MemoryDatabase } from '../../support/memory-database.ts';
import {
  auditOf,
  callerOf,
  createPeople,
  machineWith,
  type People,
  resetCalls,
  stackOf,
} from '../../support/people.ts';

const password = 'Correct-Horse-9';
let database: MemoryDatabase;
let people: People;
let ada: User;

beforeEach(async () => {
  database = createMemoryDatabase();
  people = createPeople(database);
  ada = await people.enrol();
  resetCalls(database);
});

interface Leaving {
  readonly caller?: Caller;
  readonly headers?: Record<string, string>;
  /** What is sent; null for no body. */
  readonly json?: unknown;
}

async function leave({ caller = callerOf(ada), headers = {}, json = { password } }: Leaving = {}) {
  const stack = stackOf(caller);
  const sent = { method: 'DELETE', headers, ...(json !== null && { json }) };
  const answer = await send(createHandler(people.ownDeletions, stack), sent);
  return { ...answer, refusals: stack.refusals.map(({ code }) => code) };
}
const itemOf = (sk: string) =>
  database.itemsOf('identity').find((item) => item.sk === sk && item.pk === `USER#${ada.id}`);
const mailed = () =>
  database.itemsOf('events').flatMap(({ event }) => ((event as Envelope).type === 'user.deleted' ? event : []));
/** Somebody whose token another issuer made so many seconds ago. */
const outsider = (seconds: number | undefined) => ({
  ...callerOf(ada),
  sessionId: undefined,
  tokenIssuedAt: seconds === undefined ? undefined : new Date(people.clock().getTime() - seconds * 1_000),
});

describe('DELETE /v1/users/me', () => {
  it('deletes the account of whoever asks by their password, counted before it is looked at', async () => {
    const answer = await leave();

    expect(answer.status).toBe(204);
    expect(answer.text).toBe('');
    expect(itemOf('SECURITY')).toMatchObject({ status: 'deleted', tokenVersion: 2, sessionEpoch: 2 });
    expect(database.calls).toEqual({ get: 0, batchGet: 1, query: 0, write: 1, transact: 1 });
    expect(auditOf(database, 'user.deleted')).toMatchObject([{ actorId: ada.id, subject: `users/${ada.id}` }]);
  });

  it('has the owner told, by an event that holds an id alone', async () => {
    await leave();

    expect(mailed()).toMatchObject([{ type: 'user.deleted', subject: `users/${ada.id}`, data: { userId: ada.id } }]);
    expect(JSON.stringify(mailed())).not.toContain('@');
  });

  it.each([
    ['another password', { password: 'Wrong-Horse-9' }, 422, 'WRONG_PASSWORD'],
    ['an empty one', { password: '' }, 400, 'VALIDATION_FAILED'],
    ['none', {}, 400, 'VALIDATION_FAILED'],
    ['nothing at all', null, 400, 'VALIDATION_FAILED'],
    ['more than a password', { password, reason: 'bored' }, 400, 'VALIDATION_FAILED'],
  ])('deletes nobody for %s', async (_, json, status, code) => {
    const before = database.itemsOf('identity');

    const answer = await leave({ json });

    expect([answer.status, answer.json.code]).toEqual([status, code]);
    expect(database.itemsOf('identity')).toEqual(before);
    expect([mailed(), auditOf(database, 'user.deleted')]).toEqual([[], []]);
  });

  it('names the password that is missing', async () => {
    expect((await leave({ json: {} })).json.errors).toMatchObject([{ path: 'password', code: 'invalid_type' }]);
  });

  it('puts a wrong password on record, and checks ten at most of twenty at once', async () => {
    const handler = createHandler(people.ownDeletions, stackOf(callerOf(ada)));
    const fields = () => ({ method: 'DELETE', json: { password: 'Wrong-Horse-9' } });

    const answers = await Promise.all(Array.from({ length: 20 }, () => invoke(handler, fields())));

    const statuses = answers.map(({ status }) => status).sort();
    expect(statuses).toEqual([...Array(10).fill(422), ...Array(10).fill(429)]);
    expect(auditOf(database, 'password.refused')).toHaveLength(10);
    expect((await leave()).json.code).toBe('TOO_MANY_ATTEMPTS');
  });

  it('looks at the password as it is by then when somebody has just set another one', async () => {
    const other = await people.enrol({ password: 'Better-Battery-7' });
    const security = database.itemsOf('identity').find(({ pk, sk }) => pk === `USER#${other.id}` && sk === 'SECURITY');
    database.hooks.before = async (operation) => {
      if (operation !== 'transact') return;
      delete database.hooks.before;
      await people.commit([changeSecurity(ada.id, { set: { passwordHash: String(security?.passwordHash) } })]);
    };

    const answer = await leave();

    expect(answer.json.code).toBe('WRONG_PASSWORD');
    expect(itemOf('PERSON')).toMatchObject({ status: 'active' });
  });

  it('takes one try of the password when the account was only renamed in the meantime', async () => {
    database.hooks.before = async (operation) => {
      if (operation !== 'transact') return;
      delete database.hooks.before;
      await people.profiles.change(callerOf(ada), { userId: ada.id }, { name: 'Another Name' });
    };

    const answer = await leave();

    expect(answer.status).toBe(204);
    expect(database.itemsOf('platform')).toMatchObject([{ taken: 1 }]);
  });

  it.each([
    [0, 204, undefined],
    [300, 204, undefined],
    [301, 403, 'FRESH_SIGN_IN_REQUIRED'],
    [undefined, 403, 'FRESH_SIGN_IN_REQUIRED'],
  ])('asks a person of another issuer for a token of the last five minutes: %s s', async (seconds, status, code) => {
    const answer = await leave({ caller: outsider(seconds), json: null });

    expect([answer.status, answer.json?.code]).toEqual([status, code]);
    expect(answer.refusals).toEqual(code ? [code] : []);
  });

  it('takes no password in the place of a fresh token, and counts none', async () => {
    const answer = await leave({ caller: outsider(301) });

    expect(answer.json.code).toBe('FRESH_SIGN_IN_REQUIRED');
    expect(database.itemsOf('platform')).toEqual([]);
  });

  it('ends the session that asked, within the three seconds that sessions are taken for granted', async () => {
    const identity = await createIdentity(database);
    const { headers } = await signedInPerson(identity);
    const whoAmI = () => send(createGetOwnUser(identity.users, identity.stack), { headers });
    await whoAmI();

    const answer = await send(createHandler(people.ownDeletions, identity.stack), {
      method: 'DELETE',
      headers,
      json: { password },
    });
    identity.clock.advance(3);

    expect(answer.status).toBe(204);
    expect((await whoAmI()).status).toBe(401);
  });

  it('keeps the last admin', async () => {
    const admin = await people.enrol({ roles: ['admin'] });

    expect((await leave({ caller: callerOf(admin) })).json.code).toBe('LAST_ADMIN');
  });

  it('answers 412 to who means an earlier version', async () => {
    expect((await leave({ headers: { 'if-match': '"0"' } })).status).toBe(412);
  });

  it('finds nobody to delete a second time', async () => {
    await leave();

    expect((await leave()).json.code).toBe('USER_NOT_FOUND');
    expect(mailed()).toHaveLength(1);
  });

  it('is for a person: an API key has no account', async () => {
    expect((await leave({ caller: machineWith('users:delete', 'users:manage') })).status).toBe(403);
  });

  it('is the only way to delete oneself, for an admin as well', async () => {
    const admin = await people.enrol({ roles: ['admin'] });
    await people.enrol({ roles: ['admin'] });
    const byId = (person: User) =>
      send(createDeleteUser(people.deletions, stackOf(callerOf(person))), {
        method: 'DELETE',
        params: { userId: person.id },
        json: { password },
      });

    const answers = [await byId(ada), await byId(admin), await leave({ caller: callerOf(admin) })];

    expect(answers.map(({ status, json }) => [status, json?.code])).toEqual([
      [403, 'OWN_ACCOUNT'],
      [403, 'OWN_ACCOUNT'],
      [204, undefined],
    ]);
  });
});

describeAccess(
  trigger,
  ({ people, stack }) => createHandler(people.ownDeletions, stack),
  signedIn(204, { password: actorPassword }),
);
