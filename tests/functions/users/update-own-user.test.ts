import { beforeEach, describe, expect, it } from '@jest/globals';
import { createHandler, trigger } from '../../../functions/users/update-own-user.ts';
import type { Caller } from '../../../lib/access/caller.ts';
import type { User } from '../../../lib/domains/identity/users/schema.ts';
import { describeAccess } from '../../support/access/describe-access.ts';
import { signedIn } from '../../support/access/expectations.ts';
import { send } from '../../support/http.ts';
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
let ada: User;

beforeEach(async () => {
  database = createMemoryDatabase();
  people = createPeople(database);
  ada = await people.enrol({ name: 'Ada Lovelace', dateOfBirth: '1990-12-10' });
  resetCalls(database);
});

const change = (caller: Caller, json: unknown, headers: Record<string, string> = {}) =>
  send(createHandler(people.profiles, stackOf(caller)), { method: 'PATCH', json, headers });

describe('PATCH /v1/users/me', () => {
  it('changes the profile of whoever asks', async () => {
    const answer = await change(callerOf(ada), { name: 'Ada King' });

    expect(answer.status).toBe(200);
    expect(answer.headers.etag).toBe('"2"');
    expect(answer.json.data).toEqual({ ...ada, name: 'Ada King', updatedAt: people.clock().toISOString() });
    expect(auditOf(database, 'user.profile-changed')).toMatchObject([{ actorId: ada.id, subject: `users/${ada.id}` }]);
  });

  it('makes one read and one transaction', async () => {
    await change(callerOf(ada), { name: 'Ada King' });

    expect(database.calls).toEqual({ get: 0, batchGet: 1, query: 0, write: 0, transact: 1 });
  });

  it('answers 412 to who means an earlier version', async () => {
    await change(callerOf(ada), { name: 'Ada King' });

    expect((await change(callerOf(ada), { name: 'Ada Byron' }, { 'if-match': '"1"' })).json.code).toBe('STALE_VERSION');
  });

  it('holds a date of birth to the same age as a registration', async () => {
    expect((await change(callerOf(ada), { dateOfBirth: '2020-01-01' })).json.code).toBe('UNDERAGE');
  });

  it.each(['0000-01-01', '1896-03-07', '2026-03-09'])(
    'refuses a date on which nobody was born: %s',
    async (dateOfBirth) => {
      const answer = await change(callerOf(ada), { dateOfBirth });

      expect(answer.status).toBe(400);
      expect(answer.json).toMatchObject({ code: 'VALIDATION_FAILED', errors: [{ path: 'dateOfBirth' }] });
    },
  );

  it('is for a person: an API key has no account', async () => {
    expect((await change(machineWith('users:write', 'users:manage'), { name: 'Key' })).status).toBe(403);
  });

  it('refuses an empty change with 400', async () => {
    expect((await change(callerOf(ada), {})).status).toBe(400);
  });
});

describeAccess(
  trigger,
  ({ people, stack }) => createHandler(people.profiles, stack),
  signedIn(200, { name: 'Another Name' }),
);
