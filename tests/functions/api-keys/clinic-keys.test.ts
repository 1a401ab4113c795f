import { beforeEach, describe, expect, it } from '@jest/globals';
import { createHandler } from '../../../functions/api-keys/create-api-key.ts';
import { createHandler as createListing } from '../../../functions/api-keys/list-api-keys.ts';
import { createHandler as createInvitation } from '../../../functions/users/invite-user.ts';
import { discoverFunctions } from '../../../infra/functions.ts';
import type { Machine } from '../../../lib/access/caller.ts';
import { isInsideClinic, permissions, permissionsOf } from '../../../lib/domains/declared/permissions.ts';
import type { User } from '../../../lib/domains/identity/users/schema.ts';
import { isForMachines, requirePermissions } from '../../../lib/http/caller.ts';
import { createCursorSeal } from '../../../lib/http/cursor-seal.ts';
import { createIdempotencyRecords } from '../../../lib/idempotency/records.ts';
import { createKeys, type Keys, keyMaker } from '../../support/api-keys.ts';
import { keysOf, membersOf, northClinic, plantClinics, southClinic } from '../../support/clinics.ts';
import { createTestStack, send } from '../../support/http.ts';
import { createMemoryDatabase, type MemoryDatabase } from '../../support/memory-database.ts';
import { callerOf, createPeople, machineWith, type People } from '../../support/people.ts';
import { createTestSecrets } from '../../support/platform.ts';

const nowhere = '019a0000-0000-7000-8000-00000000c0ff';
const wish = { name: 'Laboratory', permissions: ['api-keys:read'], dailyQuota: 1_000 };

let database: MemoryDatabase;
let keys: Keys;

beforeEach(() => {
  database = createMemoryDatabase();
  plantClinics(database);
  keys = createKeys(database);
});

const stack = () => createTestStack({ caller: keyMaker });
const create = (clinicId: string, overrides: object = {}) =>
  send(createHandler(keys.apiKeys, stack()), { method: 'POST', json: { ...wish, clinicId, ...overrides } });
const counted = () => [northClinic, southClinic].map((clinicId) => keysOf(database, clinicId));

describe('an API key of a clinic', () => {
  it('is shown with it when it is made and ever after, lets its machine act there, and is on record', async () => {
    const made = await create(northClinic.toUpperCase());
    const listed = await send(
      createListing(keys.listing, { ...stack(), cursors: createCursorSeal(createTestSecrets()) }),
      { query: '' },
    );

    const { key } = made.json.data as { key: string };
    expect([made.status, made.json.data]).toEqual([201, expect.objectContaining({ clinicId: northClinic })]);
    expect(listed.json.data).toEqual([expect.objectContaining({ clinicId: northClinic })]);
    expect(await keys.liveKeys.find(key)).toMatchObject({ kind: 'machine', clinicId: northClinic });
    expect(database.itemsOf('audit')).toMatchObject([{ details: { clinicId: northClinic } }]);
  });

  it('is counted there until it is revoked, once, however often that is asked for', async () => {
    const one = await keys.make({ clinicId: northClinic });
    const other = await keys.make({ clinicId: northClinic, expiresAt: '2026-03-09T00:00:00.000Z' });
    await keys.make();
    const counts = [counted()];

    await Promise.allSettled(Array.from({ length: 5 }, () => keys.apiKeys.revoke(keyMaker, one.id)));
    counts.push(counted());
    keys.clock.advance(24 * 60 * 60);
    counts.push(counted());
    await keys.apiKeys.revoke(keyMaker, other.id);
    counts.push(counted());

    expect(counts).toEqual([
      [2, 0],
      [1, 0],
      [1, 0],
      [0, 0],
    ]);
    expect(membersOf(database, northClinic)).toBe(0);
  });

  it('is not made where the clinic is not there, which its field tells', async () => {
    const answer = await create(nowhere);

    expect([answer.status, answer.json.code]).toEqual([422, 'UNKNOWN_REFERENCE']);
    expect(answer.json.errors).toMatchObject([{ path: 'clinicId' }]);
    expect(database.itemsOf('identity')).toEqual([]);
  });

  it('is bound to none where it was made before there were clinics', async () => {
    const { key } = await keys.make();

    expect(database.itemsOf('identity')[0]).not.toHaveProperty('clinicId');
    expect(await keys.liveKeys.find(key)).toMatchObject({ clinicId: undefined });
  });
});

