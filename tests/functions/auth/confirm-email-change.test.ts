import { beforeEach, describe, expect, it } from '@jest/globals';
import { createHandler, trigger } from '../../../functions/auth/confirm-email-change.ts';
import { createHandler as createGetOwnUser } from '../../../functions/users/get-own-user.ts';
import { AnswerLost } from '../../../lib/data/database.ts';
import { emailHashOf } from '../../../lib/domains/identity/users/repository.ts';
import type { HttpHandler } from '../../../lib/http/stack.ts';
import { describeAccess } from '../../support/access/describe-access.ts';
import { publicly, unknownToken } from '../../support/access/expectations.ts';
import { createTestStack, invoke, send } from '../../support/http.ts';
import { createIdentity, type Identity, lastTokenId, registrationOf, signedInPerson } from '../../support/identity.ts';
import { createMemoryDatabase, type MemoryDatabase } from '../../support/memory-database.ts';
import { callerOf, createPeople, type People } from '../../support/people.ts';

const password = 'Correct-Horse-9';
const former = 'ada@example.com';
const wanted = 'ada.king@example.com';
/** Of an account that is not looked up: whoever deletes must be somebody else. */
const admin = callerOf({ id: '019a0000-0000-7000-8000-00000000ad01', roles: ['admin'] });

let database: MemoryDatabase;
let identity: Identity;
let handler: HttpHandler;
let person: Awaited<ReturnType<typeof signedInPerson>>;
let userId: string;
let token: string;
let people: People;

beforeEach(async () => {
  database = createMemoryDatabase();
  people = createPeople(database);
  identity = await createIdentity(database);
  handler = createHandler(identity.emailChanges, createTestStack());
  person = await signedInPerson(identity);
  userId = person.user.id;
  token = await ask(userId);
});

/** Asks for an address; answers the token as the mail would carry it. */
async function ask(id: string, email = wanted): Promise<string> {
  await identity.emailChanges.request({ userId: id }, { email, password });
  return identity.oneTimeTokens.tokenOf('change-email', lastTokenId(database));
}

const confirm = (shown = token) => send(handler, { method: 'POST', json: { token: shown } });
const confirmAllAtOnce = (tokens: readonly string[]) =>
  Promise.all(tokens.map((shown) => invoke(handler, { method: 'POST', json: { token: shown } })));
const item = (sk: string) =>
  database.itemsOf('identity').find((each) => each.sk === sk && each.pk === `USER#${userId}`) ?? { pk: '', sk: '' };
const claims = () => database.itemsOf('identity').filter(({ sk }) => sk === 'EMAIL');
const changes = () =>
  database.itemsOf('events').flatMap(({ event }) => {
    const { type, data } = event as { type: string; data: { changeId: string } };
    return type === 'user.email-changed' ? [data] : [];
  });

/** Does something in the moment before the transaction is sent, the first time. */
function justBeforeTheCommit(meddle: () => unknown): void {
  database.hooks.before = async (operation) => {
    if (operation !== 'transact') return;
    delete database.hooks.before;
    await meddle();
  };
}

