import * as crypto from 'node:crypto';
import type { Database } from '../../lib/data/database.ts';
import type { Sleep } from '../../lib/data/retry.ts';
import { createApiKeyListing } from '../../lib/domains/identity/api-keys/listing.ts';
import { createLiveKeys } from '../../lib/domains/identity/api-keys/live-keys.ts';
import { createApiKeyService } from '../../lib/domains/identity/api-keys/service.ts';
import { createSealedAccounts } from '../../lib/domains/identity/auth/lockout/sealed-accounts.ts';
import { argon2idBy } from '../../lib/domains/identity/auth/passwords/password-schemes.ts';
import { createPasswords, type Passwords } from '../../lib/domains/identity/auth/passwords/passwords.ts';
import { createDecoyAccountRepository } from '../../lib/domains/identity/auth/sign-in/decoy-account-repository.ts';
import { createSignInService } from '../../lib/domains/identity/auth/sign-in/sign-in.ts';
import { createSignOutService } from '../../lib/domains/identity/auth/sign-in/sign-out.ts';
import { createAuthentication } from '../../lib/domains/identity/http/authentication.ts';
import { createFirstPartyIdentity } from '../../lib/domains/identity/sessions/first-party-identity.ts';
import { createLiveSessions } from '../../lib/domains/identity/sessions/live-sessions.ts';
import { createOwnSessionService } from '../../lib/domains/identity/sessions/own-sessions.ts';
import { createSessionService } from '../../lib/domains/identity/sessions/service.ts';
import { createSessionListing } from '../../lib/domains/identity/sessions/session-listing.ts';
import { createAccessTokenIssuer } from '../../lib/domains/identity/tokens/access-tokens.ts';
import { audience } from '../../lib/domains/identity/tokens/issuer.ts';
import { publishFirstKeys } from '../../lib/domains/identity/tokens/signing-keys/first-keys.ts';
import { createPublishedKeyRepository } from '../../lib/domains/identity/tokens/signing-keys/published-key-repository.ts';
import { createPublishedKeys } from '../../lib/domains/identity/tokens/signing-keys/published-keys.ts';
import { newPrivateJwk, publicHalfOf, signerOf } from '../../lib/domains/identity/tokens/signing-keys/signing-key.ts';
import { createUserService } from '../../lib/domains/identity/users/service.ts';
import type { Stack } from '../../lib/http/stack.ts';
import { createIdempotencyRecords } from '../../lib/idempotency/records.ts';
import { newId } from '../../lib/ids.ts';
import { loadOnce } from '../../lib/load-once.ts';
import { noLimits } from './http.ts';
import { kept } from './kept.ts';
import { letOthersGoOn } from './lockout.ts';
import type { MemoryDatabase } from './memory-database.ts';
import { createTestPasswordServices } from './password-services.ts';
import { createTestPlatform } from './platform.ts';
import { createTestSecondFactor } from './second-factor.ts';

export const publicUrl = 'https://api.polyclinic.test';
export const clientUrl = 'https://app.polyclinic.test';
process.env.POLYCLINIC_PUBLIC_URL = publicUrl;
process.env.POLYCLINIC_CLIENT_URL = clientUrl;

/** Made once in a process: an RSA key takes longer than a test. */
const signingKey = loadOnce(() => kept('signing key', newPrivateJwk));

/** Cheap, because what a test waits for is not the hash. */
const cheapScheme = { ...argon2idBy(crypto.argon2), costs: { m: 8, t: 1, p: 1 } };

/** The services of identity as they are, on a database of the test's and a clock that it moves. */
export async function createIdentity(
  database: Database,
  {
    passwords = createPasswords([cheapScheme]),
    sleep = letOthersGoOn,
  }: { readonly passwords?: Passwords; readonly sleep?: Sleep | undefined } = {},
) {
  const platform = createTestPlatform(database, { sleep });
  const { clock, commit, read } = platform;
  // Once in the life of a stage, which is not what tests count.
  await createDecoyAccountRepository(platform).read();
  const keys = createPublishedKeyRepository({ read });
  const jwk = await signingKey();
  await publishFirstKeys([publicHalfOf(jwk)], { read, commit, clock });
  const signer = async () => signerOf(jwk);
  const accessTokens = createAccessTokenIssuer({ issuer: publicUrl, audience, signer, clock, newId: platform.newId });
  const publishedKeys = createPublishedKeys({ repository: keys, clock });
  const authenticate = createAuthentication({
    firstParty: createFirstPartyIdentity({ keys: publishedKeys, liveSessions: createLiveSessions(platform), clock }),
    outsidePeople: { find: async () => undefined },
    liveKeys: createLiveKeys(platform),
  });
  return {
    platform,
    apiKeys: createApiKeyService(platform),
    apiKeyListing: createApiKeyListing(platform),
    clock,
    commit,
    publishedKeys,
    accessTokens,
    sessions: createSessionService(platform),
    signIns: createSignInService({ ...platform, passwords, accessTokens }),
    signOut: createSignOutService({ ...platform, keys: publishedKeys }),
    users: createUserService(platform),
    ...createTestPasswordServices(platform, passwords),
    sealedAccounts: createSealedAccounts(platform),
    ownSessions: createOwnSessionService(platform),
    sessionListing: createSessionListing(platform),
    ...createTestSecondFactor(platform, passwords),
    stack: {
      clock,
      authenticate,
      limits: noLimits,
      recordRefusal: async () => undefined,
      idempotencyRecords: createIdempotencyRecords(platform),
    } satisfies Stack,
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
  return signedInSession(identity, registration.email);
}

/** As `signedInPerson`, with an address that is verified. */
export async function verifiedPerson(identity: Identity, overrides: { readonly email?: string } = {}) {
  const { email, password, name } = registrationOf(overrides);
  await identity.registrations.enrol({ id: newId(), email, password, name, roles: ['user'] });
  return signedInSession(identity, email);
}

/** One more session of somebody, with the usual password unless it is said, and how requests of it look. */
export async function signedInSession(
  identity: Identity,
  email = 'ada@example.com',
  password = registrationOf().password,
) {
  const credentials = { email, password, transport: 'body' as const };
  const tokens = await identity.signIns.logIn(credentials, { userAgent: 'tests', address: '203.0.113.7' });
  if ('mfaRequired' in tokens) throw new Error('the person has a second factor');
  const { sid: sessionId } = JSON.parse(
    Buffer.from(tokens.accessToken.split('.')[1] ?? '', 'base64url').toString(),
  ) as { sid: string };
  return { ...tokens, sessionId, headers: { authorization: `Bearer ${tokens.accessToken}` } };
}
