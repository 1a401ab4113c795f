import { beforeEach, describe, expect, it } from '@jest/globals';
import { createHandler as createResetPassword } from '../../../functions/auth/reset-password.ts';
import { createHandler, trigger } from '../../../functions/users/send-invitation.ts';
import type { Caller } from '../../../lib/access/caller.ts';
import { permissionsOf } from '../../../lib/domains/declared/permissions.ts';
import type { User } from '../../../lib/domains/identity/users/schema.ts';
import { describeAccess } from '../../support/access/describe-access.ts';
import { givenBy, managed } from '../../support/access/expectations.ts';
import { createTestStack, send } from '../../support/http.ts';
import { createIdentity, type Identity, lastTokenId } from '../../support/identity.ts';
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
let identity: Identity;
let people: People;
let admin: User;
let grace: User;

beforeEach(async () => {
  database = createMemoryDatabase();
  identity = await createIdentity(database);
  people = createPeople(database);
  admin = await people.enrol({ roles: ['admin'] });
  grace = await people.invitations.invite(callerOf(admin), {
    email: 'grace@example.com',
    name: 'Grace Hopper',
    roles: ['user'],
  });
  resetCalls(database);
});

const sendAgain = (userId = grace.id, caller: Caller = callerOf(admin)) =>
  send(createHandler(people.invitations, stackOf(caller)), { method: 'POST', params: { userId } });
const newestToken = () => people.tokens.tokenOf('invitation', lastTokenId(database));
const accept = (token: string) =>
  send(createResetPassword(identity.passwordResets, createTestStack()), {
    method: 'POST',
    json: { token, password: 'Better-Battery-7' },
  });
const requests = () =>
  database.itemsOf('events').flatMap(({ event }) => {
    const { type, data } = event as { type: string; data: unknown };
    return type === 'user.invitation-requested' ? [data] : [];
  });

/** Does something in the moment before the transaction is sent, the first time. */
function justBeforeTheCommit(meddle: () => unknown): void {
  database.hooks.before = async (operation) => {
    if (operation !== 'transact') return;
    delete database.hooks.before;
    await meddle();
  };
}

describe('POST /v1/users/{userId}/invitation', () => {
  it('answers 202 and has another mail written, whose link is the one that is good', async () => {
    const first = await newestToken();

    const answer = await sendAgain();

    const second = await newestToken();
    expect(answer.status).toBe(202);
    expect(answer.text).toBe('');
    expect(requests()).toEqual([{ userId: grace.id, tokenId: lastTokenId(database) }]);
    expect([(await accept(first)).status, (await accept(second)).status]).toEqual([400, 204]);
  });

  it('makes two reads and one transaction, with who did it on record', async () => {
    await sendAgain();

    expect(database.calls).toEqual({ get: 1, batchGet: 1, query: 0, write: 0, transact: 1 });
    expect(auditOf(database, 'user.invitation-requested')).toMatchObject([
      { actorId: admin.id, subject: `users/${grace.id}`, outcome: 'success' },
    ]);
  });

  it('answers 409 to who has a password already', async () => {
    await accept(await newestToken());

    const answers = [await sendAgain(), await sendAgain(admin.id)];

    expect(answers.map(({ status, json }) => [status, json.code])).toEqual([
      [409, 'ALREADY_ACCEPTED'],
      [409, 'ALREADY_ACCEPTED'],
    ]);
    expect(requests()).toEqual([]);
  });

  it('answers 404 for somebody who never was or is deleted', async () => {
    await people.deletions.delete(callerOf(admin), { userId: grace.id });

    const answers = [await sendAgain('019a0000-0000-7000-8000-00000000ffff'), await sendAgain()];

    expect(answers.map(({ status }) => status)).toEqual([404, 404]);
  });

  it.each([
    [
      'the acceptance',
      409,
      async () => identity.passwordResets.reset({ token: await newestToken(), password: 'Better-Battery-7' }),
    ],
    ['the deletion', 404, () => people.deletions.delete(callerOf(admin), { userId: grace.id })],
  ])('loses to %s between its look and its write', async (_, status, meddle) => {
    justBeforeTheCommit(meddle);

    const answer = await sendAgain();

    expect(answer.status).toBe(status);
    expect(requests()).toEqual([]);
  });

  it('is for admins, and for API keys that may manage people and do what the roles may', async () => {
    const answers = [
      await sendAgain(grace.id, callerOf({ id: grace.id, roles: ['doctor', 'staff', 'user'] })),
      await sendAgain(grace.id, machineWith('users:write')),
      await sendAgain(grace.id, machineWith('users:manage', ...permissionsOf(['staff']))),
    ];

    expect(answers.map(({ status }) => status)).toEqual([403, 403, 202]);
  });
});

describeAccess(
  trigger,
  ({ people, stack }) => createHandler(people.invitations, stack),
  givenBy(managed(409, 404), [null, 403, 403, 404, 404]),
);
