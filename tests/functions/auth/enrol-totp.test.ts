import { beforeEach, describe, expect, it } from '@jest/globals';
import { createHandler, trigger } from '../../../functions/auth/enrol-totp.ts';
import type { HttpHandler } from '../../../lib/http/stack.ts';
import { describeAccess } from '../../support/access/describe-access.ts';
import { actorPassword, signedIn } from '../../support/access/expectations.ts';
import { createTestCaller, invoke, send } from '../../support/http.ts';
import {
  createIdentity,
  type Identity,
  registrationOf,
  signedInPerson,
  signedInSession,
  verifiedPerson,
} from '../../support/identity.ts';
import { createMemoryDatabase, type MemoryDatabase } from '../../support/memory-database.ts';
import { createPeople, resetCalls } from '../../support/people.ts';
import { codeOf, turnOnSecondFactor } from '../../support/second-factor.ts';

const { password } = registrationOf();

let database: MemoryDatabase;
let identity: Identity;
let handler: HttpHandler;
let person: Awaited<ReturnType<typeof verifiedPerson>>;

beforeEach(async () => {
  database = createMemoryDatabase();
  identity = await createIdentity(database);
  handler = createHandler(identity.totpEnrolments, identity.stack);
  person = await verifiedPerson(identity);
});

const requestOf = (headers: Record<string, string>, json: unknown) => ({ method: 'POST', headers, json });
const enrol = (headers: Record<string, string> = person.headers, json: unknown = { password }) =>
  send(handler, requestOf(headers, json));
const secretOf = ({ json }: Awaited<ReturnType<typeof enrol>>) => (json.data as { secret: string }).secret;
const enrolments = () => database.itemsOf('identity').filter(({ sk }) => sk === 'TOTP-ENROLMENT');
const owner = () => ({ userId: person.user.id, sessionId: person.sessionId });
const auditOf = (action: string) => database.itemsOf('audit').filter((entry) => entry.action === action);
/** Runs something in front of the first transaction, as if somebody else were faster. */
const inFrontOfFirstTransaction = (work: () => Promise<unknown>) => {
  database.hooks.before = async (operation) => {
    if (operation !== 'transact') return;
    database.hooks.before = undefined;
    await work();
  };
};