describe('POST /v1/auth/change-email/confirm', () => {
  it('answers 204; the person has the address, verified, and the session goes on', async () => {
    const answer = await confirm();

    const me = await send(createGetOwnUser(identity.users, identity.stack), { headers: person.headers });
    expect(answer.status).toBe(204);
    expect(answer.text).toBe('');
    expect(me.json.data).toMatchObject({ email: wanted, emailVerified: true });
    expect(item('SECURITY')).toMatchObject({ emailVerified: true, tokenVersion: 1 });
  });

  it('is how the person signs in from then on, and frees the old address', async () => {
    await confirm();

    const device = { userAgent: 'tests', address: '203.0.113.8' };
    expect(await identity.signIns.logIn({ email: wanted, password }, device)).toMatchObject({ user: { id: userId } });
    expect(claims()).toMatchObject([{ emailHash: emailHashOf(wanted), userId }]);
    expect(await identity.registrations.register(registrationOf())).toMatchObject({ email: former });
  });

  it('has the old address told, and is on record, without either address', async () => {
    await confirm();

    const [change] = changes();
    const entry = database.itemsOf('audit').at(-1);
    const recipient = await identity.mailRecipients.findFormerRecipient(userId, change?.changeId ?? '');
    expect(recipient).toEqual({ userId, email: former, name: 'Ada Lovelace', emailVerified: true });
    expect(entry).toMatchObject({ action: 'user.email-changed', actorId: userId, outcome: 'success' });
    expect(JSON.stringify([changes(), entry])).not.toMatch(/@example/);
  });

  it('takes a token once', async () => {
    await confirm();

    const again = await confirm();

    expect(again.status).toBe(400);
    expect(again.json.code).toBe('INVALID_TOKEN');
  });

  it('takes a token once also when twenty show it at the same time', async () => {
    const answers = await confirmAllAtOnce(Array(20).fill(token));

    expect(answers.map(({ status }) => status).sort()).toEqual([204, ...Array(19).fill(400)]);
    expect(changes()).toHaveLength(1);
  });

  it('gives an address to one of ten people who confirm it at the same time', async () => {
    const tokens = [token];
    for (let rival = 1; rival < 10; rival++) {
      const { id } = await identity.registrations.register(registrationOf({ email: `rival${rival}@example.com` }));
      tokens.push(await ask(id));
    }

    const answers = await confirmAllAtOnce(tokens);

    expect(answers.map(({ status }) => status).sort()).toEqual([204, ...Array(9).fill(400)]);
    expect(answers.find(({ status }) => status === 400)?.json.code).toBe('INVALID_TOKEN');
    expect(claims()).toHaveLength(10);
    expect(changes()).toHaveLength(1);
  });

  it.each(['taken', 'taken and given up again'])('refuses the token once the address was %s', async (fate) => {
    const rival = await identity.registrations.register(registrationOf({ email: wanted }));
    if (fate !== 'taken') await people.deletions.delete(admin, { userId: rival.id });
    const entries = database.itemsOf('audit').length;

    const answer = await confirm();

    expect(answer.json.code).toBe('INVALID_TOKEN');
    expect(item('PERSON')).toMatchObject({ email: former });
    expect(changes()).toEqual([]);
    expect(database.itemsOf('audit')).toHaveLength(entries);
  });

  it('takes the token of an address that was given up before it was asked for', async () => {
    const rival = await identity.registrations.register(registrationOf({ email: wanted }));
    await people.deletions.delete(admin, { userId: rival.id });

    const answer = await confirm(await ask(userId));

    expect(answer.status).toBe(204);
  });

  it('loses to somebody who takes the address and gives it up between its look and its write', async () => {
    justBeforeTheCommit(async () => {
      const rival = await identity.registrations.register(registrationOf({ email: wanted }));
      await people.deletions.delete(admin, { userId: rival.id });
    });

    const answer = await confirm();

    expect(answer.json.code).toBe('INVALID_TOKEN');
    expect(item('PERSON')).toMatchObject({ email: former });
  });

  it('takes the newer of two tokens for the same address, and tells nobody twice', async () => {
    const second = await ask(userId);
    await confirm();

    const answers = [await confirm(second), await confirm(second)];

    expect(answers.map(({ status }) => status)).toEqual([204, 400]);
    expect(changes()).toHaveLength(1);
  });

  it('follows the newer of two different addresses that are confirmed at the same time', async () => {
    const other = await ask(userId, 'ada.byron@example.com');

    const answers = await confirmAllAtOnce([token, other]);

    expect(answers.map(({ status }) => status)).toEqual([400, 204]);
    expect(item('PERSON')).toMatchObject({ email: 'ada.byron@example.com' });
    expect(changes()).toHaveLength(1);
  });

  it('refuses a token once the password was changed', async () => {
    database.plant('identity', { ...item('SECURITY'), passwordChangedAt: '2026-03-08T09:30:00.000Z' });

    const answer = await confirm();

    expect(answer.json.code).toBe('INVALID_TOKEN');
  });

  it.each([
    ['password', { passwordHash: 'another', passwordChangedAt: '2026-03-08T09:30:00.000Z' }],
    ['deletion', { status: 'deleted' }],
  ])('loses to a change of the %s between its look and its write', async (_, changed) => {
    justBeforeTheCommit(() => database.plant('identity', { ...item('SECURITY'), ...changed }));

    const answer = await confirm();

    expect(answer.json.code).toBe('INVALID_TOKEN');
    expect(item('PERSON')).toMatchObject({ email: former });
  });

  it('refuses the token of a person who is deleted', async () => {
    database.plant('identity', { ...item('SECURITY'), status: 'deleted' });

    const answer = await confirm();

    expect(answer.json.code).toBe('INVALID_TOKEN');
  });

  it('refuses a token after a day', async () => {
    identity.clock.advance(24 * 60 * 60);

    const answer = await confirm();

    expect(answer.json.code).toBe('INVALID_TOKEN');
  });

  it('refuses what is a token for another purpose', async () => {
    const other = await identity.issueOneTimeToken({ purpose: 'verify-email', owner: { userId }, life: 60_000 });

    const answer = await confirm(other);

    expect(answer.json.code).toBe('INVALID_TOKEN');
  });

  it('does not lose the token when the store loses its answer', async () => {
    let lost = 0;
    database.hooks.after = (operation) => {
      if (operation === 'transact' && lost++ === 0) throw new AnswerLost();
    };

    const answer = await confirm();

    expect(answer.status).toBe(204);
    expect(changes()).toHaveLength(1);
  });

  it.each(['', 'x', 'A'.repeat(513), '../../etc/passwd'])('refuses the token %p with 400', async (shown) => {
    const answer = await confirm(shown);

    expect(answer.status).toBe(400);
  });

  it('makes two reads and one transaction', async () => {
    Object.assign(database.calls, { get: 0, batchGet: 0, query: 0, write: 0, transact: 0 });

    await confirm();

    expect(database.calls).toEqual({ get: 1, batchGet: 1, query: 0, write: 0, transact: 1 });
  });
});

describeAccess(
  trigger,
  ({ identity, stack }) => createHandler(identity.emailChanges, stack),
  publicly(400, { json: { token: unknownToken } }),
);
