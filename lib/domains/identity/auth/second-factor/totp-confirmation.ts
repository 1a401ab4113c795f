import type { Person } from '../../../../access/caller.ts';
import { type Clock, systemClock } from '../../../../clock.ts';
import { type Commit, createCommit } from '../../../../commit/commit.ts';
import { equals } from '../../../../data/condition.ts';
import { createReader, type Reader } from '../../../../data/read.ts';
import type { Write } from '../../../../data/write.ts';
import { mfaEnabled as mfaEnabledEvent } from '../../events/second-factor.ts';
import { createSessionRepository, type SessionRepository, signedOutWhereEnded } from '../../sessions/repository.ts';
import { createUserRepository, type UserRepository } from '../../users/repository.ts';
import { changeSecurity, securityAt } from '../../users/security.ts';
import { type CodeTriesRepository, createCodeTriesRepository } from './code-tries-repository.ts';
import { hashOfRecoveryCode, newRecoveryCodes } from './recovery-codes.ts';
import { createSecondFactorCodes, type SecondFactorCodes } from './second-factor-codes.ts';
import { mfaEnabled, mfaNotEnrolled } from './second-factor-errors.ts';
import { entryOf, refuseCode } from './second-factor-record.ts';
import { createSecondFactorRepository, type SecondFactorRepository } from './second-factor-repository.ts';
import {
  createTotpEnrolmentRepository,
  isTiedTo,
  type TotpEnrolment,
  type TotpEnrolmentRepository,
} from './totp-enrolment-repository.ts';

export interface TotpConfirmationDependencies {
  readonly read?: Reader;
  readonly users?: Pick<UserRepository, 'setMfaEnabled'>;
  readonly sessions?: Pick<SessionRepository, 'demand'>;
  readonly factors?: Pick<SecondFactorRepository, 'at' | 'confirm'>;
  readonly enrolments?: Pick<TotpEnrolmentRepository, 'at' | 'consume'>;
  readonly codes?: Pick<SecondFactorCodes, 'stepOf'>;
  readonly tries?: CodeTriesRepository;
  readonly commit?: Commit;
  readonly clock?: Clock;
}

export type TotpConfirmation = ReturnType<typeof createTotpConfirmation>;
type Owner = Pick<Person, 'userId' | 'sessionId'>;

/** How a first code of the authenticator turns the second factor on. */
export function createTotpConfirmation({
  read = createReader(),
  users = createUserRepository(),
  sessions = createSessionRepository(),
  factors = createSecondFactorRepository(),
  enrolments = createTotpEnrolmentRepository(),
  codes = createSecondFactorCodes(),
  tries = createCodeTriesRepository(),
  commit = createCommit(),
  clock = systemClock,
}: TotpConfirmationDependencies = {}) {
  async function getEnrolment(owner: Owner): Promise<TotpEnrolment> {
    const { userId } = owner;
    const references = [factors.at(userId), enrolments.at(userId), securityAt(userId)] as const;
    const [factor, enrolment, security] = await read.findTogether(references);
    if (factor) throw mfaEnabled();
    if (!enrolment || !security || !isTiedTo(enrolment, owner, security)) throw mfaNotEnrolled();
    return enrolment;
  }

  /** The secret's session is alive and its epoch the person's, or else nothing is turned on: a session that ends ends it. */
  function turnOn(owner: Owner, enrolment: TotpEnrolment, lastStep: number, recoveryCodes: string[]): Write[] {
    const { userId, sealedSecret, sessionEpoch } = enrolment;
    const confirmedAt = clock().toISOString();
    const recoveryCodeHashes = recoveryCodes.map(hashOfRecoveryCode);
    return [
      ...sessions.demand(owner, sessionEpoch),
      ...factors.confirm({ userId, sealedSecret, confirmedAt, lastStep, recoveryCodeHashes }),
      enrolments.consume(enrolment),
      changeSecurity(userId, {
        set: { mfaEnabled: true },
        // Until now a device has become known by the password alone.
        add: { deviceEpoch: 1 },
        when: equals('sessionEpoch', sessionEpoch),
        conflict: mfaNotEnrolled,
      }),
      users.setMfaEnabled(userId, true, confirmedAt),
      tries.forget(userId),
    ];
  }

  return {
    /**
     * Turns the second factor on by a first code, and gives the recovery codes this once. Throws `MFA_ENABLED`,
     * `MFA_NOT_ENROLLED`, `WRONG_CODE`, and `TOO_MANY_ATTEMPTS` after ten codes in a quarter by the clock.
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
