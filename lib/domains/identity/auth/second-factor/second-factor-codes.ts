import type { Platform } from '../../../../platform/platform.ts';
import { createSeal } from '../../../../secrets/seal.ts';
import type { RecoveryCode } from './recovery-code-repository.ts';
import { bareCode } from './recovery-codes.ts';
import type { Proof, SecondFactorItem } from './second-factor-repository.ts';
import { newTotpSecret, stepOfCode } from './totp.ts';

export type SecondFactorCodes = ReturnType<typeof createSecondFactorCodes>;

/** Makes the secrets of authenticators, which are sealed wherever they are stored, and checks the codes made with them. */
export function createSecondFactorCodes({ secrets, clock }: Pick<Platform, 'secrets' | 'clock'>) {
  const seal = createSeal('totp', secrets);
  type Sealed = Pick<SecondFactorItem, 'userId' | 'sealedSecret'>;

  async function open({ userId, sealedSecret }: Sealed): Promise<Buffer> {
    const secret = await seal.open(sealedSecret, userId);
    if (typeof secret !== 'string') throw new Error('the secret of a second factor does not open with any key kept');
    return Buffer.from(secret, 'base64url');
  }

  /** The time step of a code that was not used yet; undefined for any other code. */
  async function stepOf(
    factor: Sealed & Pick<SecondFactorItem, 'lastStep'>,
    code: string,
  ): Promise<number | undefined> {
    const step = stepOfCode(await open(factor), bareCode(code), clock());
    return step !== undefined && step > factor.lastStep ? step : undefined;
  }

  return {
    open,
    stepOf,

    /** Makes a secret, and the sealed form in which it is stored. */
    async issue(userId: string): Promise<{ readonly secret: Buffer; readonly sealedSecret: string }> {
      const secret = newTotpSecret();
      return { secret, sealedSecret: await seal.seal(secret.toString('base64url'), userId) };
    },

    /** Checks a code, given the stored recovery code of its hash if there is one; undefined when it is wrong or was used. */
    async prove(
      factor: SecondFactorItem,
      recoveryCode: RecoveryCode | undefined,
      code: string,
    ): Promise<Proof | undefined> {
      const hash = recoveryCode?.hash;
      if (hash !== undefined && factor.recoveryCodeHashes.includes(hash)) return { recoveryCodeHash: hash };
      const step = await stepOf(factor, code);
      return step === undefined ? undefined : { step };
    },
  };
}
