import { type Clock, later } from '../../lib/clock.ts';
import type { Passwords } from '../../lib/domains/identity/auth/passwords/passwords.ts';
import { toBase32 } from '../../lib/domains/identity/auth/second-factor/base32.ts';
import { createSecondFactor } from '../../lib/domains/identity/auth/second-factor/second-factor.ts';
import {
  createSecondFactorCodes,
  type SecondFactorCodes,
} from '../../lib/domains/identity/auth/second-factor/second-factor-codes.ts';
import { createSecondFactorRemoval } from '../../lib/domains/identity/auth/second-factor/second-factor-removal.ts';
import { createSecondFactorSettings } from '../../lib/domains/identity/auth/second-factor/second-factor-settings.ts';
import { stepAt, totpOf } from '../../lib/domains/identity/auth/second-factor/totp.ts';
import { createTotpConfirmation } from '../../lib/domains/identity/auth/second-factor/totp-confirmation.ts';
import {
  createTotpEnrolmentRepository,
  tieOf,
} from '../../lib/domains/identity/auth/second-factor/totp-enrolment-repository.ts';
import { createTotpEnrolments } from '../../lib/domains/identity/auth/second-factor/totp-enrolments.ts';
import { securityAt } from '../../lib/domains/identity/users/security-repository.ts';
import type { TestPlatform } from './platform.ts';

/** The services of the second factor as they are, on the platform that the rest of identity stands on. */
export function createTestSecondFactor(platform: TestPlatform, passwords: Passwords) {
  const { read, commit, clock } = platform;
  const codes = withoutTwins(createSecondFactorCodes(platform), clock);
  const enrolments = createTotpEnrolmentRepository();
  return {
    secondFactor: createSecondFactor(platform),
    totpEnrolments: createTotpEnrolments({ ...platform, codes, passwords }),
    totpConfirmation: createTotpConfirmation(platform),
    secondFactorSettings: createSecondFactorSettings(platform),
    secondFactorRemoval: createSecondFactorRemoval(platform),

    /** A secret as it lies in the store once somebody was given it, past all that is asked for before. */
    async putDownSecret(owner: { readonly userId: string; readonly sessionId?: string }): Promise<string> {
      const { secret, sealedSecret } = await codes.issue(owner.userId);
      const [enrolment, security] = await read.findTogether([enrolments.at(owner.userId), securityAt(owner.userId)]);
      const endsAt = later(clock(), 600_000).toISOString();
      await commit([
        enrolments.put({ ...tieOf(owner, security ?? { sessionEpoch: 1 }), sealedSecret, endsAt }, enrolment),
      ]);
      return toBase32(secret);
    },
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
  {
    putDownSecret,
    totpConfirmation,
    clock,
  }: Pick<ReturnType<typeof createTestSecondFactor>, 'putDownSecret' | 'totpConfirmation'> & { readonly clock: Clock },
  userId: string,
) {
  const secret = await putDownSecret({ userId });
  const { recoveryCodes } = await totpConfirmation.confirm({ userId }, codeOf(secret, clock));
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
