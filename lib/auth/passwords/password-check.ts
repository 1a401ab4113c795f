import { type Clock, systemClock } from '../../clock.ts';
import { type Commit, createCommit } from '../../data/commit.ts';
import { createCounter, type Take, windowOf } from '../../data/counter.ts';
import { RuleViolation, TooManyRequests } from '../../errors.ts';
import type { Security } from '../security.ts';
import { createPasswords, type Passwords } from './passwords.ts';

const mostTries = 10;
const windowSeconds = 15 * 60;

/**
 * Demands the password of somebody who is signed in already, so that an open screen is not enough; throws
 * `WRONG_PASSWORD`, and `TOO_MANY_ATTEMPTS` from the eleventh try in a quarter of an hour on.
 */
export type CheckPassword = (security: Security, password: string) => Promise<void>;

export interface PasswordCheckDependencies {
  readonly take?: Take;
  readonly passwords?: Pick<Passwords, 'verify'>;
  readonly commit?: Commit;
  readonly clock?: Clock;
}

export function createPasswordCheck({
  take = createCounter().take,
  passwords = createPasswords(),
  commit = createCommit(),
  clock = systemClock,
}: PasswordCheckDependencies = {}): CheckPassword {
  /** Before the password is looked at: of many tries at once no more are checked than of many one after another. */
  async function countTry(userId: string): Promise<void> {
    const { startsAt, endsAt } = windowOf(windowSeconds, clock);
    const key = { pk: `PASSWORD-TRIES#${userId}`, sk: startsAt.toISOString() };
    const taken = await take({ table: 'platform', key, most: mostTries, endsAt });
    if (taken === undefined) throw tooManyAttempts((endsAt.getTime() - clock().getTime()) / 1000);
  }

  return async ({ userId, passwordHash }, password) => {
    await countTry(userId);
    if (await passwords.verify(password, passwordHash)) return;
    await commit([], { audit: [{ action: 'password.refused', subject: `users/${userId}`, outcome: 'failure' }] });
    throw wrongPassword();
  };
}

/** The password is not, or is no longer, the account's. */
export function wrongPassword(): RuleViolation {
  return new RuleViolation('WRONG_PASSWORD', 'The current password is another one.');
}

function tooManyAttempts(retryAfter: number): TooManyRequests {
  return new TooManyRequests('TOO_MANY_ATTEMPTS', 'Too many attempts. Wait before the next one.', { retryAfter });
}
