import { describe, expect, it } from '@jest/globals';
import { registration } from '../../lib/domains/identity/auth/passwords/new-password-schema.ts';
import { metricsOf } from '../support/embedded-metrics.ts';
import { createIdentity, lastTokenId, registrationOf, signedInPerson } from '../support/identity.ts';
import { withLogLines } from '../support/log-lines.ts';
import { createMemoryDatabase } from '../support/memory-database.ts';

process.env.POLYCLINIC_METRICS = 'on';

/** What some work counts: each on a line of its own, because no invocation is under way. */
async function countsOf(...work: readonly (() => Promise<unknown>)[]) {
  const { lines } = await withLogLines(() => Promise.allSettled(work.map((each) => each())));
  return lines.map(metricsOf);
}

async function registrationDesk() {
  const database = createMemoryDatabase();
  const { registrations, oneTimeTokens } = await createIdentity(database);
  const newestToken = () => oneTimeTokens.tokenOf('verify-email', lastTokenId(database));
  const register = () => registrations.register(registration().parse(registrationOf()));
  return { ...registrations, register, newestToken };
}

/** Somebody whose first refresh token was followed long ago. */
async function formerToken() {
  const identity = await createIdentity(createMemoryDatabase());
  const { refreshToken } = await signedInPerson(identity);
  const next = await identity.sessions.refresh(refreshToken, async (continued) => continued);
  await identity.sessions.refresh(next.refreshToken, async (continued) => continued);
  identity.clock.advance(3_600);
  return { identity, refreshToken };
}

describe('users.registered', () => {
  it('counts a registration that went through, not one that was refused', async () => {
    const { register } = await registrationDesk();

    const first = await countsOf(register);
    const second = await countsOf(register);

    expect([first, second]).toEqual([[{ 'users.registered by ': '1 Count' }], []]);
  });
});

describe('users.verified', () => {
  it('counts a person once, who follows each of their mails, and follows them again', async () => {
    const { register, resendVerification, verifyEmail, newestToken } = await registrationDesk();
    const { id: userId } = await register();
    const tokens = [await newestToken()];
    await resendVerification({ userId, emailVerified: false });
    tokens.push(await newestToken());

    const counts = [];
    for (const token of [...tokens, ...tokens]) counts.push(await countsOf(() => verifyEmail(token)));

    expect(counts).toEqual([[], [{ 'users.verified by ': '1 Count' }], [], []]);
  });
});

describe('users.verified by an invitation', () => {
  it('counts the person who accepts it once, and not one who resets a password', async () => {
    const database = createMemoryDatabase();
    const { registrations, issueOneTimeToken, passwordResetRequests, passwordResets, oneTimeTokens, clock } =
      await createIdentity(database);
    const { id: userId, email } = await registrations.register(registration().parse(registrationOf()));
    const invitation = await issueOneTimeToken({ purpose: 'invitation', owner: { userId }, life: 60_000 });
    const setPassword = (token: string) => passwordResets.reset({ token, password: 'Better-Battery-7' });

    const accepted = await countsOf(() => setPassword(invitation));
    const again = await countsOf(() => setPassword(invitation));
    clock.advance(1);
    await passwordResetRequests.request(email);
    const forgotten = await oneTimeTokens.tokenOf('reset-password', lastTokenId(database));
    const reset = await countsOf(() => setPassword(forgotten));

    expect([accepted, again, reset]).toEqual([[{ 'users.verified by ': '1 Count' }], [], []]);
  });
});

describe('sessions.started', () => {
  it('counts a sign-in, not its refreshes', async () => {
    const identity = await createIdentity(createMemoryDatabase());
    const { user, refreshToken } = await signedInPerson(identity);
    const device = { userAgent: 'tests', address: '203.0.113.7' };

    const started = await countsOf(() => identity.sessions.start({ userId: user.id, sessionEpoch: 1 }, device));
    const refreshed = await countsOf(() => identity.sessions.refresh(refreshToken, async (continued) => continued));

    expect([started, refreshed]).toEqual([[{ 'sessions.started by ': '1 Count' }], []]);
  });
});

describe('sign_ins.locked', () => {
  it('counts a try that has to wait, not one that fails', async () => {
    const { signIns } = await createIdentity(createMemoryDatabase());
    const client = { userAgent: 'tests', address: '203.0.113.7' };
    const guess = () => signIns.logIn({ email: 'ada@example.com', password: 'Wrong-Horse-9' }, client);

    const failed = await countsOf(...Array<typeof guess>(10).fill(guess));
    const waiting = await countsOf(guess);

    expect([failed, waiting]).toEqual([[], [{ 'sign_ins.locked by ': '1 Count' }]]);
  });
});

describe('sessions.reuse_detected', () => {
  it('counts a family of tokens once, however many show the old token together', async () => {
    const { identity, refreshToken } = await formerToken();
    const reuse = () => identity.sessions.refresh(refreshToken, async (continued) => continued);

    const together = await countsOf(reuse, reuse, reuse);
    const later = await countsOf(reuse);

    expect([together, later]).toEqual([[{ 'sessions.reuse_detected by ': '1 Count' }], []]);
  });
});
