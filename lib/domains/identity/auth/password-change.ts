import type { Person } from '../../../access/caller.ts';
import type { Write } from '../../../data/write.ts';
import { RuleViolation } from '../../../errors.ts';
import type { Platform } from '../../../platform/platform.ts';
import { passwordChanged } from '../events/passwords.ts';
import { sessionEnded } from '../events/sign-in.ts';
import { endLinksOfAddress, endLinksOfPerson } from '../links/pending-link-repository.ts';
import { createSessionRepository, SessionEnded, signedOutWhereEnded } from '../sessions/repository.ts';
import { createOpenAccounts } from '../users/open-accounts.ts';
import { emailHashOf } from '../users/repository.ts';
import type { Security } from '../users/security.ts';
import { changeSecurity, samePassword, samePasswordAndEpoch } from '../users/security-repository.ts';
import type { PasswordChange } from './passwords/new-password-schema.ts';
import { createPasswordCheck, wrongPassword } from './passwords/password-check.ts';
import { requireGoodPassword } from './passwords/password-rules.ts';
import type { Passwords } from './passwords/passwords.ts';

interface PasswordChangeDependencies extends Pick<Platform, 'read' | 'commit' | 'take' | 'clock'> {
  readonly passwords: Pick<Passwords, 'hash' | 'verify'>;
}

export type PasswordChangeService = ReturnType<typeof createPasswordChangeService>;

/** Changes the password of a person who is signed in. */
export function createPasswordChangeService({ passwords, read, commit, take, clock }: PasswordChangeDependencies) {
  const accounts = createOpenAccounts({ read });
  const sessions = createSessionRepository({ read });
  const checkPassword = createPasswordCheck({ passwords, take, commit, clock });

  /** The write that keeps the caller's session; none where another issuer keeps the sessions. */
  function keepSession({ userId, sessionId }: Caller, { sessionEpoch }: Security): readonly Write[] {
    return sessionId === undefined ? [] : [sessions.keep({ userId, sessionId }, sessionEpoch + 1)];
  }

  return {
    /**
     * Sets the password and ends every link of the person, and once the address is verified those of the address. Ends every
     * session but the caller's, whose access token is refused from now on as well. Throws `WRONG_PASSWORD`, `SAME_PASSWORD`,
     * `TOO_MANY_ATTEMPTS`, and `VALIDATION_FAILED` for a bad password.
     */
    async change(caller: Caller, { currentPassword, newPassword }: PasswordChange): Promise<void> {
      const { userId, sessionId } = caller;
      const { person, security } = await accounts.get(userId);
      requireGoodPassword(newPassword, { email: person.email, path: 'newPassword' });
      await checkPassword(security, currentPassword);
      if (newPassword === currentPassword) throw samePasswordAgain();
      const passwordHash = await passwords.hash(newPassword);
      const subject = `users/${userId}`;
      const writes = [
        setPassword(security, { passwordHash, sessionId, now: clock() }),
        ...keepSession(caller, security),
        ...endLinksOfPerson(userId),
        // Links of an unverified address stay: who reads its mailbox outranks who never verified it, and may be about to use
        // one.
        ...(security.emailVerified ? endLinksOfAddress(emailHashOf(person.email)) : []),
      ];
      await commit(writes, {
        events: [
          passwordChanged.of({ subject, data: { userId } }),
          sessionEnded.of({ subject, data: { userId, ...(sessionId && { keptSessionId: sessionId }) } }),
        ],
        audit: [{ action: 'password.changed', subject, outcome: 'success' }],
      }).catch(signedOutWhereEnded);
    },
  };
}

type Caller = Pick<Person, 'userId' | 'sessionId'>;

interface NewPassword extends Pick<Person, 'sessionId'> {
  readonly passwordHash: string;
  readonly now: Date;
}

/**
 * Sets the password on condition that it is still the one that was checked, and the epoch that of the session that goes on: of
 * two concurrent changes the later one fails.
 */
function setPassword(security: Security, { passwordHash, sessionId, now }: NewPassword): Write {
  const isKept = sessionId !== undefined;
  return changeSecurity(security.userId, {
    set: { passwordHash, passwordChangedAt: now.toISOString(), hasSessions: isKept },
    add: { tokenVersion: 1, sessionEpoch: 1, deviceEpoch: 1 },
    when: isKept ? samePasswordAndEpoch(security) : samePassword(security),
    conflict: (current) => (isOfPassword(current, security) ? new SessionEnded() : wrongPassword()),
  });
}

/** Whether it was not the password that was overtaken. */
function isOfPassword(current: Security | undefined, { passwordHash }: Security): boolean {
  return current?.status === 'active' && current.passwordHash === passwordHash;
}

function samePasswordAgain(): RuleViolation {
  return new RuleViolation('SAME_PASSWORD', 'The new password is the current one.');
}
