import { type Clock, systemClock } from '../../../../clock.ts';
import { type Commit, createCommit } from '../../../../commit/commit.ts';
import { ItemContended } from '../../../../data/database.ts';
import type { Write } from '../../../../data/write.ts';
import type { NewEvent } from '../../../../events/definition.ts';
import { signInCodesGuessed, signInLocked } from '../../events/sign-in.ts';
import { createUserRepository, type UserRepository } from '../../users/repository.ts';
import { createLockNotices, type Guessed, type LockNotices, NoticeGiven } from './lock-notices.ts';
import type { Admission } from './lockout.ts';
import { createSealedAccounts, type SealedAccounts } from './sealed-accounts.ts';
import { SignInCrowded } from './sign-in-overtaken.ts';
import { triedAccount } from './tries-place.ts';

/** A password that was wrong; the person is absent where nobody has the address. */
export interface WrongPassword {
  readonly emailHash: string;
  readonly userId: string | undefined;
  readonly admission: Admission;
}

/** A code that was wrong, after the password had been right. */
export interface WrongCode {
  readonly userId: string;
  readonly admission: Admission;
}

/** What is left behind by a failure, beside its own entry, when it locks. */
interface Lock {
  readonly guessed: Guessed;
  readonly mark: (until: Date) => Write;
  readonly tell: () => Promise<NewEvent>;
}

export type SignInFailures = ReturnType<typeof createSignInFailures>;

/** What failed tries leave behind; for an address that nobody has as much is written as for any other. */
export function createSignInFailures({
  users = createUserRepository(),
  notices = createLockNotices(),
  accounts = createSealedAccounts(),
  commit = createCommit(),
  clock = systemClock,
}: {
  readonly users?: Pick<UserRepository, 'markLocked'>;
  readonly notices?: LockNotices;
  readonly accounts?: Pick<SealedAccounts, 'seal'>;
  readonly commit?: Commit;
  readonly clock?: Clock;
} = {}) {
  /** Audits a failure in one write; one that locks marks the person, and tells them at most once in an hour. */
  async function record(
    subject: string,
    { lockedUntil, isLastFree }: Admission,
    { guessed, mark, tell }: Lock,
  ): Promise<void> {
    const { code, action } = kinds[guessed];
    const refused = { action: 'session.refused', subject, outcome: 'failure', details: { code } } as const;
    if (!lockedUntil) return commit([], { audit: [refused] });
    const marked = [mark(lockedUntil)];
    if (!isLastFree) return commit(marked, { audit: [refused] }).catch(notOvertaken);
    const details = { until: lockedUntil.toISOString() };
    const audit = [refused, { action, subject, outcome: 'refused', details }] as const;
    const claim = notices.claim(subject, guessed, clock());
    await commit([...marked, claim], { audit, events: [await tell()] })
      .catch((error: unknown) => {
        if (error instanceof NoticeGiven) return commit(marked, { audit });
        throw error;
      })
      .catch(notOvertaken);
  }

  return {
    wrongPassword({ emailHash, userId, admission }: WrongPassword): Promise<void> {
      const subject = triedAccount(emailHash, userId);
      return record(subject, admission, {
        guessed: 'password',
        mark: (until) => (userId === undefined ? notices.decoy(subject, until) : users.markLocked(userId, until)),
        tell: async () => lockedEvent(emailHash, await accounts.seal(userId)),
      });
    },

    wrongCode({ userId, admission }: WrongCode): Promise<void> {
      const subject = `users/${userId}`;
      return record(subject, admission, {
        guessed: 'code',
        mark: (until) => users.markLocked(userId, until),
        tell: async () => signInCodesGuessed.of({ subject, data: { userId } }),
      });
    },
  };
}

/** Others write the person at the same moment, which makes a wrong proof no better: the try is not given back. */
function notOvertaken(error: unknown): never {
  throw error instanceof ItemContended ? new SignInCrowded(error) : error;
}

const kinds = {
  password: { code: 'INVALID_CREDENTIALS', action: 'sign-in.locked' },
  code: { code: 'INVALID_CODE', action: 'sign-in.codes-guessed' },
} as const satisfies Record<Guessed, { readonly code: string; readonly action: string }>;

/** Its subject is the address, which tells no more than that somebody tried it. */
function lockedEvent(emailHash: string, account: string): NewEvent {
  return signInLocked.of({ subject: `emails/${emailHash}`, data: { emailHash, account } });
}
