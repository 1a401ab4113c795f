import { count } from '../../../metrics.ts';
import type { Platform } from '../../../platform/platform.ts';
import { moveMember } from '../../clinic/clinics/service.ts';
import { createDoctorUpkeep } from '../../clinic/doctors/upkeep-service.ts';
import { verificationLife } from '../durations.ts';
import { userCreated, userRegistered, userVerificationRequested, userVerified } from '../events/accounts.ts';
import { createOneTimeTokenIssuer, type OrderedOneTimeToken } from '../links/one-time-token-issuer.ts';
import { createOneTimeTokenRepository, invalidToken } from '../links/one-time-token-repository.ts';
import { hashOfToken } from '../links/token-hash.ts';
import { usersRegistered, usersVerified } from '../metrics.ts';
import { countAdmin } from '../users/admin-count-repository.ts';
import { requireAdult } from '../users/adulthood.ts';
import { createOpenAccounts } from '../users/open-accounts.ts';
import { AccountChanged } from '../users/person-change.ts';
import { firstPreferences } from '../users/preference-repository.ts';
import { usualPreferences } from '../users/preferences.ts';
import { createUserRepository, emailHashOf } from '../users/repository.ts';
import type { User } from '../users/schema.ts';
import { AlreadyVerified, newSecurity, type Security } from '../users/security.ts';
import { insertSecurity, markSecurityVerified, requireUnverified } from '../users/security-repository.ts';
import type { Registration } from './passwords/new-password-schema.ts';
import type { Passwords } from './passwords/passwords.ts';

/** A person whose address and roles the clinic vouches for. */
export type Enrolment = Pick<User, 'id' | 'email' | 'name' | 'roles' | 'clinicId' | 'dateOfBirth'> & {
  readonly password: string;
};

interface RegistrationDependencies extends Pick<Platform, 'read' | 'commit' | 'clock' | 'newId' | 'secrets'> {
  readonly passwords: Pick<Passwords, 'hash'>;
}

export type RegistrationService = ReturnType<typeof createRegistrationService>;

/** Makes accounts for people who register, and verifies their addresses. */
export function createRegistrationService({
  passwords,
  read,
  commit,
  clock,
  newId,
  secrets,
}: RegistrationDependencies) {
  const users = createUserRepository({ read });
  const keepDoctor = createDoctorUpkeep({ read, clock, overtaken: () => new AccountChanged() });
  const accounts = createOpenAccounts({ read });
  const oneTimeTokens = createOneTimeTokenRepository({ read });
  const issue = createOneTimeTokenIssuer({ read, clock, secrets });

  /** Makes a link that verifies the person's address, for `use` to commit. */
  function issueVerification<R>(person: Pick<User, 'id' | 'email'>, use: (token: OrderedOneTimeToken) => Promise<R>) {
    const order = { purpose: 'verify-email', owner: { userId: person.id }, life: verificationLife } as const;
    return issue({ ...order, addressHash: emailHashOf(person.email) }, use);
  }

  return {
    /**
     * Makes an account, and preferences where the locale that its mails are to be by is not the usual one, in one transaction.
     * Throws `UNDERAGE`, `DUPLICATE_EMAIL`.
     */
    async register({ password, ...profile }: Registration, locale: string = usualPreferences.locale): Promise<User> {
      const now = clock();
      requireAdult(profile.dateOfBirth, now);
      const lookAgain = () => users.requireFree(profile.email);
      // What is gone costs one read, and neither a hash nor a transaction.
      await lookAgain();
      const user = newUser({ id: newId(), ...profile, roles: ['user'], emailVerified: false }, now);
      const passwordHash = await passwords.hash(password);
      const account = [...users.insert(user), insertSecurity(securityOf(user, passwordHash))];
      const writes = [...account, ...firstPreferences(user.id, locale)];
      const subject = `users/${user.id}`;
      // Where the mail is withheld nobody has its token, and the event leads to no mail; the person can ask for one later.
      const registered = await issueVerification(user, ({ tokenId, writes: ofToken }) =>
        commit([...writes, ...ofToken], {
          events: [
            userCreated.of({ subject, data: { userId: user.id } }),
            userRegistered.of({ subject, data: { userId: user.id, tokenId } }),
          ],
          audit: [{ action: 'user.registered', actorId: user.id, subject, outcome: 'success' }],
          result: user,
          lookAgain,
        }),
      );
      count(usersRegistered);
      return registered;
    },

    /** Makes a verified account for somebody whom the clinic knows, without a mail. Throws `DUPLICATE_EMAIL`, `UNKNOWN_REFERENCE`. */
    async enrol({ password, ...known }: Enrolment): Promise<User> {
      const user = newUser({ ...known, emailVerified: true }, clock());
      const security = securityOf(user, await passwords.hash(password));
      const subject = `users/${user.id}`;
      const made = [...users.insert(user), insertSecurity(security), ...countAdmin(undefined, security)];
      const ofClinic = [...moveMember({ to: user.clinicId }), ...(await keepDoctor({ after: user }))];
      return commit([...made, ...ofClinic], {
        events: [userCreated.of({ subject, data: { userId: user.id } })],
        audit: [{ action: 'user.enrolled', subject, outcome: 'success' }],
        result: user,
      });
    },

    /** Verifies an address by its token, which is used up; throws `INVALID_TOKEN`. */
    async verifyEmail(shown: string): Promise<void> {
      const token = await oneTimeTokens.getOwned(hashOfToken('verify-email', shown));
      const { userId } = token;
      const subject = `users/${userId}`;
      const writes = [
        ...oneTimeTokens.consume(token),
        users.markVerified(userId, clock().toISOString()),
        markSecurityVerified(userId, invalidToken),
      ];
      await commit(writes, {
        events: [userVerified.of({ subject, data: { userId } })],
        audit: [{ action: 'user.verified', actorId: userId, subject, outcome: 'success' }],
        lookAgain: () => oneTimeTokens.getOwned(token.hash),
      });
      count(usersVerified);
    },

    /** Sends another verification mail, at most five an hour; throws `ALREADY_VERIFIED`, `USER_NOT_FOUND`. */
    async resendVerification({ userId, emailVerified }: { userId: string; emailVerified: boolean }): Promise<void> {
      if (emailVerified) throw new AlreadyVerified();
      const { person } = await accounts.get(userId);
      const action = 'user.verification-requested';
      const subject = `users/${userId}`;
      await issueVerification(person, ({ tokenId, writes, isWithheld }) =>
        isWithheld
          ? commit([], { audit: [{ action, subject, outcome: 'refused' }] })
          : commit([...writes, requireUnverified(userId)], {
              events: [userVerificationRequested.of({ subject, data: { userId, tokenId } })],
              audit: [{ action, subject, outcome: 'success' }],
            }),
      );
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
