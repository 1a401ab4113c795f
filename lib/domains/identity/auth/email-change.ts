import type { Person } from '../../../access/caller.ts';
import { retryOnConflict } from '../../../commit/retry-on-conflict.ts';
import { type DomainError, hasCode, RuleViolation } from '../../../errors.ts';
import type { Platform } from '../../../platform/platform.ts';
import { emailChangeLife } from '../durations.ts';
import { userEmailChanged, userEmailChangeRequested } from '../events/accounts.ts';
import { createOneTimeTokenIssuer } from '../links/one-time-token-issuer.ts';
import { createOneTimeTokenRepository, invalidToken, type OneTimeToken } from '../links/one-time-token-repository.ts';
import { endLinksOfPerson } from '../links/pending-link-repository.ts';
import { hashOfToken } from '../links/token-hash.ts';
import type { Account } from '../users/accounts.ts';
import { createOpenAccounts, isOutdated, isOvertaken } from '../users/open-accounts.ts';
import { AccountChanged } from '../users/person-change.ts';
import { createUserRepository, emailHashOf } from '../users/repository.ts';
import { userNotFound } from '../users/schema.ts';
import type { Security } from '../users/security.ts';
import { changeSecurity, requireSecurity, samePassword } from '../users/security-repository.ts';
import { createPasswordCheck, wrongPassword } from './passwords/password-check.ts';
import type { Passwords } from './passwords/passwords.ts';
import type { EmailChangeRequest } from './sign-in/schema.ts';

interface EmailChangeDependencies extends Pick<Platform, 'read' | 'commit' | 'take' | 'clock' | 'newId' | 'secrets'> {
  readonly passwords: Pick<Passwords, 'verify'>;
}

export type EmailChangeService = ReturnType<typeof createEmailChangeService>;

/** Changes a person's address: they ask for it with the password, and confirm it by the token that is mailed to it. */
export function createEmailChangeService({ passwords, ...platform }: EmailChangeDependencies) {
  const { read, commit, clock, newId } = platform;
  const users = createUserRepository({ read });
  const accounts = createOpenAccounts({ read });
  const oneTimeTokens = createOneTimeTokenRepository({ read });
  const issue = createOneTimeTokenIssuer(platform);
  const checkPassword = createPasswordCheck({ passwords, ...platform });

  async function getConfirmation(token: string): Promise<Confirmation> {
    const found = await oneTimeTokens.getOwned(hashOfToken('change-email', token));
    const account = await accounts.find(found.userId);
    if (!account || found.email === undefined || isOutdated(found, account.security)) throw invalidToken();
    // The address is the person's already, by another link or by an earlier request with this one.
    if (found.email === account.person.email) throw invalidToken();
    return { ...account, token: found, email: found.email };
  }

  /**
   * Makes the address the person's, as both were when it was asked for; throws `DUPLICATE_EMAIL` when somebody has taken it
   * since.
   */
  async function take({ token, email, person, security }: Confirmation): Promise<void> {
    const { id: userId } = person;
    const subject = `users/${userId}`;
    const changeId = newId();
    const conflict = () => new AccountChanged();
    const writes = [
      ...oneTimeTokens.consume(token),
      ...users.changeEmail(person, { email, changeId, now: clock(), claims: token.claims }),
      changeSecurity(userId, { set: { emailVerified: true }, when: samePassword(security), conflict }),
      ...endLinksOfPerson(userId, token.purpose),
    ];
    await commit(writes, {
      events: [userEmailChanged.of({ subject, data: { userId, changeId } })],
      audit: [{ action: 'user.email-changed', actorId: userId, subject, outcome: 'success', details: { changeId } }],
      lookAgain: () => oneTimeTokens.getOwned(token.hash),
    });
  }

  return {
    /**
     * Mails a link to the address, at most five an hour. Nothing is sent where the address is taken, which the caller does not
     * learn. Throws `WRONG_PASSWORD`, `SAME_EMAIL`, `TOO_MANY_ATTEMPTS`.
     */
    async request({ userId }: Pick<Person, 'userId'>, { email, password }: EmailChangeRequest): Promise<void> {
      const { person, security, beside } = await accounts.getWith(userId, users.claimCountAt(email));
      await checkPassword(security, password);
      if (email === person.email) throw new RuleViolation('SAME_EMAIL', 'It is your email address already.');
      const order = {
        purpose: 'change-email',
        owner: { userId },
        email,
        claims: beside?.version ?? 0,
        life: emailChangeLife,
      } as const;
      const action = 'user.email-change-requested';
      const subject = `users/${userId}`;
      await issue({ ...order, addressHash: emailHashOf(email) }, ({ tokenId, writes, isWithheld }) =>
        isWithheld
          ? commit(writes, { audit: [{ action, subject, outcome: 'refused' }] })
          : commit([...writes, requireSecurity(userId, samePassword(security), overtaken)], {
              events: [userEmailChangeRequested.of({ subject, data: { userId, tokenId } })],
              audit: [{ action, subject, outcome: 'success' }],
            }),
      );
    },

    /** Makes the address of a token the person's, verified; throws `INVALID_TOKEN`, also once the address is taken. */
    confirm: (token: string): Promise<void> =>
      retryOnConflict(async () => take(await getConfirmation(token)), isOvertaken).catch((error: unknown) => {
        throw hasCode(error, 'DUPLICATE_EMAIL') ? invalidToken() : error;
      }),
  };
}

/** A token that may be used, and what for. */
interface Confirmation extends Account {
  readonly token: OneTimeToken;
  readonly email: string;
}

/** The password that was checked has changed since, or the account is gone. */
function overtaken(old: Security | undefined): DomainError {
  return old?.status === 'active' ? wrongPassword() : userNotFound();
}
