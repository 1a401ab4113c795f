import type { Account } from '../../users/accounts.ts';
import { createUserRepository, type UserRepository } from '../../users/repository.ts';
import { createLockout, type Lockout } from '../lockout/lockout.ts';
import { SignInOvertaken } from '../lockout/sign-in-overtaken.ts';
import { type Origin, passwordPlace } from '../lockout/tries-place.ts';
import { createSecondFactor, type RedeemedCode, type SecondFactor } from '../second-factor/second-factor.ts';
import { invalidMfaToken } from '../second-factor/sign-in-challenge-repository.ts';
import type { SecondStepInput } from './schema.ts';
import { createSessionOpening, type SessionOpening, type SignedIn, type Visit } from './session-opening.ts';

export interface CodeStepDependencies {
  readonly users?: Pick<UserRepository, 'find'>;
  readonly secondFactor?: Pick<SecondFactor, 'redeem'>;
  readonly lockout?: Pick<Lockout, 'settle' | 'clear'>;
  readonly opening?: Pick<SessionOpening, 'open'>;
}

export type CodeStep = ReturnType<typeof createCodeStep>;

/** Looks at an account that changes again and again while somebody comes in. */
const mostLooks = 5;

/** The second step of signing in: its session belongs to where the first one came from, whatever the second one shows. */
export function createCodeStep({
  users = createUserRepository(),
  secondFactor = createSecondFactor(),
  lockout = createLockout(),
  opening = createSessionOpening(),
}: CodeStepDependencies = {}) {
  async function enter(redeemed: RedeemedCode, visit: Visit, looksLeft = mostLooks - 1): Promise<SignedIn> {
    const { userId, security, writes, events } = redeemed;
    const person = await users.find(userId);
    if (!person) throw invalidMfaToken();
    const origin = redeemed.origin ?? strangerOf(visit);
    const account: Account = { person, security };
    const failures = lockout.clear(passwordPlace(`users/${userId}`, security, origin));
    return opening.open(account, origin, { writes: [...writes, failures], events }).catch(async (error: unknown) => {
      if (!(error instanceof SignInOvertaken) || looksLeft === 0) throw error;
      return enter(await redeemed.again(), visit, looksLeft - 1);
    });
  }

  return {
    /** Lets in whose code is right; throws `INVALID_MFA_TOKEN`, `INVALID_CODE`, `TOO_MANY_ATTEMPTS`. */
    async take({ mfaToken, code }: Pick<SecondStepInput, 'mfaToken' | 'code'>, visit: Visit): Promise<SignedIn> {
      const redeemed = await secondFactor.redeem(mfaToken, code);
      return lockout.settle(redeemed.place, () => enter(redeemed, visit));
    },
  };
}

function strangerOf({ userAgent, address }: Visit): Origin {
  return { userAgent, address };
}
