import * as crypto from 'node:crypto';
import { createAccessTokenIssuer } from '../../lib/auth/access-tokens.ts';
import { audience } from '../../lib/auth/issuer.ts';
import { createOneTimeTokenRepository } from '../../lib/auth/one-time-token-repository.ts';
import { createOneTimeTokens } from '../../lib/auth/one-time-tokens.ts';
import { argon2idBy } from '../../lib/auth/password-schemes.ts';
import { createPasswords } from '../../lib/auth/passwords.ts';
import { createPublishedKeys, publishKey } from '../../lib/auth/published-keys.ts';
import { createRefreshTokens } from '../../lib/auth/refresh-tokens.ts';
import { createRegistrationService } from '../../lib/auth/registration.ts';
import { createSignInService } from '../../lib/auth/sign-in.ts';
import { createSigningKey, newSigningKey } from '../../lib/auth/signing-key.ts';
import { createCommit } from '../../lib/data/commit.ts';
import type { Database } from '../../lib/data/database.ts';
import { createReader } from '../../lib/data/read.ts';
import { createAuthentication } from '../../lib/http/authentication.ts';
import type { Stack } from '../../lib/http/stack.ts';
import { createSecrets } from '../../lib/secrets.ts';
import { createLiveSessions } from '../../lib/sessions/live-sessions.ts';
import { createSessionRepository } from '../../lib/sessions/repository.ts';
import { createSessionService } from '../../lib/sessions/service.ts';
import { createUserRepository } from '../../lib/users/repository.ts';
import { createUserService } from '../../lib/users/service.ts';
import { createTestClock } from './clock.ts';
import { noLimits } from './http.ts';
import type { MemoryDatabase } from './memory-database.ts';

export const publicUrl = 'https://api.polyclinic.test';
export const clientUrl = 'https://app.polyclinic.test';
process.env.POLYCLINIC_PUBLIC_URL = publicUrl;
process.env.POLYCLINIC_CLIENT_URL = clientUrl;

/** Made once: an RSA key takes longer than a test. */
const signingKey = createSigningKey(newSigningKey);

/** Cheap, because what a test waits for is not the hash. */
const cheapScheme = { ...argon2idBy(crypto.argon2), costs: { m: 8, t: 1, p: 1 } };

/** The services of identity as they are, on a database of the test's and a clock that it moves. */
export async function createIdentity(database: Database) {
  const clock = createTestClock();
  const read = createReader({ database, clock });
  const commit = createCommit({ database, clock, sleep: async () => undefined });
  const secrets = createSecrets(async () => JSON.stringify({ current: 1, secrets: { 1: `${'A'.repeat(43)}=` } }));
  const users = createUserRepository({ read });
  const sessionRepository = createSessionRepository({ read });
  const oneTimeTokens = createOneTimeTokens(secrets);
  const passwords = createPasswords([cheapScheme]);
  const { publicJwk, signer } = await signingKey();
  await publishKey(publicJwk, { commit, clock });
  const accessTokens = createAccessTokenIssuer({ issuer: publicUrl, audience, signer: async () => signer, clock });
  const sessions = createSessionService({
    sessions: sessionRepository,
    tokens: createRefreshTokens(secrets),
    commit,
    clock,
  });
  const publishedKeys = createPublishedKeys({ read, clock });
  const authenticate = createAuthentication({
    keys: publishedKeys,
    liveSessions: createLiveSessions({ sessions: sessionRepository, clock }),
    clock,
  });
  return {
    clock,
    commit,
    oneTimeTokens,
    publishedKeys,
    accessTokens,
    sessions,
    registrations: createRegistrationService({
      users,
      oneTimeTokens: createOneTimeTokenRepository({ read }),
      tokens: oneTimeTokens,
      passwords,
      commit,
      clock,
    }),
    signIns: createSignInService({ read, users, sessions, passwords, accessTokens }),
    users: createUserService({ users }),
    stack: { clock, authenticate, limits: noLimits, recordRefusal: async () => undefined } satisfies Stack,
  };
}

export type Identity = Awaited<ReturnType<typeof createIdentity>>;

/** What a person sends to register, with overrides. */
export function registrationOf(overrides: Record<string, unknown> = {}) {
  return {
    email: 'ada@example.com',
    password: 'Correct-Horse-9',
    name: 'Ada Lovelace',
    dateOfBirth: '1990-12-10',
    ...overrides,
  };
}

/** The id of the one-time token in the newest event of the outbox. */
export function lastTokenId(database: MemoryDatabase): string {
  const ids = database
    .itemsOf('events')
    .flatMap(({ event }) => (event as { data: { tokenId?: string } }).data.tokenId ?? []);
  const last = ids.at(-1);
  if (last === undefined) throw new Error('no event holds a token id');
  return last;
}

/** A person who has registered and signed in with the token in the body, and how their requests look. */
export async function signedInPerson(identity: Identity, overrides: Record<string, unknown> = {}) {
  const registration = registrationOf(overrides);
  await identity.registrations.register(registration);
  const credentials = { email: registration.email, password: registration.password, transport: 'body' as const };
  const tokens = await identity.signIns.logIn(credentials, { userAgent: 'tests', address: '203.0.113.7' });
  return { ...tokens, headers: { authorization: `Bearer ${tokens.accessToken}` } };
}
