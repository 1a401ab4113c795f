import { type Clock, systemClock } from '../clock.ts';
import { type Commit, createCommit } from '../data/commit.ts';
import { newId as liveNewId } from '../ids.ts';
import { count } from '../metrics.ts';
import { countAdmin } from '../users/admins.ts';
import { requireAdult } from '../users/adulthood.ts';
import { createUserRepository, type UserRepository } from '../users/repository.ts';
import type { User } from '../users/schema.ts';
import { createOneTimeTokenIssuer } from './one-time-tokens/one-time-token-issuer.ts';
import {
  createOneTimeTokenRepository,
  type OneTimeTokenRepository,
} from './one-time-tokens/one-time-token-repository.ts';
import { createOneTimeTokens, type OneTimeTokens } from './one-time-tokens/one-time-tokens.ts';
import { hashOfToken } from './one-time-tokens/token-hash.ts';
import type { Registration } from './passwords/new-password-schema.ts';
import { createPasswords, type Passwords } from './passwords/passwords.ts';
import { AlreadyVerified, insertSecurity, markSecurityVerified, newSecurity, type Security } from './security.ts';

const verificationMilliseconds = 24 * 60 * 60 * 1000;

/** Somebody whose address and role are beyond doubt. */
export type Enrolment = Pick<User, 'id' | 'email' | 'name' | 'roles' | 'clinicId' | 'dateOfBirth'> & {
  readonly password: string;
};

export interface RegistrationDependencies {
  readonly users?: UserRepository;
  readonly oneTimeTokens?: OneTimeTokenRepository;
  readonly tokens?: OneTimeTokens;
  readonly passwords?: Passwords;
  readonly commit?: Commit;
  readonly clock?: Clock;
  readonly newId?: () => string;
}

export type RegistrationService = ReturnType<typeof createRegistrationService>;

/** How a person gets an account, and proves that the address is theirs. */
export function createRegistrationService({
  users = createUserRepository(),
  oneTimeTokens = createOneTimeTokenRepository(),
  tokens = createOneTimeTokens(),
  passwords = createPasswords(),
  commit = createCommit(),
  clock = systemClock,
  newId = liveNewId,
}: RegistrationDependencies = {}) {
  const issue = createOneTimeTokenIssuer({ oneTimeTokens, tokens, clock });
  const newVerification = (userId: string) =>
    issue({ purpose: 'verify-email', owner: { userId }, life: verificationMilliseconds });

  return {
    /** Makes an account in one transaction; throws `UNDERAGE`, `DUPLICATE_EMAIL`. */
    async register({ password, ...profile }: Registration): Promise<User> {
      const now = clock();
      requireAdult(profile.dateOfBirth, now);
      const user = newUser({ id: newId(), ...profile, roles: ['user'], emailVerified: false }, now);
      const passwordHash = await passwords.hash(password);
      const verification = await newVerification(user.id);
      const writes = [...users.insert(user), insertSecurity(securityOf(user, passwordHash)), verification.write];
      const registered = await commit(writes, {
        events: [
          {
            type: 'user.registered',
            subject: `users/${user.id}`,
            data: { userId: user.id, tokenId: verification.tokenId },
          },
        ],
        audit: [{ action: 'user.registered', actorId: user.id, subject: `users/${user.id}`, outcome: 'success' }],
        result: user,
      });
      count('users.registered');
      return registered;
    },

    /** Makes a verified account for somebody whom the clinic knows; nobody is written to. Throws `DUPLICATE_EMAIL`. */
    async enrol({ password, ...known }: Enrolment): Promise<User> {
      const user = newUser({ ...known, emailVerified: true }, clock());
      const security = securityOf(user, await passwords.hash(password));
      return commit([...users.insert(user), insertSecurity(security), ...countAdmin(undefined, security)], {
        audit: [{ action: 'user.enrolled', subject: `users/${user.id}`, outcome: 'success' }],
        result: user,
      });
    },

    /** Uses up a verification token; throws `INVALID_TOKEN`. */
    async verifyEmail(token: string): Promise<void> {
      const { hash, userId } = await oneTimeTokens.getOwned(hashOfToken('verify-email', token));
      const use = oneTimeTokens.consume(hash);
      const audit = [
        { action: 'user.verified', actorId: userId, subject: `users/${userId}`, outcome: 'success' as const },
      ];
      const writes = [use, users.markVerified(userId, clock().toISOString()), markSecurityVerified(userId)];
      await commit(writes, {
        events: [{ type: 'user.verified', subject: `users/${userId}`, data: { userId } }],
        audit,
      }).then(
        () => count('users.verified'),
        (error: unknown) => {
          // The token of a second mail: it is used up like the first, and nobody is welcomed twice.
          if (error instanceof AlreadyVerified) return commit([use], { audit });
          throw error;
        },
      );
    },

    /** Sends another verification mail; throws `ALREADY_VERIFIED`. */
    async resendVerification({ userId, emailVerified }: { userId: string; emailVerified: boolean }): Promise<void> {
      if (emailVerified) throw new AlreadyVerified();
      const { tokenId, write } = await newVerification(userId);
      await commit([write], {
        events: [{ type: 'user.verification-requested', subject: `users/${userId}`, data: { userId, tokenId } }],
        audit: [{ action: 'user.verification-requested', subject: `users/${userId}`, outcome: 'success' }],
      });
    },
  };
}

function newUser(known: Omit<User, 'mfaEnabled' | 'status' | 'createdAt' | 'updatedAt'>, now: Date): User {
  const createdAt = now.toISOString();
  return { ...known, mfaEnabled: false, status: 'active', createdAt, updatedAt: createdAt };
}

function securityOf({ id, roles, clinicId, status, emailVerified }: User, passwordHash: string): Security {
  return { ...newSecurity({ userId: id, status, emailVerified, roles, clinicId }), passwordHash };
}
