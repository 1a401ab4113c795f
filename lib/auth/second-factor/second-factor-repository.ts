import * as z from 'zod';
import { absent, allOf, type Condition, equals, lessThan } from '../../data/condition.ts';
import { entity } from '../../data/entity.ts';
import { at, createReader, type Reader } from '../../data/read.ts';
import { insert, remove, update, type Write } from '../../data/write.ts';
import { id, instant } from '../../schemas.ts';
import { AccountChanged } from '../../users/person-change.ts';
import { securityAt } from '../security.ts';
import { hashOfRecoveryCode } from './recovery-codes.ts';
import { EnrolmentBegun, mfaEnabled, mfaNotEnabled, mfaNotEnrolled } from './second-factor-errors.ts';

/** A person's authenticator. */
const secondFactor = z.object({
  userId: id,
  /** Secret of the codes, sealed and bound to its person. */
  sealedSecret: z.string(),
  /** Absent until a first code has shown that the authenticator holds the secret. */
  confirmedAt: instant.optional(),
  /** Time step of the last code that was accepted; it and those before it are good for nothing any more. */
  lastStep: z.int().min(0),
  /** Hashes of all recovery codes that were handed out, the used ones too. */
  recoveryCodeHashes: z.array(z.string()),
});
export type SecondFactorItem = z.output<typeof secondFactor>;

const secondFactors = entity({
  name: 'second-factor',
  table: 'identity',
  schema: secondFactor,
  key: (factor: { userId: string }) => ({ pk: `USER#${factor.userId}`, sk: 'SECOND-FACTOR' }),
});

/** A recovery code that was not used yet; only its hash is kept. */
const recoveryCode = z.object({ userId: id, hash: z.string() });
export type RecoveryCode = z.output<typeof recoveryCode>;

const recoveryCodes = entity({
  name: 'recovery-code',
  table: 'identity',
  schema: recoveryCode,
  key: (code: { userId: string; hash: string }) => ({ pk: `USER#${code.userId}`, sk: `RECOVERY-CODE#${code.hash}` }),
});

/** How a code shows that its sender has the second factor: by the time step it belongs to, or as a recovery code. */
export type Proof = { readonly step: number } | { readonly recoveryCodeHash: string };

export type SecondFactorRepository = ReturnType<typeof createSecondFactorRepository>;

export function createSecondFactorRepository({ read = createReader() }: { readonly read?: Reader } = {}) {
  return {
    /** Refers to a person's authenticator, to be read together with other items. */
    at: (userId: string) => at(secondFactors, { userId }),

    /** One consistent batch read of all that a code is judged by; the recovery code is there until it is used. */
    async findForCode(userId: string, code: string) {
      const [factor, recoveryCode, security] = await read.findTogether([
        at(secondFactors, { userId }),
        at(recoveryCodes, { userId, hash: hashOfRecoveryCode(code) }),
        securityAt(userId),
      ]);
      return { factor, recoveryCode, security };
    },

    /** How many recovery codes were not used yet: one query, of at most ten. */
    async countRecoveryCodes(userId: string): Promise<number> {
      const range = { prefix: 'RECOVERY-CODE#' };
      const { values } = await read.query(recoveryCodes, { partition: `USER#${userId}`, range, consistent: true });
      return values.length;
    },

    /** Puts down a secret that waits for its first code; throws `EnrolmentBegun`, `MFA_ENABLED`. */
    insert: (factor: Pick<SecondFactorItem, 'userId' | 'sealedSecret'>): Write =>
      insert(
        secondFactors,
        { ...factor, lastStep: 0, recoveryCodeHashes: [] },
        { conflict: (old) => (old && !old.confirmedAt ? new EnrolmentBegun(old.sealedSecret) : mfaEnabled()) },
      ),

    /** Takes the secret into use; throws `MFA_ENABLED`, or `MFA_NOT_ENROLLED` where it is another one by now. */
    confirm: (
      factor: SecondFactorItem,
      confirmed: Required<Pick<SecondFactorItem, 'confirmedAt' | 'lastStep' | 'recoveryCodeHashes'>>,
    ): Write[] => [
      update(secondFactors, factor, {
        set: confirmed,
        when: allOf(sameSecret(factor), absent('confirmedAt')),
        conflict: (old) => (old?.confirmedAt ? mfaEnabled() : mfaNotEnrolled()),
      }),
      ...confirmed.recoveryCodeHashes.map((hash) =>
        insert(recoveryCodes, { userId: factor.userId, hash }, { conflict: mfaEnabled }),
      ),
    ],

    /** Uses a code up: of many at once, one goes through. */
    use: (factor: SecondFactorItem, proof: Proof, used: () => Error): Write =>
      'step' in proof
        ? update(secondFactors, factor, {
            set: { lastStep: proof.step },
            when: allOf(sameSecret(factor), lessThan('lastStep', proof.step)),
            conflict: used,
          })
        : remove(recoveryCodes, { userId: factor.userId, hash: proof.recoveryCodeHash }, { conflict: used }),

    /** Deletes the authenticator and its recovery codes, by a code that was not used yet; throws `MFA_NOT_ENABLED`. */
    remove: (factor: SecondFactorItem, proof: Proof, used: () => Error): Write[] => [
      remove(secondFactors, factor, {
        when: allOf(sameSecret(factor), ...('step' in proof ? [lessThan('lastStep', proof.step)] : [])),
        conflict: (old) => (old ? used() : mfaNotEnabled()),
      }),
      ...factor.recoveryCodeHashes.map((hash) => {
        const isProof = 'recoveryCodeHash' in proof && proof.recoveryCodeHash === hash;
        return remove(recoveryCodes, { userId: factor.userId, hash }, isProof ? { conflict: used } : undefined);
      }),
    ],

    /** Deletes the authenticator and its recovery codes without a code; throws `AccountChanged` where it is another one. */
    clear: (factor: SecondFactorItem): Write[] => [
      remove(secondFactors, factor, { when: sameSecret(factor), conflict: () => new AccountChanged() }),
      ...factor.recoveryCodeHashes.map((hash) => remove(recoveryCodes, { userId: factor.userId, hash })),
    ],
  };
}

/** What was read may have been turned off and set up anew since. */
function sameSecret({ sealedSecret }: SecondFactorItem): Condition {
  return equals('sealedSecret', sealedSecret);
}
