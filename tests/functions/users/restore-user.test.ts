import { beforeEach, describe, expect, it } from '@jest/globals';
import { createHandler, trigger } from '../../../functions/users/restore-user.ts';
import type { User } from '../../../lib/domains/identity/users/schema.ts';
import { describeAccess } from '../../support/access/describe-access.ts';
import { givenBy, managed } from '../../support/access/expectations.ts';
import { invoke, send } from '../../support/http.ts';
import { createMemoryDatabase, type MemoryDatabase } from '../../support/memory-database.ts';
import { auditOf, callerOf, createPeople, type People, resetCalls, stackOf } from '../../support/people.ts';

let database: MemoryDatabase;
let people: People;
let admin: User;
let ada: User;

beforeEach(async () => {
  database = createMemoryDatabase();
  people = createPeople(database);
  admin = await people.enrol({ roles: ['admin'] });
  ada = await people.enrol({ email: 'ada@example.com' });
  await people.deletions.delete(callerOf(admin), { userId: ada.id });
  resetCalls(database);
});

const restore = (userId = ada.id, caller = callerOf(admin)) =>
  send(createHandler(people.deletions, stackOf(caller)), { method: 'POST', params: { userId } });
const itemOf = (sk: string) =>
  database.itemsOf('identity').find((item) => item.sk === sk && item.pk === `USER#${ada.id}`);

describe('POST /v1/users/{userId}/restore', () => {
  it('brings the person back with the address, and no session with them', async () => {
    const answer = await restore();

    expect(answer.status).toBe(200);
    expect(answer.headers.etag).toBe('"3"');
    expect(answer.json.data).toEqual({ ...ada, updatedAt: people.clock().toISOString() });
    expect(itemOf('SECURITY')).toMatchObject({ status: 'active', sessionEpoch: 3, tokenVersion: 3 });
    await expect(people.enrol({ email: 'ada@example.com' })).rejects.toMatchObject({ code: 'DUPLICATE_EMAIL' });
  });

  it('makes one read and one transaction, with who did it on record, and the roles that it gives back', async () => {
    await restore();

    expect(database.calls).toEqual({ get: 0, batchGet: 1, query: 0, write: 0, transact: 1 });
    expect(auditOf(database, 'user.restored')).toMatchObject([
      { actorId: admin.id, subject: `users/${ada.id}`, details: { roles: ['user'] } },
    ]);
  });

  it('answers 409 when somebody took the address since', async () => {
    await people.enrol({ email: 'ada@example.com' });

    const answer = await restore();

    expect(answer.json.code).toBe('DUPLICATE_EMAIL');
    expect(itemOf('PERSON')).toMatchObject({ status: 'deleted' });
  });

  it('answers 409 for somebody who is not deleted, also to all but one of ten at once', async () => {
    const handler = createHandler(people.deletions, stackOf(callerOf(admin)));
    const fields = () => ({ method: 'POST', params: { userId: ada.id } });

    const answers = await Promise.all(Array.from({ length: 10 }, () => invoke(handler, fields())));

    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array(9).fill(409)]);
    expect(answers.filter(({ json }) => json.code === 'NOT_DELETED')).toHaveLength(9);
  });

  it('answers 404 for somebody who never was, and 403 to who is no admin', async () => {
    const answers = [
      await restore('019a0000-0000-7000-8000-00000000ffff'),
      await restore(ada.id, callerOf({ id: ada.id, roles: ['doctor', 'staff'] })),
    ];

    expect(answers.map(({ status }) => status)).toEqual([404, 403]);
  });
});

describeAccess(
  trigger,
  ({ people, stack }) => createHandler(people.deletions, stack),
  givenBy(managed(409, 200), [null, 403, 403, 404, 403]),
);
