import { retryOnConflict } from '../../../../commit/retry-on-conflict.ts';
import type { Platform } from '../../../../platform/platform.ts';
import type { AccessTokenIssuer } from '../../tokens/access-tokens.ts';
import { createUserRepository } from '../../users/repository.ts';
import { createLockout } from '../lockout/lockout.ts';
import { isOvertaken } from '../lockout/sign-in-overtaken.ts';
import { type Origin, passwordPlace } from '../lockout/tries-place.ts';
import { createSecondFactor, type RedeemedCode } from '../second-factor/second-factor.ts';
import { invalidMfaToken } from '../second-factor/sign-in-challenge-repository.ts';
import type { SecondStepInput } from './schema.ts';
import { createSessionOpening, type SignedIn, type SignInClient } from './session-opening.ts';

interface CodeStepDependencies extends Platform {
  readonly accessTokens: AccessTokenIssuer;
}

/**
 * Makes the second step of signing in; the session belongs to where the first step came from, whatever the second one shows.
 */
export function createCodeStep({ accessTokens, ...platform }: CodeStepDependencies) {
  const users = createUserRepository(platform);
  const secondFactor = createSecondFactor(platform);
  const lockout = createLockout(platform);
  const opening = createSessionOpening({ accessTokens, ...platform });

  async function enter(redeemed: RedeemedCode, client: SignInClient): Promise<SignedIn> {
    const { userId, security, writes, events } = redeemed;
    const person = await users.find(userId);
    if (!person) throw invalidMfaToken();
    const origin = redeemed.origin ?? strangerOf(client);
    const failures = lockout.clear(passwordPlace(`users/${userId}`, security, origin));
    return opening.open({ person, security }, origin, { writes: [...writes, failures], events });
  }

  return {
    /** Signs in whoever shows the right code; throws `INVALID_MFA_TOKEN`, `INVALID_CODE`, `TOO_MANY_ATTEMPTS`. */
    async take(
      { mfaToken, code }: Pick<SecondStepInput, 'mfaToken' | 'code'>,
      client: SignInClient,
    ): Promise<SignedIn> {
      const redeemed = await secondFactor.redeem(mfaToken, code);
      const attempt = async (number: number) => enter(number === 1 ? redeemed : await redeemed.again(), client);
      return lockout.settle(redeemed.place, () => retryOnConflict(attempt, isOvertaken));
    },
  };
}

function strangerOf({ userAgent, address }: SignInClient): Origin {
  return { userAgent, address };
}
