import { beforeEach, describe, expect, it } from '@jest/globals';
import { createHandler, trigger } from '../../../functions/users/update-user.ts';
import type { Caller } from '../../../lib/access/caller.ts';
import { AnswerLost } from '../../../lib/data/database.ts';
import type { User } from '../../../lib/domains/identity/users/schema.ts';
import { describeAccess } from '../../support/access/describe-access.ts';
import { onPeople } from '../../support/access/expectations.ts';
import { invoke, send } from '../../support/http.ts';
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

let database: MemoryDatabase;
let people: People;
let admin: User;
let ada: User;

beforeEach(async () => {
  database = createMemoryDatabase();
  people = createPeople(database);
  admin = await people.enrol({ roles: ['admin'] });
  ada = await people.enrol({ name: 'Ada Lovelace', dateOfBirth: '1990-12-10' });
  people.clock.advance(60);
  resetCalls(database);
});

async function change(caller: Caller, json: unknown, { userId = ada.id, headers = {} } = {}) {
  const stack = stackOf(caller);
  const handler = createHandler(people.profiles, stack);
  const answer = await send(handler, { method: 'PATCH', params: { userId }, json, headers });
  return { ...answer, refusals: stack.refusals };
}
const stored = () => database.itemsOf('identity').find(({ sk, id }) => sk === 'PERSON' && id === ada.id);

describe('PATCH /v1/users/{userId}', () => {
  it('changes what is there, leaves what is absent, and answers with the new version', async () => {
    const answer = await change(callerOf(ada), { name: '  Ada King ' });

    expect(answer.status).toBe(200);
    expect(answer.headers.etag).toBe('"2"');
    expect(answer.json.data).toEqual({ ...ada, name: 'Ada King', updatedAt: people.clock().toISOString() });
    expect(stored()).toMatchObject({ name: 'Ada King', dateOfBirth: '1990-12-10', version: 2 });
  });

  it('clears a date of birth that is null', async () => {
    const answer = await change(callerOf(ada), { dateOfBirth: null });

    expect(answer.json.data).not.toHaveProperty('dateOfBirth');
    expect(stored()).not.toHaveProperty('dateOfBirth');
  });

  it('makes one read and one transaction, with who changed which fields on record, not to what', async () => {
    await change(callerOf(admin), { name: 'Ada King', dateOfBirth: '1991-01-01' });

    expect(database.calls).toEqual({ get: 0, batchGet: 1, query: 0, write: 0, transact: 1 });
    const [entry] = auditOf(database, 'user.profile-changed');
    expect(entry).toMatchObject({
      actorId: admin.id,
      subject: `users/${ada.id}`,
      details: { fields: ['dateOfBirth', 'name'] },
    });
    expect(JSON.stringify(entry)).not.toMatch(/Ada King|1991-01-01/);
  });

  it('lets a machine change anybody that may manage people, and none that may not', async () => {
    const answers = [
      await change(machineWith('users:write'), { name: 'Ada King' }),
      await change(machineWith('users:write', 'users:manage'), { name: 'Ada King' }),
    ];

    expect(answers.map(({ status }) => status)).toEqual([404, 200]);
  });

  it('hides others as it does who is not there, and has both attempts recorded', async () => {
    const answers = [
      await change(callerOf(ada), { name: 'Eve' }, { userId: admin.id }),
      await change(callerOf(ada), { name: 'Eve' }, { userId: '019a0000-0000-7000-8000-00000000ffff' }),
    ];

    expect(answers.map(({ json }) => json.code)).toEqual(['USER_NOT_FOUND', 'USER_NOT_FOUND']);
    expect(answers.map(({ refusals }) => refusals.length)).toEqual([1, 1]);
    expect(database.calls.transact).toBe(0);
  });

  it('does not change who is deleted', async () => {
    await people.deletions.delete(callerOf(admin), { userId: ada.id });

    expect((await change(callerOf(admin), { name: 'Ada King' })).json.code).toBe('USER_NOT_FOUND');
  });

  it.each([
    ['the current version', '"1"', 200],
    ['an earlier one', '"0"', 412],
    ['a weak tag', 'W/"1"', 412],
    ['whatever is there', '*', 200],
    ['the current version among others', '"999", "1"', 200],
    ['the current version as it was packed', '"1-br"', 200],
    ['others alone', '"999", "0"', 412],
    ['a weak tag beside an earlier one', 'W/"1", "0"', 412],
    ['a version as nobody wrote it', '"01"', 412],
  ])('holds a change to If-Match: %s', async (_, tag, status) => {
    expect((await change(callerOf(ada), { name: 'Ada King' }, { headers: { 'if-match': tag } })).status).toBe(status);
  });

  it('lets one of ten win that mean the same version, and tells the others', async () => {
    const handler = createHandler(people.profiles, stackOf(callerOf(ada)));
    const fields = (at: number) => ({
      method: 'PATCH',
      params: { userId: ada.id },
      headers: { 'if-match': '"1"' },
      json: { name: `Ada ${at}` },
    });

    const answers = await Promise.all(Array.from({ length: 10 }, (_, at) => invoke(handler, fields(at))));

    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array(9).fill(412)]);
  });

  it('carries out both of two changes at once that mean no version, and enters the person once', async () => {
    const handler = createHandler(people.profiles, stackOf(callerOf(ada)));
    const bodies = [{ name: 'Ada King' }, { name: 'Ada Byron' }, { dateOfBirth: '1991-01-01' }];

    const answers = await Promise.all(
      bodies.map((json) => invoke(handler, { method: 'PATCH', params: { userId: ada.id }, json })),
    );

    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(stored()).toMatchObject({ version: 4, dateOfBirth: '1991-01-01' });
    await people.catchUp();
    const names = database.itemsOf('index').filter(({ pk, recordId }) => pk === 'PEOPLE#NAME' && recordId === ada.id);
    expect(names.map(({ place }) => place)).toEqual([String(stored()?.name).toLowerCase()]);
  });

  it('answers 503 and changes nothing while the store is down', async () => {
    database.hooks.before = (operation) => {
      if (operation === 'transact') throw new AnswerLost();
    };

    expect((await change(callerOf(ada), { name: 'Ada King' })).status).toBe(503);
    expect(stored()).toMatchObject({ name: 'Ada Lovelace', version: 1 });
  });

  it('refuses a date of birth of somebody under age', async () => {
    const answers = [
      await change(callerOf(ada), { dateOfBirth: '2008-03-09' }),
      await change(callerOf(ada), { dateOfBirth: '2008-03-08' }),
    ];

    expect(answers.map(({ status }) => status)).toEqual([422, 200]);
    expect(answers[0]?.json.code).toBe('UNDERAGE');
  });

  it.each([
    ['nothing at all', {}, ''],
    ['a name that is null', { name: null }, 'name'],
    ['a name of one letter', { name: 'A' }, 'name'],
    ['a day that is not in the calendar', { dateOfBirth: '1990-02-30' }, 'dateOfBirth'],
    ['an address', { email: 'eve@example.com' }, 'email'],
    ['roles', { roles: ['admin'] }, 'roles'],
    ['a status', { status: 'active' }, 'status'],
  ])('refuses %s with 400', async (_, json, path) => {
    const answer = await change(callerOf(ada), json);

    expect(answer.status).toBe(400);
    expect(answer.json.errors).toEqual(expect.arrayContaining([expect.objectContaining({ path })]));
  });
});

describeAccess(
  trigger,
  ({ people, stack }) => createHandler(people.profiles, stack),
  onPeople(200, 404, { name: 'Another Name' }),
);
