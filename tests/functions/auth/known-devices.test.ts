import { beforeEach, describe, expect, it } from '@jest/globals';
import { createHandler as createLogInHandler } from '../../../functions/auth/log-in.ts';
import { createHandler as createSecondStepHandler } from '../../../functions/auth/log-in-with-mfa.ts';
import type { HttpHandler } from '../../../lib/http/stack.ts';
import { type Answer, createTestStack, send } from '../../support/http.ts';
import { createIdentity, type Identity, registrationOf } from '../../support/identity.ts';
import { createMemoryDatabase, type MemoryDatabase } from '../../support/memory-database.ts';
import { callerOf, createPeople, type People } from '../../support/people.ts';
import { codeOf, turnOnSecondFactor, wrongCodeFor } from '../../support/second-factor.ts';
import { createCountingPasswords } from '../../support/sign-in.ts';

let database: MemoryDatabase;
let identity: Identity;
let people: People;
let logInHandler: HttpHandler;
let secondStepHandler: HttpHandler;
let userId: string;
/** Of the authenticator, once it is in use. */
let secret: string;

beforeEach(async () => {
  database = createMemoryDatabase();
  const { passwords } = createCountingPasswords();
  identity = await createIdentity(database, { passwords });
  people = createPeople(database);
  logInHandler = createLogInHandler(identity.signIns, createTestStack());
  secondStepHandler = createSecondStepHandler(identity.signIns, createTestStack());
  ({ id: userId } = await identity.registrations.register(registrationOf()));
});

const email = 'ada@example.com';
const oldPassword = 'Correct-Horse-9';
const newPassword = 'Better-Battery-7';
const admin = callerOf({ id: '019a0000-0000-7000-8000-00000000f001', roles: ['admin'] });

const logIn = (json: Record<string, unknown> = {}, address = '203.0.113.7') =>
  send(logInHandler, { method: 'POST', address, json: { email, password: oldPassword, transport: 'body', ...json } });
const deviceTokenOf = ({ json }: Answer) => (json.data as { deviceToken: string }).deviceToken;
const rightCode = () => codeOf(secret, identity.clock);

async function secondStep(deviceToken: string | undefined, code: string): Promise<Answer> {
  const { mfaToken } = (await logIn({ deviceToken })).json.data as { mfaToken: string };
  return send(secondStepHandler, { method: 'POST', json: { mfaToken, code, transport: 'body' } });
}

async function turnOn(): Promise<void> {
  ({ secret } = await turnOnSecondFactor(identity, userId));
  identity.clock.advance(30);
}

/** A device that has passed both steps. */
async function knownByBoth(): Promise<string> {
  await turnOn();
  const deviceToken = deviceTokenOf(await secondStep(undefined, rightCode()));
  identity.clock.advance(30);
  return deviceToken;
}

/** Whether whoever shows the token has tries of their own while somebody guesses on their network. */
async function isKnown(deviceToken: string): Promise<boolean> {
  const guess = (json = {}) => logIn({ password: 'Wrong-Horse-9', ...json }, '198.51.100.20');
  for (let time = 0; time < 10; time++) await guess();
  return (await guess({ deviceToken })).status === 401;
}

const resetPassword = async (purpose: 'reset-password' | 'invitation' = 'reset-password') => {
  const token = await identity.issueOneTimeToken({ purpose, owner: { userId }, life: 604_800_000 });
  await identity.passwordResets.reset({ token, password: newPassword });
};
const changePassword = () => identity.passwordChanges.change({ userId }, { currentPassword: oldPassword, newPassword });
const item = (sk: string) => database.itemsOf('identity').find((each) => each.sk === sk) ?? { pk: '', sk: '' };
const verify = () => {
  for (const sk of ['PERSON', 'SECURITY']) database.plant('identity', { ...item(sk), emailVerified: true });
};
const notices = () =>
  database
    .itemsOf('events')
    .filter(({ event }) => (event as { type: string }).type === 'session.started-on-new-device');

