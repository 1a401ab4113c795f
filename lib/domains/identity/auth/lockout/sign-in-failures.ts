import type { AuditAction } from '../../../../commit/audit-action.ts';
import type { Write } from '../../../../data/write.ts';
import type { NewEvent } from '../../../../events/definition.ts';
import type { Platform } from '../../../../platform/platform.ts';
import { signInCodesGuessed, signInLocked } from '../../events/sign-in.ts';
import { createUserRepository } from '../../users/repository.ts';
import { createLockNoticeRepository, type Guessed, NoticeGiven } from './lock-notice-repository.ts';
import type { Attempt } from './lockout.ts';
import { isContended } from './lockout-repository.ts';
import { createSealedAccounts } from './sealed-accounts.ts';
import { SignInCrowded } from './sign-in-overtaken.ts';
import { triedAccount } from './tries-place.ts';

/** A wrong password; the person is absent where nobody has the address. */
interface WrongPassword {
  readonly emailHash: string;
  readonly userId: string | undefined;
  readonly attempt: Attempt;
}

/** A wrong code after a right password. */
interface WrongCode {
  readonly userId: string;
  readonly attempt: Attempt;
}

/** What a failure that locks leaves behind beside its own entry. */
interface Lock {
  readonly guessed: Guessed;
  readonly mark: (until: Date) => Write;
  readonly tell: () => Promise<NewEvent>;
}

/** Records failed attempts; an address that nobody has costs as many writes as any other. */
export function createSignInFailures({
  read,
  commit,
  clock,
  secrets,
}: Pick<Platform, 'read' | 'commit' | 'clock' | 'secrets'>) {
  const users = createUserRepository({ read });
  const notices = createLockNoticeRepository();
  const accounts = createSealedAccounts({ secrets });

  /** Audits a failure in one write; a failure that locks also marks the person, and tells them at most once an hour. */
  async function record(
    subject: string,
    { lockedUntil, isLastFree }: Attempt,
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
    wrongPassword({ emailHash, userId, attempt }: WrongPassword): Promise<void> {
      const subject = triedAccount(emailHash, userId);
      return record(subject, attempt, {
        guessed: 'password',
        mark: (until) => (userId === undefined ? notices.decoy(subject, until) : users.markLocked(userId, until)),
        tell: async () => lockedEvent(emailHash, await accounts.seal(userId)),
      });
    },

    wrongCode({ userId, attempt }: WrongCode): Promise<void> {
      const subject = `users/${userId}`;
      return record(subject, attempt, {
        guessed: 'code',
        mark: (until) => users.markLocked(userId, until),
        tell: async () => signInCodesGuessed.of({ subject, data: { userId } }),
      });
    },
  };
}

/** Others writing the person at the same moment make a wrong proof no better: its attempt stays counted. */
function notOvertaken(error: unknown): never {
  throw isContended(error) ? new SignInCrowded(error) : error;
}

const kinds = {
  password: { code: 'INVALID_CREDENTIALS', action: 'sign-in.locked' },
  code: { code: 'INVALID_CODE', action: 'sign-in.codes-guessed' },
} as const satisfies Record<Guessed, { readonly code: string; readonly action: AuditAction }>;

/** The event of a lock; its subject is the address, which says no more than that somebody tried to sign in with it. */
function lockedEvent(emailHash: string, account: string): NewEvent {
  return signInLocked.of({ subject: `emails/${emailHash}`, data: { emailHash, account } });
}
