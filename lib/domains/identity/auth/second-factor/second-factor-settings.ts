import type { Person } from '../../../../access/caller.ts';
import type { AuditAction } from '../../../../commit/audit-action.ts';
import type { Write } from '../../../../data/write.ts';
import type { NewEvent } from '../../../../events/definition.ts';
import type { Platform } from '../../../../platform/platform.ts';
import { mfaDisabled, mfaRecoveryCodesRenewed, mfaRecoveryCodeUsed } from '../../events/second-factor.ts';
import { createUserRepository } from '../../users/repository.ts';
import { createCodeTriesRepository } from './code-tries-repository.ts';
import { hashOfRecoveryCode, newRecoveryCodes } from './recovery-codes.ts';
import { createSecondFactorCodes } from './second-factor-codes.ts';
import { mfaNotEnabled, wrongCode } from './second-factor-errors.ts';
import { entryOf, refuseCode } from './second-factor-record.ts';
import { createSecondFactorRepository, type Proof, type SecondFactorItem } from './second-factor-repository.ts';

export type SecondFactorSettings = ReturnType<typeof createSecondFactorSettings>;
type Owner = Pick<Person, 'userId'>;

/** A second factor, and the proof by a code that its owner asks. */
interface Proven {
  readonly factor: SecondFactorItem;
  readonly proof: Proof;
}

/** Changes a second factor that is on, for whoever shows a code of either kind. */
export function createSecondFactorSettings({
  read,
  commit,
  take,
  clock,
  secrets,
}: Pick<Platform, 'read' | 'commit' | 'take' | 'clock' | 'secrets'>) {
  const users = createUserRepository({ read });
  const factors = createSecondFactorRepository({ read });
  const codes = createSecondFactorCodes({ secrets, clock });
  const tries = createCodeTriesRepository({ take, clock });

  /** Counts an attempt before its code is checked; a wrong code is audited as a failure of the action. */
  async function prove(action: AuditAction, userId: string, code: string): Promise<Proven> {
    const { factor, recoveryCode } = await factors.findForCode(userId, code);
    if (!factor) throw mfaNotEnabled();
    await tries.count(userId);
    const proof = await codes.prove(factor, recoveryCode, code);
    return proof ? { factor, proof } : refuseCode(commit, action, userId);
  }

  /** Turns the factor off in the person's profile as well as in what decides at sign-in. */
  function turnOff({ factor, proof }: Proven): Write[] {
    const { userId } = factor;
    return [
      ...factors.remove(factor, proof, wrongCode),
      factors.waiveAtSignIn(userId),
      users.setMfaEnabled(userId, false, clock().toISOString()),
      tries.forget(userId),
    ];
  }

  return {
    /** Turns the second factor off; throws `MFA_NOT_ENABLED`, `WRONG_CODE`, `TOO_MANY_ATTEMPTS`. */
    async disable({ userId }: Owner, code: string): Promise<void> {
      const proven = await prove('mfa.disabled', userId, code);
      await commit(turnOff(proven), {
        events: [mfaDisabled.of({ subject: `users/${userId}`, data: { userId, proof: kindOf(proven.proof) } })],
        audit: [entryOf('mfa.disabled', userId)],
      });
    },

    /** Replaces the recovery codes by ten new ones, and shows them this once; throws as `disable` does. */
    async renewRecoveryCodes({ userId }: Owner, code: string): Promise<{ recoveryCodes: string[] }> {
      const { factor, proof } = await prove('mfa.recovery-codes-renewed', userId, code);
      const recoveryCodes = newRecoveryCodes();
      const writes = factors.renew(factor, proof, recoveryCodes.map(hashOfRecoveryCode), wrongCode);
      return commit([...writes, tries.forget(userId)], {
        events: eventsOfRenewal(userId, proof),
        audit: [entryOf('mfa.recovery-codes-renewed', userId)],
        result: { recoveryCodes },
      });
    },
  };
}

/**
 * The events of a renewal: if a recovery code was used for it, the owner is told of that as well, as it may have been found on
 * paper.
 */
function eventsOfRenewal(userId: string, proof: Proof): NewEvent[] {
  const subject = `users/${userId}`;
  const renewed = mfaRecoveryCodesRenewed.of({ subject, data: { userId, proof: kindOf(proof) } });
  if ('step' in proof) return [renewed];
  return [renewed, mfaRecoveryCodeUsed.of({ subject, data: { userId } })];
}

/** The kind of the proof, as the notice to the owner names it. */
function kindOf(proof: Proof): 'authenticator' | 'recovery-code' {
  return 'recoveryCodeHash' in proof ? 'recovery-code' : 'authenticator';
}
