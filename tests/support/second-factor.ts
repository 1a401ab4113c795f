import { createCodeTriesRepository } from '../../lib/auth/second-factor/code-tries-repository.ts';
import { createSecondFactor } from '../../lib/auth/second-factor/second-factor.ts';
import { createSecondFactorCodes, type SecondFactorCodes } from '../../lib/auth/second-factor/second-factor-codes.ts';
import { createSecondFactorRepository } from '../../lib/auth/second-factor/second-factor-repository.ts';
import {
  createSecondFactorSettings,
  type SecondFactorSettings,
} from '../../lib/auth/second-factor/second-factor-settings.ts';
import { createSignInChallengeRepository } from '../../lib/auth/second-factor/sign-in-challenge-repository.ts';
import { stepAt, totpOf } from '../../lib/auth/second-factor/totp.ts';
import type { Lockout } from '../../lib/auth/sign-in/lockout.ts';
import type { SignInFailures } from '../../lib/auth/sign-in/sign-in-failures.ts';
import type { Clock } from '../../lib/clock.ts';
import type { Commit } from '../../lib/data/commit.ts';
import { createCounter } from '../../lib/data/counter.ts';
import type { Database } from '../../lib/data/database.ts';
import type { Reader } from '../../lib/data/read.ts';
import { createSeal } from '../../lib/seal.ts';
import type { Secrets } from '../../lib/secrets.ts';
import type { UserRepository } from '../../lib/users/repository.ts';

interface Parts {
  readonly database: Database;
  readonly read: Reader;
  readonly commit: Commit;
  readonly clock: Clock;
  readonly secrets: Secrets;
  readonly users: UserRepository;
  readonly lockout: Lockout;
  readonly failures: SignInFailures;
}

/** The services of the second factor as they are, on the parts that the rest of identity stands on. */
export function createTestSecondFactor({ database, read, commit, clock, secrets, users, ...parts }: Parts) {
  const { take } = createCounter({ database, sleep: async () => undefined });
  const factors = createSecondFactorRepository({ read });
  const codes = withoutTwins(createSecondFactorCodes({ seal: createSeal('totp', secrets), clock }), clock);
  const tries = createCodeTriesRepository({ take, clock });
  const challenges = createSignInChallengeRepository({ read, take });
  return {
    secondFactor: createSecondFactor({ ...parts, challenges, factors, codes, commit, clock }),
    secondFactorSettings: createSecondFactorSettings({ read, users, factors, codes, tries, commit, clock }),
  };
}

/** From two steps before now to half an hour after it: for so long a test goes on. */
const stepsOfTest = Array.from({ length: 63 }, (_, at) => at - 2);

/** Codes of which no two are alike during a test: of a million any two may be, and a used or foreign one would be good. */
function withoutTwins(codes: SecondFactorCodes, clock: Clock): SecondFactorCodes {
  const given = new Set<string>();
  async function issue(userId: string): ReturnType<SecondFactorCodes['issue']> {
    const issued = await codes.issue(userId);
    const shown = stepsOfTest.map((step) => totpOf(issued.secret, stepAt(clock()) + step));
    if (new Set([...given, ...shown]).size < given.size + shown.length) return issue(userId);
    for (const code of shown) given.add(code);
    return issued;
  }
  return { ...codes, issue };
}

/** What an authenticator shows that holds the secret, so many steps of 30 seconds from now. */
export function codeOf(secret: string, clock: Clock, stepsAhead = 0): string {
  return totpOf(fromBase32(secret), stepAt(clock()) + stepsAhead);
}

/** A code that is none of those around now: three codes cannot be all four. */
export function wrongCodeFor(secret: string, clock: Clock): string {
  const right = [-1, 0, 1].map((step) => codeOf(secret, clock, step));
  return ['000000', '111111', '222222', '333333'].find((code) => !right.includes(code)) ?? '';
}

/** Turns the second factor of somebody on; the code of the moment is used up by that. */
export async function turnOnSecondFactor(
  { secondFactorSettings, clock }: { readonly secondFactorSettings: SecondFactorSettings; readonly clock: Clock },
  userId: string,
) {
  const { secret } = await secondFactorSettings.enrol({ userId });
  const { recoveryCodes } = await secondFactorSettings.confirm({ userId }, codeOf(secret, clock));
  return { secret, recoveryCodes };
}

/** Bytes of base32 without padding (RFC 4648). */
function fromBase32(text: string): Buffer {
  const bits = [...text].map((letter) =>
    'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0'),
  );
  const bytes = bits.join('').match(/.{8}/g) ?? [];
  return Buffer.from(bytes.map((byte) => Number.parseInt(byte, 2)));
}
