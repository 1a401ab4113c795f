import { beforeEach, describe, expect, it } from '@jest/globals';
import { createHandler, trigger } from '../../../functions/auth/change-email.ts';
import { createHandler as createChangePassword } from '../../../functions/auth/change-password.ts';
import type { HttpHandler } from '../../../lib/http/stack.ts';
import { describeAccess } from '../../support/access/describe-access.ts';
import { actorPassword, signedIn } from '../../support/access/expectations.ts';
import { invoke, send } from '../../support/http.ts';
import { createIdentity, type Identity, lastTokenId, registrationOf, signedInPerson } from '../../support/identity.ts';
import { createMemoryDatabase, type MemoryDatabase } from '../../support/memory-database.ts';
import { createCountingPasswords } from '../../support/sign-in.ts';

const password = 'Correct-Horse-9';
const wanted = 'ada.king@example.com';

let database: MemoryDatabase;
let identity: Identity;
let handler: HttpHandler;
let counted: ReturnType<typeof createCountingPasswords>['counted'];
let person: Awaited<ReturnType<typeof signedInPerson>>;

beforeEach(async () => {
  const counting = createCountingPasswords();
  counted = counting.counted;
  database = createMemoryDatabase();
  identity = await createIdentity(database, counting);
  handler = createHandler(identity.emailChanges, identity.stack);
  person = await signedInPerson(identity);
  counted.verified = 0;
});

const requestWith = (body: Record<string, unknown> = {}, headers: Record<string, string> = person.headers) => ({
  method: 'POST',
  path: '/v1/auth/change-email',
  headers,
  json: { email: wanted, password, ...body },
});
const change = (body: Record<string, unknown> = {}, headers: Record<string, string> = person.headers) =>
  send(handler, requestWith(body, headers));
const requests = () =>
  database.itemsOf('events').flatMap(({ event }) => {
    const { type, data } = event as { type: string; data: unknown };
    return type === 'user.email-change-requested' ? [data] : [];
  });

describe('POST /v1/auth/change-email', () => {
  it('answers 202 and has the new address written to; the old one stays', async () => {
    const answer = await change({ email: ' Ada.King@Example.com ' });

    const userId = person.user.id;
    const tokenId = lastTokenId(database);
    expect(answer.status).toBe(202);
    expect(answer.text).toBe('');
    expect(requests()).toEqual([{ userId, tokenId }]);
    expect(await identity.mailRecipients.findRecipientOfEmailChange(userId, tokenId)).toMatchObject({ email: wanted });
    expect((await identity.users.get(userId)).email).toBe('ada@example.com');
  });

  it('gives the token a day, and is on record without the address', async () => {
    await change();

    const entry = database.itemsOf('audit').at(-1);
    const token = database.itemsOf('identity').find(({ email, sk }) => sk === 'TOKEN' && email === wanted);
    expect(token).toMatchObject({ issuedAt: '2026-03-08T09:30:00.000Z', endsAt: '2026-03-09T09:30:00.000Z' });
    expect(entry).toMatchObject({ action: 'user.email-change-requested', actorId: person.user.id, outcome: 'success' });
    expect(JSON.stringify([entry, requests()])).not.toContain(wanted);
  });

  it('answers an address that is taken alike, by the same calls', async () => {
    await identity.registrations.register(registrationOf({ email: 'eve@example.com' }));
    const traceOf = async (email: string) => {
      Object.assign(database.calls, { get: 0, batchGet: 0, query: 0, write: 0, transact: 0 });
      const { status, headers, text } = await change({ email });
      return { status, headers: { ...headers, 'x-request-id': '' }, text, calls: { ...database.calls } };
    };
    await traceOf('first@example.com');

    const [taken, free] = [await traceOf('eve@example.com'), await traceOf(wanted)];

    expect(taken).toEqual(free);
    expect(taken.status).toBe(202);
  });

  it('answers 422 to a wrong password', async () => {
    const answer = await change({ password: 'Wrong-Horse-9' });

    expect(answer.status).toBe(422);
    expect(answer.json.code).toBe('WRONG_PASSWORD');
    expect(requests()).toEqual([]);
  });

  it('answers 422 to the address that the person has', async () => {
    const answer = await change({ email: 'ADA@example.com' });

    expect(answer.status).toBe(422);
    expect(answer.json.code).toBe('SAME_EMAIL');
    expect(requests()).toEqual([]);
  });

  it('looks at ten of a hundred wrong passwords at once, those of a change of the password among them', async () => {
    const changePassword = createChangePassword(identity.passwordChanges, identity.stack);
    const tries = Array.from({ length: 50 }, (_, at) => [
      invoke(handler, requestWith({ password: `Wrong-Horse-${at}` })),
      invoke(changePassword, {
        ...requestWith(),
        json: { currentPassword: `Wrong-Horse-${at}`, newPassword: 'Better-Battery-7' },
      }),
    ]);

    const answers = await Promise.all(tries.flat());

    const statuses = answers.map(({ status }) => status).sort();
    expect(counted.verified).toBe(10);
    expect(statuses).toEqual([...Array(10).fill(422), ...Array(90).fill(429)]);
  });

  it('counts the tries of each person apart', async () => {
    const other = await signedInPerson(identity, { email: 'eve@example.com' });
    for (let tries = 0; tries < 11; tries++) await change({ password: 'Wrong-Horse-9' });

    const answer = await change({}, other.headers);

    expect((await change()).status).toBe(429);
    expect(answer.status).toBe(202);
  });

  it.each([
    ['the password', 'WRONG_PASSWORD', { passwordHash: 'another' }],
    ['the account, which is gone', 'USER_NOT_FOUND', { status: 'deleted' }],
  ])('asks for nothing when this changes between its look and its write: %s', async (_, code, changed) => {
    database.hooks.before = (operation) => {
      const security = database.itemsOf('identity').find(({ sk }) => sk === 'SECURITY');
      if (operation === 'transact' && security) database.plant('identity', { ...security, ...changed });
    };

    const answer = await change();

    expect(answer.json.code).toBe(code);
    expect(requests()).toEqual([]);
  });

  it('answers 401 to nobody', async () => {
    const answer = await change({}, {});

    expect(answer.status).toBe(401);
  });

  it.each([{ email: 'ada.example.com' }, { password: '' }, { newEmail: wanted }])(
    'refuses %p with 400',
    async (body) => {
      const answer = await change(body);

      expect(answer.status).toBe(400);
    },
  );

  it('makes two reads, one count and one transaction beside the check of the session', async () => {
    await change({ password: 'Wrong-Horse-9' });
    Object.assign(database.calls, { get: 0, batchGet: 0, query: 0, write: 0, transact: 0 });

    await change();

    expect(database.calls).toEqual({ get: 1, batchGet: 1, query: 0, write: 1, transact: 1 });
  });
});

describeAccess(
  trigger,
  ({ identity, stack }) => createHandler(identity.emailChanges, stack),
  signedIn(202, { email: 'another@example.com', password: actorPassword }),
);