describe('POST /v1/auth/mfa/totp', () => {
  it('answers with a secret of 160 bits and the URI that an authenticator reads', async () => {
    const answer = await enrol();

    const { secret } = answer.json.data as { secret: string };
    expect(answer.status).toBe(200);
    expect(secret).toMatch(/^[A-Z2-7]{32}$/);
    expect(answer.json.data).toEqual({
      secret,
      otpauthUri: `otpauth://totp/Polyclinic:ada%40example.com?secret=${secret}&issuer=Polyclinic&algorithm=SHA1&digits=6&period=30`,
    });
    expect(answer.headers['cache-control']).toBe('no-store');
  });

  it('answers with the same secret until it is confirmed, for ten minutes', async () => {
    const first = await enrol();
    identity.clock.advance(599);
    const second = await enrol();
    identity.clock.advance(1);

    const third = await enrol();

    expect(second.json.data).toEqual(first.json.data);
    expect(third.status).toBe(200);
    expect(secretOf(third)).not.toBe(secretOf(first));
    expect(enrolments()).toHaveLength(1);
  });

  it.each([
    ['nobody has asked before', async () => undefined],
    ['another session has asked before', () => identity.putDownSecret({ userId: person.user.id })],
    [
      'one of before has died',
      async () => {
        await identity.putDownSecret({ userId: person.user.id });
        identity.clock.advance(600);
      },
    ],
  ])('answers with one secret also when ten ask at the same time, where %s', async (_, before) => {
    await before();
    const entries = auditOf('mfa.enrolled').length;
    const fields = () => requestOf(person.headers, { password });

    const answers = await Promise.all(Array.from({ length: 10 }, () => invoke(handler, fields())));

    expect(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
    expect(answers[0]?.status).toBe(200);
    expect(enrolments()).toHaveLength(1);
    expect(auditOf('mfa.enrolled')).toHaveLength(entries + 1);
  });

  it('answers with one secret to ten of twenty who ask at the same time, and 429 to the others', async () => {
    const fields = () => requestOf(person.headers, { password });

    const answers = await Promise.all(Array.from({ length: 20 }, () => invoke(handler, fields())));

    const good = answers.filter(({ status }) => status === 200);
    expect(good).toHaveLength(10);
    expect(new Set(good.map(({ text }) => text)).size).toBe(1);
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(10);
  });

  it('shows a secret to no other session: that gets one of its own, in the place of the first', async () => {
    const other = await signedInSession(identity);
    const first = await enrol();

    const theirs = await enrol(other.headers);
    const again = await enrol();

    expect(secretOf(theirs)).not.toBe(secretOf(first));
    expect(secretOf(again)).not.toBe(secretOf(first));
    expect(secretOf(again)).not.toBe(secretOf(theirs));
    expect(enrolments()).toEqual([expect.objectContaining({ sessionId: person.sessionId })]);
  });

  it('gives a secret that takes the place of another ten minutes of its own', async () => {
    await identity.putDownSecret({ userId: person.user.id });
    identity.clock.advance(300);
    const first = await enrol();
    identity.clock.advance(599);
    const second = await enrol();
    identity.clock.advance(1);

    const { secret: third } = await identity.totpEnrolments.enrol(owner(), password);

    expect(secretOf(second)).toBe(secretOf(first));
    expect(third).not.toBe(secretOf(first));
  });

  it('leaves the later of two sessions that ask at the same time with the secret that lies there', async () => {
    const other = await signedInSession(identity);
    let theirs = '';
    inFrontOfFirstTransaction(async () => {
      const owner = { userId: person.user.id, sessionId: other.sessionId };
      theirs = (await identity.totpEnrolments.enrol(owner, password)).secret;
    });

    const mine = secretOf(await enrol());

    expect(mine).not.toBe(theirs);
    expect(secretOf(await enrol())).toBe(mine);
  });

  it.each([
    ['422 to a wrong password, which is on record', () => person, 'Wrong-Horse-9', [422, 'WRONG_PASSWORD']],
    ['403 to somebody whose address is not verified', unverified, password, [403, 'EMAIL_NOT_VERIFIED']],
  ] as const)('answers %s', async (_, who, shown, expected) => {
    const { headers } = await who();

    const answer = await enrol(headers, { password: shown });

    expect([answer.status, answer.json.code]).toEqual(expected);
    expect(enrolments()).toEqual([]);
    expect(auditOf('password.refused')).toHaveLength(expected[0] === 422 ? 1 : 0);
  });

  it('checks ten passwords in a quarter by the clock, also of fifty at once, and answers 429 to the others', async () => {
    const fields = () => requestOf(person.headers, { password: 'Wrong-Horse-9' });

    const answers = await Promise.all(Array.from({ length: 50 }, () => invoke(handler, fields())));

    expect(answers.filter(({ status }) => status === 422)).toHaveLength(10);
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(40);
    const refused = await enrol();
    expect([refused.status, refused.json.code]).toEqual([429, 'TOO_MANY_ATTEMPTS']);
  });

  it.each([undefined, {}, { password: '' }, { password: 1 }, { password, code: '1' }])(
    'refuses %p with 400',
    async (json) => {
      const answer = await send(handler, { method: 'POST', headers: person.headers, json });

      expect(answer.status).toBe(400);
    },
  );

  it('answers 401 where the session ended after its request was let in, and puts nothing down', async () => {
    inFrontOfFirstTransaction(() => identity.ownSessions.revoke({ userId: person.user.id }, person.sessionId));

    const answer = await enrol();

    expect([answer.status, answer.json.code]).toEqual([401, 'INVALID_ACCESS_TOKEN']);
    expect(enrolments()).toEqual([]);
  });

  it('puts nothing down for a password that was changed after it was checked', async () => {
    const owner = { userId: person.user.id, sessionId: person.sessionId };
    inFrontOfFirstTransaction(() =>
      identity.passwordChanges.change(owner, { currentPassword: password, newPassword: 'Better-Battery-7' }),
    );

    const answer = await enrol();

    expect([answer.status, answer.json.code]).toEqual([401, 'INVALID_ACCESS_TOKEN']);
    expect(enrolments()).toEqual([]);
  });

  it('serves people of an outside issuer who have a password here, and ties the secret to no session of ours', async () => {
    const outsider = { userId: person.user.id };
    const mine = secretOf(await enrol());

    const theirs = await identity.totpEnrolments.enrol(outsider, password);
    const again = await identity.totpEnrolments.enrol(outsider, password);

    expect(theirs.secret).not.toBe(mine);
    expect(again).toEqual(theirs);
  });

  it('gives no secret that is good for anything for a password that was changed after it was checked', async () => {
    const outsider = { userId: person.user.id };
    inFrontOfFirstTransaction(async () => {
      const owner = { ...outsider, sessionId: person.sessionId };
      await identity.passwordChanges.change(owner, { currentPassword: password, newPassword: 'Better-Battery-7' });
      await identity.putDownSecret({ ...outsider, sessionId: person.sessionId });
    });
    const { secret } = await identity.totpEnrolments.enrol(outsider, password);

    const confirmed = identity.totpConfirmation.confirm(outsider, codeOf(secret, identity.clock));

    await expect(confirmed).rejects.toMatchObject({ code: 'MFA_NOT_ENROLLED' });
  });

  it('keeps the secret sealed', async () => {
    const { secret } = (await enrol()).json.data as { secret: string };

    expect(JSON.stringify([...database.itemsOf('identity'), ...database.itemsOf('audit')])).not.toContain(secret);
    expect(enrolments()[0]?.sealedSecret).toMatch(/^[\w-]{78}$/);
  });

  it('does not open the sealed secret of one person for another', async () => {
    const other = await verifiedPerson(identity, { email: 'eve@example.com' });
    await enrol();
    await enrol(other.headers);
    const [mine, theirs] = [person, other].map(({ user }) => enrolments().find(({ userId }) => userId === user.id));
    database.plant('identity', { ...mine, sealedSecret: theirs?.sealedSecret } as never);

    const answer = await enrol();

    expect(answer.status).toBe(500);
  });

  it('turns nothing on yet, and is on record', async () => {
    await enrol();

    expect((await identity.users.get(person.user.id)).mfaEnabled).toBe(false);
    expect(database.itemsOf('audit')).toContainEqual(
      expect.objectContaining({ action: 'mfa.enrolled', subject: `users/${person.user.id}`, outcome: 'success' }),
    );
  });

  it('answers 409 once the second factor is on', async () => {
    await turnOnSecondFactor(identity, person.user.id);

    const answer = await enrol();

    expect(answer.status).toBe(409);
    expect(answer.json.code).toBe('MFA_ENABLED');
  });

  it('answers 409 where it was turned on after the password was checked', async () => {
    inFrontOfFirstTransaction(async () => {
      await turnOnSecondFactor(identity, person.user.id);
      // Another secret lies where this one was to go.
      await identity.putDownSecret({ userId: person.user.id });
    });

    const answer = await enrol();

    expect([answer.status, answer.json.code]).toEqual([409, 'MFA_ENABLED']);
  });

  it('passes over a secret that the release before has kept unconfirmed', async () => {
    plantUnconfirmed(person.user.id);

    const answer = await enrol();

    expect(answer.status).toBe(200);
  });

  it('answers 404 to somebody whose profile is gone', async () => {
    const stranger = { userId: '019a0000-0000-7000-8000-0000000000a1' };

    await expect(identity.totpEnrolments.enrol(stranger, password)).rejects.toMatchObject({ code: 'USER_NOT_FOUND' });
  });

  it('answers 404 to somebody who is deleted', async () => {
    const admin = createTestCaller({ permissions: new Set(['users:manage']) });
    await createPeople(database).deletions.delete(admin, { userId: person.user.id });

    await expect(identity.totpEnrolments.enrol({ userId: person.user.id }, password)).rejects.toMatchObject({
      code: 'USER_NOT_FOUND',
    });
  });

  it('answers 401 to nobody', async () => {
    const answer = await enrol({});

    expect(answer.status).toBe(401);
  });

  it('makes one read, one count and one transaction, and no transaction from then on', async () => {
    await enrol();
    const other = await verifiedPerson(identity, { email: 'eve@example.com' });
    const callsOf = async () => {
      resetCalls(database);
      await enrol(other.headers);
      return { ...database.calls };
    };

    const [first, second] = [await callsOf(), await callsOf()];

    // One of the reads of the first tells who calls.
    expect(first).toEqual({ get: 0, batchGet: 2, query: 0, write: 1, transact: 1 });
    expect(second).toEqual({ get: 0, batchGet: 1, query: 0, write: 1, transact: 0 });
  });
});

function unverified() {
  return signedInPerson(identity, { email: 'eve@example.com' });
}

/** As an item of the authenticator was stored before a first code had confirmed it. */
function plantUnconfirmed(userId: string) {
  const key = { pk: `USER#${userId}`, sk: 'SECOND-FACTOR', entity: 'second-factor', version: 1, commitId: 'before' };
  database.plant('identity', { ...key, userId, sealedSecret: 'sealed', lastStep: 0, recoveryCodeHashes: [] });
}

describeAccess(
  trigger,
  ({ identity, stack }) => createHandler(identity.totpEnrolments, stack),
  signedIn(200, { password: actorPassword }),
);
