import { beforeEach, describe, expect, it } from '@jest/globals';
import { createHandler, trigger } from '../../../functions/users/invite-user.ts';
import type { Caller } from '../../../lib/access/caller.ts';
import { permissionsOf } from '../../../lib/domains/declared/permissions.ts';
import { hashOfToken } from '../../../lib/domains/identity/links/token-hash.ts';
import type { User } from '../../../lib/domains/identity/users/schema.ts';
import { createIdempotencyRecords } from '../../../lib/idempotency/records.ts';
import { describeAccess } from '../../support/access/describe-access.ts';
import { admins } from '../../support/access/expectations.ts';
import { northClinic, plantClinics } from '../../support/clinics.ts';
import { invoke, send } from '../../support/http.ts';
import { lastTokenId } from '../../support/identity.ts';
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

beforeEach(async () => {
  database = createMemoryDatabase();
  plantClinics(database);
  people = createPeople(database);
  admin = await people.enrol({ roles: ['admin'] });
  resetCalls(database);
});

const invitationOf = (overrides: Record<string, unknown> = {}) => ({
  email: 'grace@example.com',
  name: 'Grace Hopper',
  roles: ['doctor'],
  clinicId: northClinic,
  ...overrides,
});
const handlerFor = (caller: Caller) =>
  createHandler(people.invitations, {
    ...stackOf(caller),
    idempotencyRecords: createIdempotencyRecords(people),
  });
const invite = (overrides: Record<string, unknown> = {}, caller: Caller = callerOf(admin)) =>
  send(handlerFor(caller), { method: 'POST', json: invitationOf(overrides) });
const itemsOf = (userId: string) => database.itemsOf('identity').filter(({ pk }) => pk === `USER#${userId}`);

describe('POST /v1/users', () => {
  it('keeps the id of a clinic in lower case, however it was typed', async () => {
    const answer = await invite({ clinicId: northClinic.toUpperCase() });

    const { id, clinicId } = answer.json.data as User;
    expect(clinicId).toBe(northClinic);
    expect(itemsOf(id).flatMap((item) => item.clinicId ?? [])).toEqual([northClinic, northClinic]);
  });

  it('makes an account without a password, and tells where it is', async () => {
    const answer = await invite({ email: ' Grace@Example.com ' });

    const user = answer.json.data as User;
    expect(answer.status).toBe(201);
    expect(answer.headers).toMatchObject({ location: `/v1/users/${user.id}`, etag: '"1"' });
    expect(user).toEqual({
      id: expect.any(String),
      email: 'grace@example.com',
      name: 'Grace Hopper',
      roles: ['doctor'],
      clinicId: northClinic,
      emailVerified: false,
      mfaEnabled: false,
      status: 'active',
      createdAt: people.clock().toISOString(),
      updatedAt: people.clock().toISOString(),
    });
    expect(
      itemsOf(user.id)
        .map(({ sk }) => sk)
        .sort(),
    ).toEqual(['PERSON', 'SECURITY']);
    expect(itemsOf(user.id).some((item) => 'passwordHash' in item)).toBe(false);
  });

  it('makes two reads and one transaction, with the event of the mail and who did it on record', async () => {
    const answer = await invite();

    const { id: userId } = answer.json.data as User;
    expect(database.calls).toEqual({ get: 2, batchGet: 0, query: 0, write: 0, transact: 1 });
    expect(database.itemsOf('events').slice(1)).toMatchObject([
      { event: { type: 'user.created', data: { userId } } },
      { event: { type: 'user.invited', data: { userId } } },
    ]);
    expect(auditOf(database, 'user.invited')).toMatchObject([
      { actorId: admin.id, subject: `users/${userId}`, details: { roles: ['doctor'], clinicId: northClinic } },
    ]);
    expect(JSON.stringify([database.itemsOf('events'), database.itemsOf('audit')])).not.toMatch(/grace@|hopper/i);
  });

  it('keeps of the token in the mail a hash alone, for seven days', async () => {
    await invite();

    const hash = hashOfToken('invitation', await people.tokens.tokenOf('invitation', lastTokenId(database)));
    expect(database.itemsOf('identity').find(({ pk }) => pk === `TOKEN#${hash}`)).toMatchObject({
      endsAt: new Date(people.clock().getTime() + 7 * 24 * 3_600_000).toISOString(),
    });
  });

  it('lets one of twenty win who invite one address at once', async () => {
    const handler = handlerFor(callerOf(admin));
    const fields = () => ({ method: 'POST', json: invitationOf() });

    const answers = await Promise.all(Array.from({ length: 20 }, () => invoke(handler, fields())));

    expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array(19).fill(409)]);
    expect(answers.find(({ status }) => status === 409)?.json.code).toBe('DUPLICATE_EMAIL');
    expect(database.itemsOf('events')).toHaveLength(3);
  });

  it.each([
    ['a doctor without a clinic', { clinicId: undefined }, 422],
    ['a user with one', { roles: ['user'] }, 422],
    ['no role', { roles: [] }, 400],
    ['a password', { password: 'Correct-Horse-9' }, 400],
    ['no name', { name: undefined }, 400],
    ['no address', { email: 'grace' }, 400],
  ])('refuses %s', async (_, overrides, status) => {
    expect((await invite(overrides)).status).toBe(status);
  });

  it('is for admins, and for API keys that may manage people and do what the roles may', async () => {
    const answers = [
      await invite({}, callerOf({ id: admin.id, roles: ['doctor', 'staff', 'user'] })),
      await invite({}, machineWith('users:write')),
      await invite({}, machineWith('users:manage', ...permissionsOf(['doctor']))),
    ];

    expect(answers.map(({ status }) => status)).toEqual([403, 403, 201]);
  });
});

describeAccess(trigger, ({ people, stack }) => createHandler(people.invitations, stack), {
  request: { json: { email: 'invited@example.com', name: 'Invited Person', roles: ['user'] } },
  // Nobody holds a role by a key that may do less than the role.
  statuses: { ...admins(201), scopedKey: 403 },
});
