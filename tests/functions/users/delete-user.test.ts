import { beforeEach, describe, expect, it } from '@jest/globals';
import { createHandler, trigger } from '../../../functions/users/delete-user.ts';
import type { Caller } from '../../../lib/access/caller.ts';
import type { User } from '../../../lib/domains/identity/users/schema.ts';
import { describeAccess } from '../../support/access/describe-access.ts';
import { notOwn, onPeople } from '../../support/access/expectations.ts';
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
  ada = await people.enrol({ email: 'ada@example.com' });
  resetCalls(database);
});

async function remove(caller: Caller, userId = ada.id, headers: Record<string, string> = {}) {
  const stack = stackOf(caller);
  const answer = await send(createHandler(people.deletions, stack), { method: 'DELETE', params: { userId }, headers });
  return { ...answer, refusals: stack.refusals };
}
const itemOf = (sk: string) =>
  database.itemsOf('identity').find((item) => item.sk === sk && item.pk === `USER#${ada.id}`);

describe('DELETE /v1/users/{userId}', () => {
  it('marks the person as deleted, ends every session and token, and frees the address', async () => {
    const answer = await remove(callerOf(admin));

    expect(answer.status).toBe(204);
    expect(itemOf('PERSON')).toMatchObject({ status: 'deleted', email: 'ada@example.com' });
    expect(itemOf('SECURITY')).toMatchObject({ status: 'deleted', tokenVersion: 2, sessionEpoch: 2 });
    await expect(people.enrol({ email: 'ada@example.com' })).resolves.toMatchObject({ status: 'active' });
  });

  it('has the owner told, by an event that holds an id alone', async () => {
    await remove(callerOf(admin));

    expect(database.itemsOf('events').at(-1)).toMatchObject({
      event: { type: 'user.deleted', subject: `users/${ada.id}`, data: { userId: ada.id } },
    });
  });

  it('makes one read and one transaction, with who did it on record', async () => {
    await remove(callerOf(admin));

    expect(database.calls).toEqual({ get: 0, batchGet: 1, query: 0, write: 0, transact: 1 });
    expect(auditOf(database, 'user.deleted')).toMatchObject([{ actorId: admin.id, subject: `users/${ada.id}` }]);
  });

  it('hides others from people, sends them elsewhere for themselves, and has both attempts recorded', async () => {
    const answers = [await remove(callerOf(ada), admin.id), await remove(callerOf(ada))];

    expect(answers.map(({ status }) => status)).toEqual([404, 403]);
    expect(answers.map(({ refusals }) => refusals.map(({ code }) => code))).toEqual([
      ['USER_NOT_FOUND'],
      ['OWN_ACCOUNT'],
    ]);
    expect(itemOf('PERSON')).toMatchObject({ status: 'active' });
  });

  it('lets a machine delete anybody that may manage people, and none that may not', async () => {
    const answers = [
      await remove(machineWith('users:delete')),
      await remove(machineWith('users:delete', 'users:manage')),
    ];

    expect(answers.map(({ status }) => status)).toEqual([404, 204]);
  });

  it('finds nobody to delete a second time, also of twenty at once', async () => {
    const handler = createHandler(people.deletions, stackOf(callerOf(admin)));
    const fields = () => ({ method: 'DELETE', params: { userId: ada.id } });

    const answers = await Promise.all(Array.from({ length: 20 }, () => invoke(handler, fields())));

    expect(answers.map(({ status }) => status).sort()).toEqual([204, ...Array(19).fill(404)]);
    expect(auditOf(database, 'user.deleted')).toHaveLength(1);
  });

  it('keeps the last admin', async () => {
    const answer = await remove(machineWith('users:delete', 'users:manage'), admin.id);

    expect(answer.status).toBe(409);
    expect(answer.json.code).toBe('LAST_ADMIN');
  });

  it('answers 412 to who means an earlier version, and deletes nobody', async () => {
    const answers = [
      await remove(callerOf(admin), ada.id, { 'if-match': '"7"' }),
      await remove(callerOf(admin), ada.id, { 'if-match': '"1"' }),
    ];

    expect(answers.map(({ status }) => status)).toEqual([412, 204]);
  });
});

describeAccess(trigger, ({ people, stack }) => createHandler(people.deletions, stack), notOwn(onPeople(204, 404), 403));
