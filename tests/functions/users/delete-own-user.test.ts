import { beforeEach, describe, expect, it } from '@jest/globals';
import { createHandler } from '../../../functions/users/delete-own-user.ts';
import { createHandler as createGetOwnUser } from '../../../functions/users/get-own-user.ts';
import type { User } from '../../../lib/users/schema.ts';
import { send } from '../../support/http.ts';
import { createIdentity, signedInPerson } from '../../support/identity.ts';
import { createMemoryDatabase, type MemoryDatabase } from '../../support/memory-database.ts';
import { callerOf, createPeople, machineWith, type People, resetCalls, stackOf } from '../../support/people.ts';

let database: MemoryDatabase;
let people: People;
let ada: User;

beforeEach(async () => {
  database = createMemoryDatabase();
  people = createPeople(database);
  ada = await people.enrol();
  resetCalls(database);
});

const leave = (caller = callerOf(ada), headers: Record<string, string> = {}) =>
  send(createHandler(people.deletions, stackOf(caller)), { method: 'DELETE', headers });

describe('DELETE /v1/users/me', () => {
  it('deletes the account of whoever asks, with one read and one transaction', async () => {
    const answer = await leave();

    expect(answer.status).toBe(204);
    expect(answer.text).toBe('');
    expect(database.calls).toEqual({ get: 0, batchGet: 1, query: 0, write: 0, transact: 1 });
  });

  it('ends the session that asked, within the three seconds that sessions are taken for granted', async () => {
    const identity = await createIdentity(database);
    const { headers } = await signedInPerson(identity);
    const whoAmI = () => send(createGetOwnUser(identity.users, identity.stack), { headers });
    await whoAmI();

    const answer = await send(createHandler(people.deletions, identity.stack), { method: 'DELETE', headers });
    identity.clock.advance(3);

    expect(answer.status).toBe(204);
    expect((await whoAmI()).status).toBe(401);
  });

  it('keeps the last admin', async () => {
    const admin = await people.enrol({ roles: ['admin'] });

    expect((await leave(callerOf(admin))).json.code).toBe('LAST_ADMIN');
  });

  it('answers 412 to who means an earlier version', async () => {
    expect((await leave(callerOf(ada), { 'if-match': '"0"' })).status).toBe(412);
  });

  it('is for a person: an API key has no account', async () => {
    const stack = stackOf(machineWith('users:delete', 'users:manage'));

    expect((await send(createHandler(people.deletions, stack), { method: 'DELETE' })).status).toBe(403);
  });
});
