import { describe, expect, it } from '@jest/globals';
import { registration } from '../../lib/auth/schema.ts';
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
  const register = () => registrations.register(registration.parse(registrationOf()));
  return { ...registrations, register, newestToken };
}

/** Somebody whose first refresh token was followed long ago. */
async function formerToken() {
  const identity = await createIdentity(createMemoryDatabase());
  const { refreshToken } = await signedInPerson(identity);
  const next = await identity.sessions.refresh(refreshToken);
  await identity.sessions.refresh(next.refreshToken);
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
  it('counts a person once, whichever of their mails they follow, and follow again', async () => {
    const { register, resendVerification, verifyEmail, newestToken } = await registrationDesk();
    const { id: userId } = await register();
    const tokens = [await newestToken()];
    await resendVerification({ userId, emailVerified: false });
    tokens.push(await newestToken());

    const counts = [];
    for (const token of [...tokens, ...tokens]) counts.push(await countsOf(() => verifyEmail(token)));

    expect(counts).toEqual([[{ 'users.verified by ': '1 Count' }], [], [], []]);
  });
});

describe('sessions.started', () => {
  it('counts a sign-in, not its refreshes', async () => {
    const identity = await createIdentity(createMemoryDatabase());
    const { user, refreshToken } = await signedInPerson(identity);
    const device = { userAgent: 'tests', address: '203.0.113.7' };

    const started = await countsOf(() => identity.sessions.start({ userId: user.id, sessionEpoch: 1 }, device));
    const refreshed = await countsOf(() => identity.sessions.refresh(refreshToken));

    expect([started, refreshed]).toEqual([[{ 'sessions.started by ': '1 Count' }], []]);
  });
});

describe('sessions.reuse_detected', () => {
  it('counts a family of tokens once, however many show the old token together', async () => {
    const { identity, refreshToken } = await formerToken();
    const reuse = () => identity.sessions.refresh(refreshToken);

    const together = await countsOf(reuse, reuse, reuse);
    const later = await countsOf(reuse);

    expect([together, later]).toEqual([[{ 'sessions.reuse_detected by ': '1 Count' }], []]);
  });
});
