import { randomBytes } from 'node:crypto';
import { later } from '../../../../clock.ts';
import type { Stored } from '../../../../data/entity.ts';
import type { Write } from '../../../../data/write.ts';
import type { NewEvent } from '../../../../events/definition.ts';
import type { Platform } from '../../../../platform/platform.ts';
import { challengeLife } from '../../durations.ts';
import { mfaRecoveryCodeUsed } from '../../events/second-factor.ts';
import type { Security } from '../../users/security.ts';
import { type Attempt, createLockout } from '../lockout/lockout.ts';
import { createSignInFailures } from '../lockout/sign-in-failures.ts';
import { codePlace, type Origin, type TriesPlace } from '../lockout/tries-place.ts';
import { createSecondFactorCodes } from './second-factor-codes.ts';
import { invalidCode } from './second-factor-errors.ts';
import { createSecondFactorRepository, type Proof, type SecondFactorItem } from './second-factor-repository.ts';
import {
  createSignInChallengeRepository,
  invalidMfaToken,
  type SignInChallenge,
} from './sign-in-challenge-repository.ts';

/** What the second step of a sign-in knows of the first. */
interface FirstStep {
  /** When the first step read the account. */
  readonly asOf?: Date;
  /** The person's session epoch as the first step read it. */
  readonly sessionEpoch?: number;
  readonly origin?: Origin;
}

/** The second step of signing in. */
interface SecondFactor {
  /**
   * Begins the second step; its token, 32 random bytes in base64url, is shown to the caller alone. The token is refused once
   * the password was changed after the first step, or the person's sessions of that time were ended.
   */
  challenge(userId: string, firstStep?: FirstStep): Promise<string>;
  /**
   * Counts an attempt, at most five a sign-in and ten an account, before its code is checked. Answers whose sign-in it is, and
   * the writes that use up code and token and clear the account's attempts, to be committed together with the session and its
   * events. Throws `INVALID_MFA_TOKEN`, `INVALID_CODE`, `TOO_MANY_ATTEMPTS`.
   */
  redeem(mfaToken: string, code: string): Promise<RedeemedCode>;
}

/** A right code, and what is to be committed with the session that it begins. */
export interface RedeemedCode {
  readonly userId: string;
  /** The person as they were when the code was checked: the session begins only if they still are. */
  readonly security: Stored<Security>;
  /** Where the first step came from. */
  readonly origin: Origin | undefined;
  /** Where the attempt is counted, which succeeds when the session begins. */
  readonly place: TriesPlace;
  readonly writes: readonly Write[];
  readonly events: readonly NewEvent[];
  /** Checks the code once more against the account as it is by then, without counting it again. */
  again(): Promise<RedeemedCode>;
}

/** A code whose attempt was let in. */
interface CodeTry {
  readonly challenge: SignInChallenge;
  readonly code: string;
  readonly place: TriesPlace;
  readonly attempt: Attempt;
}

type SecondFactorDependencies = Pick<
  Platform,
  'read' | 'commit' | 'writeAlone' | 'take' | 'clock' | 'sleep' | 'secrets'
>;

export function createSecondFactor({
  read,
  commit,
  writeAlone,
  take,
  clock,
  sleep,
  secrets,
}: SecondFactorDependencies): SecondFactor {
  const challenges = createSignInChallengeRepository({ read, take });
  const factors = createSecondFactorRepository({ read });
  const codes = createSecondFactorCodes({ secrets, clock });
  const lockout = createLockout({ writeAlone, clock, sleep });
  const failures = createSignInFailures({ read, commit, clock, secrets });

  /** Reads all that the code is checked by; throws `INVALID_MFA_TOKEN` once the first step is no longer valid. */
  async function find(challenge: SignInChallenge, code: string) {
    const { factor, recoveryCode, security } = await factors.findForCode(challenge.userId, code);
    if (!factor || !security || !stillStands(challenge, security, factor)) throw invalidMfaToken();
    return { factor, recoveryCode, security };
  }

  async function check(tried: CodeTry, { factor, recoveryCode, security }: Awaited<ReturnType<typeof find>>) {
    const { challenge, code, place, attempt } = tried;
    const { userId, origin } = challenge;
    const proof = await codes.prove(factor, recoveryCode, code);
    if (!proof) {
      await failures.wrongCode({ userId, attempt });
      throw invalidCode();
    }
    const writes = [challenges.consume(challenge), factors.use(factor, proof, invalidCode), lockout.clear(place)];
    const again = async (): Promise<RedeemedCode> => check(tried, await find(challenge, code));
    return { userId, security, origin, place, writes, events: eventsOf(userId, proof), again };
  }

  return {
    async challenge(userId, { asOf = clock(), ...firstStep } = {}) {
      const token = randomBytes(32).toString('base64url');
      const endsAt = later(asOf, challengeLife).toISOString();
      await commit([challenges.insert(token, { userId, ...firstStep, issuedAt: asOf.toISOString(), endsAt })]);
      return token;
    },

    async redeem(mfaToken, code) {
      const challenge = await challenges.get(mfaToken);
      await challenges.countTry(challenge);
      const found = await find(challenge, code);
      const place = codePlace(found.security, challenge.origin);
      const attempt = await lockout.begin(place);
      return lockout.settle(place, () => check({ challenge, code, place, attempt }, found));
    },
  };
}

/** The events of a sign-in by the proof: the owner is told of a recovery code, which may have been found on paper. */
function eventsOf(userId: string, proof: Proof): NewEvent[] {
  if ('step' in proof) return [];
  return [mfaRecoveryCodeUsed.of({ subject: `users/${userId}`, data: { userId } })];
}

/**
 * Whether the first step is still valid: it is not once password or factor were changed, its sessions ended, or the person is
 * gone.
 */
function stillStands(challenge: SignInChallenge, security: Security, { confirmedAt }: SecondFactorItem): boolean {
  const { status, mfaEnabled, passwordChangedAt = '' } = security;
  const { issuedAt, sessionEpoch = security.sessionEpoch } = challenge;
  const isOfNow = confirmedAt <= issuedAt && passwordChangedAt <= issuedAt && sessionEpoch === security.sessionEpoch;
  return status === 'active' && mfaEnabled && isOfNow;
}
