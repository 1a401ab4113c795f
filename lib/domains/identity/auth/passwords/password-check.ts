import { type Clock, systemClock } from '../../../../clock.ts';
import { type Commit, createCommit } from '../../../../commit/commit.ts';
import { createCounter, type Take } from '../../../../data/counter.ts';
import { RuleViolation } from '../../../../errors.ts';
import type { Security } from '../../users/security.ts';
import { countTry, type PlaceOfTries } from '../lockout/bounded-tries.ts';
import { createPasswords, type Passwords } from './passwords.ts';

/**
 * Demands the password of somebody who is signed in already, so that an open screen is not enough; throws
 * `WRONG_PASSWORD`, and `TOO_MANY_ATTEMPTS` from the eleventh try in a quarter by the clock on.
 */
export type CheckPassword = (security: Security, password: string) => Promise<void>;

/** Where the passwords are counted that a person has tried in a window. */
export const passwordTriesKey = (userId: string, startsAt: string) => ({
  pk: `PASSWORD-TRIES#${userId}`,
  sk: startsAt,
});

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
  return async ({ userId, passwordHash }, password) => {
    const placeOf: PlaceOfTries = (sk) => ({ table: 'platform', key: passwordTriesKey(userId, sk) });
    await countTry(take, clock, placeOf);
    if (await passwords.verify(password, passwordHash)) return;
    await commit([], { audit: [{ action: 'password.refused', subject: `users/${userId}`, outcome: 'failure' }] });
    throw wrongPassword();
  };
}

/** The password is not, or is no longer, the account's. */
export function wrongPassword(): RuleViolation {
  return new RuleViolation('WRONG_PASSWORD', 'The current password is another one.');
}
