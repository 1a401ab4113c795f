import type { Caller } from '../../../../access/caller.ts';
import { Forbidden } from '../../../../errors.ts';
import type { Platform } from '../../../../platform/platform.ts';
import { mfaRemoved } from '../../events/second-factor.ts';
import { sessionEnded } from '../../events/sign-in.ts';
import { type Account, createAccounts, requireUndeleted } from '../../users/accounts.ts';
import { AccountChanged } from '../../users/person-change.ts';
import { createUserRepository } from '../../users/repository.ts';
import { mayHaveSessions } from '../../users/security.ts';
import { changeSecurityAsRead, endingSessions } from '../../users/security-repository.ts';
import { mfaNotEnabled } from './second-factor-errors.ts';
import { entryOf } from './second-factor-record.ts';
import { createSecondFactorRepository } from './second-factor-repository.ts';

export type SecondFactorRemoval = ReturnType<typeof createSecondFactorRemoval>;

/** Lets an admin help somebody who has lost the authenticator and the recovery codes. */
export function createSecondFactorRemoval({ read, commit, clock }: Pick<Platform, 'read' | 'commit' | 'clock'>) {
  const accounts = createAccounts({ read });
  const users = createUserRepository({ read });
  const factors = createSecondFactorRepository({ read });

  async function remove({ person, security }: Account): Promise<void> {
    const { userId } = security;
    const [factor] = await read.findTogether([factors.at(userId)]);
    if (!factor) throw mfaNotEnabled();
    const writes = [
      ...factors.clear(factor),
      ...users.change(person, { set: { mfaEnabled: false, updatedAt: clock().toISOString() } }),
      // As it was read, since that tells whether a session ends.
      changeSecurityAsRead(security, {
        ...endingSessions({ set: { mfaEnabled: false }, add: { deviceEpoch: 1 } }),
        conflict: () => new AccountChanged(),
      }),
    ];
    const about = { subject: `users/${userId}`, data: { userId } };
    await commit(writes, {
      events: [mfaRemoved.of(about), ...(mayHaveSessions(security) ? [sessionEnded.of(about)] : [])],
      audit: [entryOf('mfa.removed', userId)],
    });
  }

  return {
    /**
     * Turns another person's second factor off without a code, and ends all of their sessions. Throws `PERSON_REQUIRED`,
     * `OWN_ACCOUNT`, `USER_NOT_FOUND`, `MFA_NOT_ENABLED`, `CONCURRENT_CHANGE`.
     */
    async remove(caller: Caller, userId: string): Promise<void> {
      requireOtherPerson(caller, userId);
      await accounts.change(caller, { userId }, (account) => {
        requireUndeleted(account);
        return remove(account);
      });
    },
  };
}

/**
 * Refuses machines, which cannot tell who asks for help, and the caller's own factor, which only a code turns off: a session
 * that was taken over has none.
 */
function requireOtherPerson(caller: Caller, userId: string): void {
  if (caller.kind !== 'person') {
    throw new Forbidden('PERSON_REQUIRED', 'An API key cannot turn off what signs a person in; an administrator can.');
  }
  if (caller.userId === userId) {
    throw new Forbidden('OWN_ACCOUNT', 'Turn your own second factor off by one of its codes.');
  }
}
