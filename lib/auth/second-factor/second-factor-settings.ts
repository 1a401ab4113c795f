import { type Clock, systemClock } from '../../clock.ts';
import { type Commit, createCommit } from '../../data/commit.ts';
import { createReader, type Reader } from '../../data/read.ts';
import type { Write } from '../../data/write.ts';
import { createUserRepository, type UserRepository } from '../../users/repository.ts';
import { userNotFound } from '../../users/schema.ts';
import type { Person } from '../caller.ts';
import { changeSecurity } from '../security.ts';
import { toBase32 } from './base32.ts';
import { type CodeTriesRepository, createCodeTriesRepository } from './code-tries-repository.ts';
import { hashOfRecoveryCode, newRecoveryCodes } from './recovery-codes.ts';
import { createSecondFactorCodes, type SecondFactorCodes } from './second-factor-codes.ts';
import { EnrolmentBegun, mfaEnabled, mfaNotEnabled, mfaNotEnrolled, wrongCode } from './second-factor-errors.ts';
import { createSecondFactorRepository, type SecondFactorRepository } from './second-factor-repository.ts';
import type { TotpEnrolment } from './second-factor-schema.ts';
import { otpauthUri } from './totp.ts';

export interface SecondFactorSettingsDependencies {
  readonly read?: Reader;
  readonly users?: UserRepository;
  readonly factors?: SecondFactorRepository;
  readonly codes?: SecondFactorCodes;
  readonly tries?: CodeTriesRepository;
  readonly commit?: Commit;
  readonly clock?: Clock;
}

export type SecondFactorSettings = ReturnType<typeof createSecondFactorSettings>;
type Owner = Pick<Person, 'userId'>;

/** How a person turns their second factor on and off. */
export function createSecondFactorSettings({
  read = createReader(),
  users = createUserRepository(),
  factors = createSecondFactorRepository(),
  codes = createSecondFactorCodes(),
  tries = createCodeTriesRepository(),
  commit = createCommit(),
  clock = systemClock,
}: SecondFactorSettingsDependencies = {}) {
  /** Puts down a secret; of many at once one does, and all the others get that one. */
  async function begin(userId: string): Promise<Buffer> {
    const { secret, sealedSecret } = await codes.issue(userId);
    return commit([factors.insert({ userId, sealedSecret })], {
      audit: [entryOf('mfa.enrolled', userId)],
      result: secret,
    }).catch((error: unknown) => {
      if (error instanceof EnrolmentBegun) return codes.open({ userId, sealedSecret: error.sealedSecret });
      throw error;
    });
  }

  /** Somebody who has a session, and not the second factor, may be somebody else: it is on record. */
  async function refuse(action: string, userId: string): Promise<never> {
    await commit([], { audit: [entryOf(action, userId, 'failure')] });
    throw wrongCode();
  }

  /** The person's profile and what decides at sign-in say the same. */
  function turn(userId: string, enabled: boolean): Write[] {
    return [
      changeSecurity(userId, { set: { mfaEnabled: enabled } }),
      users.setMfaEnabled(userId, enabled, clock().toISOString()),
      tries.forget(userId),
    ];
  }

  return {
    /** The secret for an authenticator, the same one until it is confirmed; throws `MFA_ENABLED`. */
    async enrol({ userId }: Owner): Promise<TotpEnrolment> {
      const [factor, person] = await read.findTogether([factors.at(userId), users.at(userId)]);
      if (!person) throw userNotFound();
      if (factor?.confirmedAt) throw mfaEnabled();
      const secret = factor ? await codes.open(factor) : await begin(userId);
      return { secret: toBase32(secret), otpauthUri: otpauthUri(secret, person.email) };
    },

    /**
     * Turns the second factor on by a first code, and gives the recovery codes this once. Throws `MFA_ENABLED`,
     * `MFA_NOT_ENROLLED`, `WRONG_CODE`, and `TOO_MANY_ATTEMPTS` after ten codes in a quarter of an hour.
     */
    async confirm({ userId }: Owner, code: string): Promise<{ recoveryCodes: string[] }> {
      const [factor] = await read.findTogether([factors.at(userId)]);
      if (!factor) throw mfaNotEnrolled();
      if (factor.confirmedAt) throw mfaEnabled();
      await tries.count(userId);
      const lastStep = await codes.stepOf(factor, code);
      if (lastStep === undefined) return refuse('mfa.enabled', userId);
      const recoveryCodes = newRecoveryCodes();
      const recoveryCodeHashes = recoveryCodes.map(hashOfRecoveryCode);
      const confirmed = { confirmedAt: clock().toISOString(), lastStep, recoveryCodeHashes };
      return commit([...factors.confirm(factor, confirmed), ...turn(userId, true)], {
        audit: [entryOf('mfa.enabled', userId)],
        result: { recoveryCodes },
      });
    },

    /** Turns the second factor off by a code of either kind; throws `MFA_NOT_ENABLED`, and as `confirm` does. */
    async disable({ userId }: Owner, code: string): Promise<void> {
      const { factor, recoveryCode } = await factors.findForCode(userId, code);
      if (!factor?.confirmedAt) throw mfaNotEnabled();
      await tries.count(userId);
      const proof = await codes.prove(factor, recoveryCode, code);
      if (!proof) return refuse('mfa.disabled', userId);
      await commit([...factors.remove(factor, proof, wrongCode), ...turn(userId, false)], {
        audit: [entryOf('mfa.disabled', userId)],
      });
    },
  };
}

function entryOf(action: string, userId: string, outcome: 'success' | 'failure' = 'success') {
  return { action, subject: `users/${userId}`, outcome };
}
