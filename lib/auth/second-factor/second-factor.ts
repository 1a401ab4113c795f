import { randomBytes } from 'node:crypto';
import { type Clock, later, systemClock } from '../../clock.ts';
import { type Commit, createCommit } from '../../data/commit.ts';
import type { Write } from '../../data/write.ts';
import type { NewEvent } from '../../events/event-types.ts';
import type { Security } from '../security.ts';
import { createSecondFactorCodes, type SecondFactorCodes } from './second-factor-codes.ts';
import { invalidCode } from './second-factor-errors.ts';
import {
  createSecondFactorRepository,
  type Proof,
  type SecondFactorItem,
  type SecondFactorRepository,
} from './second-factor-repository.ts';
import {
  createSignInChallengeRepository,
  invalidMfaToken,
  type SignInChallenge,
  type SignInChallengeRepository,
} from './sign-in-challenge-repository.ts';

const challengeMilliseconds = 5 * 60 * 1_000;

/** The second step of signing in. */
export interface SecondFactor {
  /**
   * Begins the second step; the token, 32 random bytes in base64url, is shown to the caller alone. It is worth nothing
   * once the password is another one than `asOf`, when the first step looked at it.
   */
  challenge(userId: string, asOf?: Date): Promise<string>;
  /**
   * Counts a try, at most five a sign-in, and only then checks the code. Answers whose sign-in it is and the writes that
   * use code and token up, to be committed together with the session and its events. Throws `INVALID_MFA_TOKEN`,
   * `INVALID_CODE`.
   */
  redeem(mfaToken: string, code: string): Promise<RedeemedCode>;
}

/** A code that was right, and what it leaves behind once its session begins. */
export interface RedeemedCode {
  readonly userId: string;
  readonly writes: readonly Write[];
  readonly events: readonly NewEvent[];
}

export interface SecondFactorDependencies {
  readonly challenges?: SignInChallengeRepository;
  readonly factors?: SecondFactorRepository;
  readonly codes?: SecondFactorCodes;
  readonly commit?: Commit;
  readonly clock?: Clock;
}

export function createSecondFactor({
  challenges = createSignInChallengeRepository(),
  factors = createSecondFactorRepository(),
  codes = createSecondFactorCodes(),
  commit = createCommit(),
  clock = systemClock,
}: SecondFactorDependencies = {}): SecondFactor {
  async function recordFailure(userId: string): Promise<void> {
    const entry = { action: 'session.refused', subject: `users/${userId}`, outcome: 'failure' } as const;
    await commit([], { audit: [{ ...entry, details: { code: 'INVALID_CODE' } }] });
  }

  /** The owner is told of a recovery code, which may have been found on paper. */
  async function eventsOf(userId: string, proof: Proof): Promise<NewEvent[]> {
    if ('step' in proof) return [];
    const remaining = Math.max(0, (await factors.countRecoveryCodes(userId)) - 1);
    return [{ type: 'mfa.recovery-code-used', subject: `users/${userId}`, data: { userId, remaining } }];
  }

  return {
    async challenge(userId, asOf = clock()) {
      const token = randomBytes(32).toString('base64url');
      const endsAt = later(asOf, challengeMilliseconds).toISOString();
      await commit([challenges.insert(token, { userId, issuedAt: asOf.toISOString(), endsAt })]);
      return token;
    },

    async redeem(mfaToken, code) {
      const challenge = await challenges.get(mfaToken);
      await challenges.countTry(challenge);
      const { userId } = challenge;
      const { factor, recoveryCode, security } = await factors.findForCode(userId, code);
      if (!factor || !security || !stillStands(challenge, security, factor)) throw invalidMfaToken();
      const proof = await codes.prove(factor, recoveryCode, code);
      if (!proof) {
        await recordFailure(userId);
        throw invalidCode();
      }
      const writes = [challenges.consume(challenge), factors.use(factor, proof, invalidCode)];
      return { userId, writes, events: await eventsOf(userId, proof) };
    },
  };
}

/** The first step is worth nothing once the password is another one, the second factor is, or the person is gone. */
function stillStands(
  { issuedAt }: SignInChallenge,
  { status, mfaEnabled, passwordChangedAt = '' }: Security,
  { confirmedAt }: SecondFactorItem,
): boolean {
  const isOfNow = confirmedAt !== undefined && confirmedAt <= issuedAt && passwordChangedAt <= issuedAt;
  return status === 'active' && mfaEnabled && isOfNow;
}
