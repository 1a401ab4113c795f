import { beforeEach, describe, expect, it } from '@jest/globals';
import { createHandler, trigger } from '../../../functions/users/get-user.ts';
import type { Caller } from '../../../lib/access/caller.ts';
import { AnswerLost } from '../../../lib/data/database.ts';
import type { User } from '../../../lib/domains/identity/users/schema.ts';
import { describeAccess } from '../../support/access/describe-access.ts';
import { onPeople } from '../../support/access/expectations.ts';
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
let admin: User;
let ada: User;

beforeEach(async () => {
  database = createMemoryDatabase();
  people = createPeople(database);
  admin = await people.enrol({ roles: ['admin'] });
  ada = await people.enrol({ name: 'Ada Lovelace', dateOfBirth: '1990-12-10' });
  resetCalls(database);
});

async function read(caller: Caller, userId: string, headers: Record<string, string> = {}) {
  const stack = stackOf(caller);
  const answer = await send(createHandler(people.viewings, stack), { params: { userId }, headers });
  return { ...answer, refusals: stack.refusals };
}

describe('GET /v1/users/{userId}', () => {
  it('shows people themselves, which is nothing to put on record', async () => {
    const answer = await read(callerOf(ada), ada.id);

    expect(answer.status).toBe(200);
    expect(answer.headers.etag).toBe('"1"');
    expect(answer.json.data).toEqual({ ...ada });
    expect(database.calls).toEqual({ get: 1, batchGet: 0, query: 0, write: 0, transact: 0 });
  });

  it.each(['themselves', 'an admin'])('shows %s a person by an id in capitals', async (who) => {
    const answer = await read(callerOf(who === 'an admin' ? admin : ada), ada.id.toUpperCase());

    expect([answer.status, answer.json.data]).toEqual([200, { ...ada }]);
    expect(auditOf(database, 'user.read')).toEqual(
      who === 'an admin' ? [expect.objectContaining({ subject: `users/${ada.id}` })] : [],
    );
  });

  it('shows an admin anybody, with one read and one entry on record', async () => {
    const answer = await read(callerOf(admin), ada.id);

    expect(answer.json.data).toEqual({ ...ada });
    expect(database.calls).toEqual({ get: 1, batchGet: 0, query: 0, write: 1, transact: 0 });
    expect(auditOf(database, 'user.read')).toMatchObject([
      { actorId: admin.id, subject: `users/${ada.id}`, outcome: 'success', address: '203.0.113.7' },
    ]);
  });

  it('shows nothing that cannot be put on record', async () => {
    database.hooks.before = (operation) => {
      if (operation === 'write') throw new AnswerLost();
    };

    const answer = await read(callerOf(admin), ada.id);

    expect(answer.status).toBe(503);
    expect(answer.text).not.toContain('Lovelace');
  });

  it('puts on record as well that an admin still holds the current version', async () => {
    const answer = await read(callerOf(admin), ada.id, { 'if-none-match': '"1"' });

    expect(answer.status).toBe(304);
    expect(auditOf(database, 'user.read')).toHaveLength(1);
  });

  it('takes an API key for nobody, and shows it what its scopes let it see', async () => {
    const [own, all] = [
      await read(machineWith('users:read'), ada.id),
      await read(machineWith('users:read', 'users:list'), ada.id),
    ];

    expect([own.status, all.status]).toEqual([404, 200]);
    expect(own.refusals).toHaveLength(1);
    expect(auditOf(database, 'user.read')).toMatchObject([{ actorId: machineWith().keyId }]);
  });

  it('answers the same for who is absent and who is not to be seen, has both recorded and reads neither', async () => {
    const [hidden, absent] = [
      await read(callerOf(ada), admin.id),
      await read(callerOf(ada), '019a0000-0000-7000-8000-00000000ffff'),
    ];

    const { requestId: _h, timestamp: _t, ...hiddenBody } = hidden.json;
    const { requestId: _a, timestamp: _s, ...absentBody } = absent.json;
    expect(hidden.status).toBe(404);
    expect(hiddenBody).toEqual(absentBody);
    expect([hidden.refusals, absent.refusals]).toMatchObject([
      [{ code: 'USER_NOT_FOUND' }],
      [{ code: 'USER_NOT_FOUND' }],
    ]);
    expect(database.calls).toMatchObject({ get: 0, batchGet: 0, write: 0 });
  });

  it('shows a deleted person to admins, and to nobody else', async () => {
    const other = await people.enrol();
    await people.deletions.delete(callerOf(admin), { userId: ada.id });

    const answers = [
      await read(callerOf(admin), ada.id),
      await read(callerOf(other), ada.id),
      await read(callerOf(ada), ada.id),
    ];

    expect(answers.map(({ status }) => status)).toEqual([200, 404, 404]);
    expect(answers[0]?.json.data).toMatchObject({ status: 'deleted', name: 'Ada Lovelace' });
  });

  it('shows as locked who has to wait before the next sign-in, until then', async () => {
    const until = new Date(people.clock().getTime() + 60_000);
    await people.commit([people.repository.markLocked(ada.id, until)]);

    const during = await read(callerOf(admin), ada.id);
    people.clock.advance(60);
    const after = await read(callerOf(admin), ada.id);

    expect([during, after].map(({ json }) => (json.data as User).status)).toEqual(['locked', 'active']);
    expect(during.json.data).not.toHaveProperty('lockedUntil');
  });

  it('shows as deleted who is deleted, also while sign-ins would have to wait', async () => {
    await people.commit([people.repository.markLocked(ada.id, new Date('2026-03-09T00:00:00.000Z'))]);
    await people.deletions.delete(callerOf(admin), { userId: ada.id });

    expect((await read(callerOf(admin), ada.id)).json.data).toMatchObject({ status: 'deleted' });
  });

  it('refuses what is no id with 400', async () => {
    expect((await read(callerOf(admin), 'USER')).json.code).toBe('VALIDATION_FAILED');
  });
});

describeAccess(trigger, ({ people, stack }) => createHandler(people.viewings, stack), onPeople(200, 200));
