import { RuleViolation } from '../../../../errors.ts';
import type { Platform } from '../../../../platform/platform.ts';
import type { Security } from '../../users/security.ts';
import { countTry, type PlaceOfTries } from '../lockout/bounded-tries-repository.ts';
import type { Passwords } from './passwords.ts';

/** Names the item that counts the passwords that a person has tried in a window. */
export const passwordTriesKey = (userId: string, startsAt: string) => ({
  pk: `PASSWORD-TRIES#${userId}`,
  sk: startsAt,
});

/**
 * Demands the password of somebody who is signed in already, so that an open screen is not enough; throws `WRONG_PASSWORD`, and
 * `TOO_MANY_ATTEMPTS` from the eleventh attempt in a quarter of an hour by the clock on.
 */
type CheckPassword = (security: Security, password: string) => Promise<void>;

export interface PasswordCheckDependencies extends Pick<Platform, 'take' | 'commit' | 'clock'> {
  readonly passwords: Pick<Passwords, 'verify'>;
}

export function createPasswordCheck({ passwords, take, commit, clock }: PasswordCheckDependencies): CheckPassword {
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
