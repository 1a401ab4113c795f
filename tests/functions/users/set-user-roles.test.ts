import { beforeEach, describe, expect, it } from '@jest/globals';
import { createHandler as createGetOwnUser } from '../../../functions/users/get-own-user.ts';
import { createHandler, trigger } from '../../../functions/users/set-user-roles.ts';
import type { Caller } from '../../../lib/access/caller.ts';
import { permissionsOf } from '../../../lib/domains/declared/permissions.ts';
import type { User } from '../../../lib/domains/identity/users/schema.ts';
import { describeAccess } from '../../support/access/describe-access.ts';
import { givenBy, managed } from '../../support/access/expectations.ts';
import { northClinic, plantClinics, southClinic } from '../../support/clinics.ts';
import { send } from '../../support/http.ts';
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

let database: MemoryDatabase;
let people: People;
let admin: User;
let ada: User;

beforeEach(async () => {
  database = createMemoryDatabase();
  plantClinics(database);
  people = createPeople(database);
  admin = await people.enrol({ roles: ['admin'] });
  ada = await people.enrol({ name: 'Ada Lovelace' });
  resetCalls(database);
});

const setRoles = (
  json: unknown,
  {
    userId = ada.id,
    caller = callerOf(admin) as Caller,
    headers = {},
  }: { userId?: string; caller?: Caller; headers?: Record<string, string> } = {},
) => send(createHandler(people.administration, stackOf(caller)), { method: 'PUT', params: { userId }, json, headers });
const itemOf = (sk: string) =>
  database.itemsOf('identity').find((item) => item.sk === sk && item.pk === `USER#${ada.id}`);

describe('PUT /v1/users/{userId}/roles', () => {
  it('gives a person these roles and this clinic, and makes their access tokens worthless', async () => {
    const answer = await setRoles({ roles: ['doctor', 'user'], clinicId: northClinic });

    expect(answer.status).toBe(200);
    expect(answer.headers.etag).toBe('"2"');
    expect(answer.json.data).toEqual({ ...ada, roles: ['doctor', 'user'], clinicId: northClinic });
    expect(itemOf('SECURITY')).toMatchObject({
      roles: ['doctor', 'user'],
      clinicId: northClinic,
      tokenVersion: 2,
      sessionEpoch: 1,
    });
  });

  it('takes the clinic away with the role that needs it', async () => {
    await setRoles({ roles: ['staff'], clinicId: southClinic });

    const answer = await setRoles({ roles: ['user'] });

    expect(answer.json.data).not.toHaveProperty('clinicId');
    expect([itemOf('PERSON'), itemOf('SECURITY')].map((item) => item && 'clinicId' in item)).toEqual([false, false]);
  });

  it('makes one read and one transaction, with before and after on record', async () => {
    await setRoles({ roles: ['doctor'], clinicId: northClinic });

    expect(database.calls).toEqual({ get: 0, batchGet: 1, query: 0, write: 0, transact: 1 });
    expect(auditOf(database, 'user.roles-changed')).toMatchObject([
      {
        actorId: admin.id,
        subject: `users/${ada.id}`,
        details: { before: { roles: ['user'] }, after: { roles: ['doctor'], clinicId: northClinic } },
      },
    ]);
  });

  it('changes nothing for the roles that are held already, in whichever order, but shows nobody off the record', async () => {
    await setRoles({ roles: ['user', 'doctor'], clinicId: northClinic });
    const before = itemOf('SECURITY');

    const answer = await setRoles({ roles: ['doctor', 'user'], clinicId: northClinic });

    expect(answer.status).toBe(200);
    expect(answer.headers.etag).toBe('"2"');
    expect(itemOf('SECURITY')).toEqual(before);
    expect(auditOf(database, 'user.roles-changed')).toHaveLength(2);
  });

  it('has the old access tokens refused within three seconds, while the session goes on with the new roles', async () => {
    const identity = await createIdentity(database);
    const { headers, refreshToken, user } = await signedInPerson(identity);
    const whoAmI = (sent: Record<string, string>) =>
      send(createGetOwnUser(identity.users, identity.stack), { headers: sent });
    await whoAmI(headers);

    await setRoles({ roles: ['doctor'], clinicId: northClinic }, { userId: user.id });
    identity.clock.advance(3);
    const old = await whoAmI(headers);
    const { accessToken } = await identity.signIns.refresh(refreshToken as string);
    const fresh = await whoAmI({ authorization: `Bearer ${accessToken}` });

    expect([old.status, fresh.status]).toEqual([401, 200]);
    expect(fresh.json.data).toMatchObject({ roles: ['doctor'], clinicId: northClinic });
  });

  it('keeps the last admin', async () => {
    const answer = await setRoles({ roles: ['user'] }, { userId: admin.id });

    expect(answer.status).toBe(409);
    expect(answer.json.code).toBe('LAST_ADMIN');
  });

  it.each([
    [{ roles: ['doctor'] }, 'CLINIC_REQUIRED'],
    [{ roles: ['admin', 'staff'] }, 'CLINIC_REQUIRED'],
    [{ roles: ['user'], clinicId: northClinic }, 'CLINIC_NOT_ALLOWED'],
    [{ roles: ['admin', 'user'], clinicId: northClinic }, 'CLINIC_NOT_ALLOWED'],
  ])('refuses %j with 422', async (json, code) => {
    const answer = await setRoles(json);

    expect(answer.status).toBe(422);
    expect(answer.json.code).toBe(code);
  });

  it.each([
    [{}, 'roles'],
    [{ roles: [] }, 'roles'],
    [{ roles: ['user', 'user'] }, 'roles'],
    [{ roles: ['nurse'] }, 'roles.0'],
    [{ roles: ['user', 'doctor', 'staff', 'admin', 'user'] }, 'roles'],
    [{ roles: ['doctor'], clinicId: 'north' }, 'clinicId'],
    [{ roles: ['doctor'], clinicId: null }, 'clinicId'],
  ])('refuses %j with 400', async (json, path) => {
    const answer = await setRoles(json);

    expect(answer.status).toBe(400);
    expect(answer.json.errors).toEqual(expect.arrayContaining([expect.objectContaining({ path })]));
  });

  it('is for admins, and for API keys that may manage people and do what the roles may', async () => {
    const answers = [
      await setRoles({ roles: ['admin'] }, { caller: callerOf(ada) }),
      await setRoles({ roles: ['admin'] }, { caller: machineWith('users:write', 'users:list') }),
      await setRoles(
        { roles: ['doctor'], clinicId: northClinic },
        { caller: machineWith('users:manage', ...permissionsOf(['doctor'])) },
      ),
    ];

    expect(answers.map(({ status }) => status)).toEqual([403, 403, 200]);
    expect(auditOf(database, 'user.roles-changed')).toMatchObject([{ actorId: machineWith().keyId }]);
  });

  it('answers 404 for who never was or is deleted, and 412 to who means an earlier version', async () => {
    const other = await people.enrol();
    await people.deletions.delete(callerOf(admin), { userId: other.id });

    const answers = [
      await setRoles({ roles: ['admin'] }, { userId: '019a0000-0000-7000-8000-00000000ffff' }),
      await setRoles({ roles: ['admin'] }, { userId: other.id }),
      await setRoles({ roles: ['admin'] }, { headers: { 'if-match': '"0"' } }),
    ];

    expect(answers.map(({ status }) => status)).toEqual([404, 404, 412]);
  });
});

describeAccess(
  trigger,
  ({ people, stack }) => createHandler(people.administration, stack),
  givenBy(managed(200, 404, { roles: ['user'] }), 403),
);