describe('what a key that is bound to a clinic may do', () => {
  const beyond = permissions.filter((permission) => !isInsideClinic(permission));

  /** A key with every permission, as one may be stored that was bound before each permission said whether it may. */
  async function plantBoundKey(): Promise<Machine> {
    const { key } = await keys.make({ permissions: [...permissions] });
    const [stored] = database.itemsOf('identity');
    database.plant('identity', { ...stored, clinicId: northClinic } as never);
    return (await keys.liveKeys.find(key)) as Machine;
  }

  it('is about people, keys and what is of the clinic, and nothing of operations or of the clinic itself', () => {
    expect(beyond).toEqual(['clinics:manage', 'audit:read', 'audit:verify', 'queues:read', 'queues:manage']);
  });

  it.each(beyond)('is not %s, with which none is made', async (permission) => {
    const answer = await create(northClinic, { permissions: ['users:list', permission, 'users:read'] });

    expect([answer.status, answer.json.code]).toEqual([422, 'CLINIC_NOT_ALLOWED']);
    expect(answer.json.detail).toContain(permission);
    expect(answer.json.errors).toMatchObject([{ path: 'permissions.1', code: 'beyond_clinic' }]);
    expect(database.itemsOf('identity')).toEqual([]);
  });

  it('is everything else, and for a key that is bound to none all of it', async () => {
    const answers = [
      await create(northClinic, { permissions: permissions.filter(isInsideClinic) }),
      await send(createHandler(keys.apiKeys, stack()), { method: 'POST', json: { ...wish, permissions } }),
    ];

    expect(answers.map(({ status }) => status)).toEqual([201, 201]);
  });

  it('is refused by every route that asks for more, to a key that has it stored, and is not shown of it', async () => {
    const machine = await plantBoundKey();
    expect(database.calls).toMatchObject({ get: 0, batchGet: 1, query: 0 });
    const { items } = await keys.listing.list(keyMaker, { limit: 10 });
    const asking = (await discoverFunctions()).flatMap(({ trigger }) =>
      trigger.kind === 'http' && isForMachines(trigger) && Array.isArray(trigger.allow) ? [trigger] : [],
    );

    const isRefused = ({ allow }: (typeof asking)[number]) => {
      try {
        requirePermissions(allow, machine);
        return false;
      } catch (error) {
        return (error as { code?: string }).code === 'PERMISSION_DENIED';
      }
    };

    expect(asking.filter(isRefused)).toEqual(
      asking.filter(({ allow }) => beyond.some((permission) => allow.includes(permission))),
    );
    expect(asking.filter(isRefused).length).toBeGreaterThan(0);
    expect(items.map((key) => key.permissions)).toEqual([permissions.filter(isInsideClinic)]);
  });
});

