import type { Person } from '../../../../access/caller.ts';
import type { Write } from '../../../../data/write.ts';
import type { Platform } from '../../../../platform/platform.ts';
import { mfaEnabled as mfaEnabledEvent } from '../../events/second-factor.ts';
import { createSessionRepository, signedOutWhereEnded } from '../../sessions/repository.ts';
import { createUserRepository } from '../../users/repository.ts';
import { securityAt } from '../../users/security-repository.ts';
import { createCodeTriesRepository } from './code-tries-repository.ts';
import { hashOfRecoveryCode, newRecoveryCodes } from './recovery-codes.ts';
import { createSecondFactorCodes } from './second-factor-codes.ts';
import { mfaEnabled, mfaNotEnrolled } from './second-factor-errors.ts';
import { entryOf, refuseCode } from './second-factor-record.ts';
import { createSecondFactorRepository } from './second-factor-repository.ts';
import { createTotpEnrolmentRepository, isTiedTo, type TotpEnrolment } from './totp-enrolment-repository.ts';

export type TotpConfirmation = ReturnType<typeof createTotpConfirmation>;
type Owner = Pick<Person, 'userId' | 'sessionId'>;

/** Turns the second factor on by a first code of the authenticator. */
export function createTotpConfirmation({
  read,
  commit,
  take,
  clock,
  secrets,
}: Pick<Platform, 'read' | 'commit' | 'take' | 'clock' | 'secrets'>) {
  const users = createUserRepository({ read });
  const sessions = createSessionRepository({ read });
  const factors = createSecondFactorRepository({ read });
  const enrolments = createTotpEnrolmentRepository();
  const codes = createSecondFactorCodes({ secrets, clock });
  const tries = createCodeTriesRepository({ take, clock });

  async function getEnrolment(owner: Owner): Promise<TotpEnrolment> {
    const { userId } = owner;
    const references = [factors.at(userId), enrolments.at(userId), securityAt(userId)] as const;
    const [factor, enrolment, security] = await read.findTogether(references);
    if (factor) throw mfaEnabled();
    if (!enrolment || !security || !isTiedTo(enrolment, owner, security)) throw mfaNotEnrolled();
    return enrolment;
  }

  /**
   * The writes that turn the factor on, provided that the secret's session is alive and the person's epoch unchanged: a session
   * that ends takes its secret with it.
   */
  function turnOn(owner: Owner, enrolment: TotpEnrolment, lastStep: number, recoveryCodes: string[]): Write[] {
    const { userId, sealedSecret, sessionEpoch } = enrolment;
    const confirmedAt = clock().toISOString();
    const recoveryCodeHashes = recoveryCodes.map(hashOfRecoveryCode);
    return [
      ...sessions.demand(owner, sessionEpoch),
      ...factors.confirm({ userId, sealedSecret, confirmedAt, lastStep, recoveryCodeHashes }),
      enrolments.consume(enrolment),
      factors.demandAtSignIn(userId, sessionEpoch),
      users.setMfaEnabled(userId, true, confirmedAt),
      tries.forget(userId),
    ];
  }

  return {
    /**
     * Turns the second factor on by a first code, and shows the recovery codes this once. Throws `MFA_ENABLED`,
     * `MFA_NOT_ENROLLED`, `WRONG_CODE`, and `TOO_MANY_ATTEMPTS` after ten codes in a quarter of an hour by the clock.
     */
    async confirm(owner: Owner, code: string): Promise<{ recoveryCodes: string[] }> {
      const { userId } = owner;
      const enrolment = await getEnrolment(owner);
      await tries.count(userId);
      const lastStep = await codes.stepOf({ ...enrolment, lastStep: 0 }, code);
      if (lastStep === undefined) return refuseCode(commit, 'mfa.enabled', userId);
      const recoveryCodes = newRecoveryCodes();
      return commit(turnOn(owner, enrolment, lastStep, recoveryCodes), {
        events: [mfaEnabledEvent.of({ subject: `users/${userId}`, data: { userId } })],
        audit: [entryOf('mfa.enabled', userId)],
        result: { recoveryCodes },
      }).catch(signedOutWhereEnded);
    },
  };
}
