import { beforeEach, describe, expect, it } from '@jest/globals';
import { createHandler, trigger } from '../../../functions/users/unlock-user.ts';
import type { Caller } from '../../../lib/access/caller.ts';
import type { User } from '../../../lib/domains/identity/users/schema.ts';
import { changeSecurity } from '../../../lib/domains/identity/users/security-repository.ts';
import { describeAccess } from '../../support/access/describe-access.ts';
import { managed } from '../../support/access/expectations.ts';
import { northClinic } from '../../support/clinics.ts';
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
  ada = await people.enrol();
  await people.commit([people.repository.markLocked(ada.id, new Date('2026-03-09T00:00:00.000Z'))]);
  resetCalls(database);
});

const unlock = (userId = ada.id, caller: Caller = callerOf(admin)) =>
  send(createHandler(people.administration, stackOf(caller)), { method: 'POST', params: { userId } });
const itemOf = (sk: string) =>
  database.itemsOf('identity').find((item) => item.sk === sk && item.pk === `USER#${ada.id}`);

describe('POST /v1/users/{userId}/unlock', () => {
  it('forgets the failures of the account, and that it had to wait', async () => {
    const answer = await unlock();

    expect(answer.status).toBe(204);
    expect(itemOf('SECURITY')).toMatchObject({ unlocks: 1, tokenVersion: 1 });
    expect(itemOf('PERSON')).not.toHaveProperty('lockedUntil');
  });

  it('makes one transaction, with who did it on record', async () => {
    await unlock();

    expect(database.calls).toEqual({ get: 0, batchGet: 0, query: 0, write: 0, transact: 1 });
    expect(auditOf(database, 'user.unlocked')).toMatchObject([{ actorId: admin.id, subject: `users/${ada.id}` }]);
  });

  it('makes one read more for a key that is bound to a clinic, to which the deleted are absent', async () => {
    const ofNorth = { ...machineWith('users:manage'), clinicId: northClinic };

    const present = await unlock(ada.id, ofNorth);
    expect(database.calls).toEqual({ get: 0, batchGet: 1, query: 0, write: 0, transact: 1 });
    await people.deletions.delete(callerOf(admin), { userId: ada.id });
    const deleted = await unlock(ada.id, ofNorth);

    expect([present.status, deleted.status, deleted.json.code]).toEqual([204, 404, 'USER_NOT_FOUND']);
  });

  it('answers 409 to such a key where the rights of the person change at every try, and unlocks nothing', async () => {
    const ofNorth = { ...machineWith('users:manage'), clinicId: northClinic };
    const raised = changeSecurity(ada.id, { add: { tokenVersion: 1 } });
    database.hooks.before = async (operation, actions) => {
      if (operation === 'transact' && (actions as unknown[]).length > 1) await people.commit([raised]);
    };

    const answer = await unlock(ada.id, ofNorth);

    expect([answer.status, answer.json.code]).toEqual([409, 'CONCURRENT_CHANGE']);
    expect(itemOf('SECURITY')).toMatchObject({ unlocks: 0, tokenVersion: 6 });
  });

  it('answers the same for somebody who need not wait', async () => {
    const answers = [await unlock(), await unlock()];

    expect(answers.map(({ status }) => status)).toEqual([204, 204]);
  });

  it('answers 404 for somebody who never was or is deleted, and 403 to who is no admin', async () => {
    const other = await people.enrol();
    await people.deletions.delete(callerOf(admin), { userId: other.id });

    const answers = [
      await unlock('019a0000-0000-7000-8000-00000000ffff'),
      await unlock(other.id),
      await unlock(ada.id, callerOf(ada)),
    ];

    expect(answers.map(({ status }) => status)).toEqual([404, 404, 403]);
  });
});

describeAccess(trigger, ({ people, stack }) => createHandler(people.administration, stack), managed(204, 404));
