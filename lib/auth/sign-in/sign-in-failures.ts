import { type Clock, systemClock } from '../../clock.ts';
import { type Commit, createCommit } from '../../data/commit.ts';
import type { NewEvent } from '../../events/event-types.ts';
import type { Account } from '../../users/accounts.ts';
import { createUserRepository, type UserRepository } from '../../users/repository.ts';
import type { Admission } from './lockout.ts';
import { createLockoutRepository, type LockoutRepository, NoticeGiven } from './lockout-repository.ts';

/** A try to sign in that did not succeed; the account is absent where nobody has the address. */
export interface FailedSignIn {
  readonly emailHash: string;
  readonly account: Account | undefined;
  readonly admission: Admission;
}

export type SignInFailures = ReturnType<typeof createSignInFailures>;

/** What failed tries leave behind; for an address that nobody has as much is written as for any other. */
export function createSignInFailures({
  users = createUserRepository(),
  lockouts = createLockoutRepository(),
  commit = createCommit(),
  clock = systemClock,
}: {
  readonly users?: Pick<UserRepository, 'markLocked'>;
  readonly lockouts?: Pick<LockoutRepository, 'claimNotice' | 'decoy'>;
  readonly commit?: Commit;
  readonly clock?: Clock;
} = {}) {
  return {
    /** Audits a failure in one write; one that locks marks the person, and tells them at most once in an hour. */
    async record({ emailHash, account, admission: { lockedUntil, isLastFree } }: FailedSignIn): Promise<void> {
      const subject = account ? `users/${account.person.id}` : `emails/${emailHash}`;
      const refused = { action: 'session.refused', subject, outcome: 'failure', details: reason } as const;
      if (!lockedUntil) return commit([], { audit: [refused] });
      const mark = account ? users.markLocked(account.person.id, lockedUntil) : lockouts.decoy(emailHash, lockedUntil);
      if (!isLastFree) return commit([mark], { audit: [refused] });
      const details = { until: lockedUntil.toISOString() };
      const audit = [refused, { action: 'sign-in.locked', subject, outcome: 'refused', details }] as const;
      const notice = lockouts.claimNotice(emailHash, clock());
      await commit([mark, notice], { audit, events: [lockedEvent(emailHash)] }).catch((error: unknown) => {
        if (error instanceof NoticeGiven) return commit([mark], { audit });
        throw error;
      });
    },
  };
}

const reason = { code: 'INVALID_CREDENTIALS' };

function lockedEvent(emailHash: string): NewEvent {
  return { type: 'sign-in.locked', subject: `emails/${emailHash}`, data: { emailHash } };
}