describe('a machine that is bound to a clinic', () => {
  let people: People;
  let admin: User;
  let ofNorth: Machine;

  beforeEach(async () => {
    people = createPeople(database);
    admin = await people.enrol({ roles: ['admin'] });
    const permissions = permissionsOf(['user', 'doctor', 'staff']);
    ofNorth = { ...machineWith('users:manage', ...permissions), clinicId: northClinic };
  });

  const refusal = (work: Promise<unknown>) =>
    work.then(
      () => 'done',
      ({ code }) => code,
    );
  const invite = (clinicId?: string) =>
    people.invitations.invite(ofNorth, {
      email: `${clinicId ?? 'none'}@example.com`,
      name: 'Grace Hopper',
      roles: clinicId ? ['doctor'] : ['user'],
      ...(clinicId && { clinicId }),
    });

  it('gives places there, and at no other clinic, which looks as if it were not there', async () => {
    const { id: userId } = await people.enrol();
    const setRoles = (clinicId: string) =>
      people.administration.setRoles(ofNorth, { userId }, { roles: ['staff'], clinicId });

    const outcomes = [
      await refusal(invite(southClinic)),
      await refusal(invite(northClinic)),
      await refusal(invite()),
      await refusal(setRoles(southClinic)),
      await refusal(setRoles(northClinic)),
    ];

    expect(outcomes).toEqual(['UNKNOWN_REFERENCE', 'done', 'done', 'UNKNOWN_REFERENCE', 'done']);
  });

  it('knows the people of its clinic and the public, while those of another clinic, and admins, look absent', async () => {
    const ids = [
      (await people.enrol({ roles: ['doctor'], clinicId: northClinic })).id,
      (await people.enrol()).id,
      (await people.enrol({ roles: ['doctor'], clinicId: southClinic })).id,
      admin.id,
    ];
    const attempts = (userId: string) => [
      people.viewings.getFor({ ...machineWith('users:list'), clinicId: northClinic }, userId),
      people.profiles.change(ofNorth, { userId }, { name: 'Grace Hopper' }),
      people.administration.unlock(ofNorth, userId),
      people.administration.setRoles(ofNorth, { userId }, { roles: ['staff'], clinicId: northClinic }),
      people.deletions.delete(ofNorth, { userId }),
    ];

    const listed = await people.listings.list(ofNorth, {}, { limit: 100 });
    const outcomes = [];
    for (const id of ids) {
      const codes = [];
      for (const attempt of attempts(id)) codes.push(await refusal(attempt));
      outcomes.push([...new Set(codes)]);
    }

    expect(listed.items.map(({ id }) => id).sort()).toEqual([ids[0], ids[1]].sort());
    expect(outcomes.slice(2)).toEqual([['USER_NOT_FOUND'], ['USER_NOT_FOUND']]);
    expect(outcomes.slice(0, 2).flat()).not.toContain('USER_NOT_FOUND');
  });

  it('lists and revokes the keys of its clinic alone', async () => {
    const caller = { ...machineWith('api-keys:read', 'api-keys:write'), clinicId: northClinic };
    const [own, other, unbound] = [
      await keys.make({ clinicId: northClinic }),
      await keys.make({ clinicId: southClinic }),
      await keys.make(),
    ];

    const { items } = await keys.listing.list(caller, { limit: 10 });
    const outcomes = [];
    for (const { id } of [other, unbound, own]) outcomes.push(await refusal(keys.apiKeys.revoke(caller, id)));

    expect(items.map(({ id }) => id)).toEqual([own.id]);
    expect(outcomes).toEqual(['API_KEY_NOT_FOUND', 'API_KEY_NOT_FOUND', 'done']);
  });

  it('is answered as before where it repeats a request, also about somebody who has moved since', async () => {
    const idempotencyRecords = createIdempotencyRecords(people);
    const handler = createInvitation(people.invitations, {
      ...createTestStack({ caller: ofNorth }),
      idempotencyRecords,
    });
    const invitation = { email: 'grace@example.com', name: 'Grace Hopper', roles: ['doctor'], clinicId: northClinic };
    const ask = () => send(handler, { method: 'POST', json: invitation, headers: { 'idempotency-key': 'a-key' } });

    const first = await ask();
    const { id: userId } = first.json.data as User;
    const place = { roles: ['doctor' as const], clinicId: southClinic };
    await people.administration.setRoles(callerOf(admin), { userId }, place);
    const again = await ask();

    expect([again.status, again.headers['idempotency-replayed'], again.text]).toEqual([201, 'true', first.text]);
  });

  it('brings nobody back, and invites nobody once more, to another clinic', async () => {
    const { id } = await people.invitations.invite(callerOf(admin), {
      email: 'south@example.com',
      name: 'Silvia South',
      roles: ['doctor'],
      clinicId: southClinic,
    });

    const again = await refusal(people.invitations.sendAgain(ofNorth, id));
    await people.deletions.delete(callerOf(admin), { userId: id });
    const restored = await refusal(people.deletions.restore(ofNorth, id));

    expect([again, restored]).toEqual(['USER_NOT_FOUND', 'USER_NOT_FOUND']);
  });
});