describe('a device that somebody has signed in on', () => {
  it.each<[string, () => Promise<string>, () => Promise<unknown>]>([
    ['the password is changed', async () => deviceTokenOf(await logIn()), changePassword],
    [
      'the password is reset',
      async () => {
        verify();
        return deviceTokenOf(await logIn());
      },
      resetPassword,
    ],
    ['a reset clears what was set before', async () => deviceTokenOf(await logIn()), resetPassword],
    [
      'an invitation is accepted',
      async () => deviceTokenOf(await logIn()),
      () => {
        const { passwordHash: _, ...invited } = item('SECURITY') as ReturnType<typeof item> & { passwordHash?: string };
        database.plant('identity', invited);
        return resetPassword('invitation');
      },
    ],
    ['the second factor is turned on', async () => deviceTokenOf(await logIn()), turnOn],
    ['an admin takes the second factor away', knownByBoth, () => identity.secondFactorRemoval.remove(admin, userId)],
    [
      'the account is deleted, and restored',
      async () => deviceTokenOf(await logIn()),
      async () => {
        await people.deletions.delete(admin, { userId });
        await people.deletions.restore(admin, userId);
      },
    ],
  ])('is a stranger’s once %s', async (_, signIn, change) => {
    const deviceToken = await signIn();
    await change();

    expect(await isKnown(deviceToken)).toBe(false);
  });

  it.each<[string, () => Promise<string>, () => Promise<unknown>]>([
    [
      'the person has signed out everywhere',
      async () => deviceTokenOf(await logIn()),
      () => identity.ownSessions.endAll({ userId }),
    ],
    [
      'an admin has unlocked the account',
      async () => deviceTokenOf(await logIn()),
      () => people.administration.unlock(admin, userId),
    ],
    [
      'the second factor is turned off by a code',
      knownByBoth,
      () => identity.secondFactorSettings.disable({ userId }, rightCode()),
    ],
    [
      'there are other recovery codes',
      knownByBoth,
      () => identity.secondFactorSettings.renewRecoveryCodes({ userId }, rightCode()),
    ],
  ])('is the owner’s still when %s', async (_, signIn, change) => {
    const deviceToken = await signIn();
    await change();

    expect(await isKnown(deviceToken)).toBe(true);
  });

  it('is the owner’s anew once they have signed in on it as things are now', async () => {
    const before = deviceTokenOf(await logIn());
    await changePassword();
    const after = deviceTokenOf(await logIn({ deviceToken: before, password: newPassword }));

    expect(await isKnown(after)).toBe(true);
  });

  it('is told of as a new one when it signs in after a reset', async () => {
    verify();
    const deviceToken = deviceTokenOf(await logIn());
    await resetPassword();

    await logIn({ deviceToken, password: newPassword });

    expect(notices()).toHaveLength(1);
  });

  it('gives nobody tries of their own who took its token before the password was changed', async () => {
    const tokens: string[] = [];
    for (let time = 0; time < 3; time++) tokens.push(deviceTokenOf(await logIn()));
    await changePassword();

    const statuses: number[] = [];
    for (const deviceToken of [...tokens, ...tokens, ...tokens, ...tokens]) {
      statuses.push((await logIn({ deviceToken })).status);
    }

    expect(statuses).toEqual([...Array(10).fill(401), 429, 429]);
  });

  it('gives nobody codes of their own who took its token before the second factor was on', async () => {
    const tokens: string[] = [];
    for (let time = 0; time < 3; time++) tokens.push(deviceTokenOf(await logIn()));
    await turnOn();

    const statuses: number[] = [];
    for (const deviceToken of [...tokens, ...tokens, ...tokens, ...tokens]) {
      statuses.push((await secondStep(deviceToken, wrongCodeFor(secret, identity.clock))).status);
    }

    expect(statuses).toEqual([...Array(10).fill(401), 429, 429]);
  });

  it('has no token yet when the password alone was right', async () => {
    await turnOn();

    const answer = await logIn();

    expect([answer.cookies, answer.json.data]).toEqual([
      [],
      { outcome: 'second_step_required', mfaRequired: true, mfaToken: expect.any(String) },
    ]);
  });
});
