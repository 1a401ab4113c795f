import * as z from 'zod';
import { absent, allOf, type Condition, equals, lessThan } from '../../../../data/condition.ts';
import { entity } from '../../../../data/entity.ts';
import { at, type Reference } from '../../../../data/read.ts';
import { remove, update, upsert, type Write } from '../../../../data/write.ts';
import type { Platform } from '../../../../platform/platform.ts';
import { id, instant, type Output, schema } from '../../../../schemas.ts';
import { AccountChanged } from '../../users/person-change.ts';
import { changeSecurity, securityAt } from '../../users/security-repository.ts';
import { dropRecoveryCodes, keepRecoveryCodes, recoveryCodes } from './recovery-code-repository.ts';
import { hashOfRecoveryCode } from './recovery-codes.ts';
import { mfaEnabled, mfaNotEnabled, mfaNotEnrolled } from './second-factor-errors.ts';

/** A person's authenticator, confirmed by a first code. */
const secondFactor = schema(() =>
  z.object({
    userId: id(),
    /** The secret of the codes, sealed and bound to its person. */
    sealedSecret: z.string(),
    confirmedAt: instant(),
    /** Time step of the last code that was accepted; its codes and earlier ones are refused from then on. */
    lastStep: z.int().min(0),
    /** Hashes of all recovery codes that were handed out last, the used ones too. */
    recoveryCodeHashes: z.array(z.string()),
    /** How often the recovery codes were renewed; absent where they are the first. */
    renewals: z.int().min(1).optional(),
  }),
);
export type SecondFactorItem = Output<typeof secondFactor>;

const secondFactors = entity({
  name: 'second-factor',
  table: 'identity',
  // An earlier release kept unconfirmed secrets here as well; such an item counts as absent.
  schema: schema(() => secondFactor().partial({ confirmedAt: true })),
  key: (factor: { userId: string }) => ({ pk: `USER#${factor.userId}`, sk: 'SECOND-FACTOR' }),
});

/** Refers to a confirmed authenticator. */
function confirmedAt(userId: string): Reference<SecondFactorItem> {
  const reference = at(secondFactors, { userId });
  return {
    ...reference,
    parse(item, now) {
      const factor = reference.parse(item, now);
      return factor?.confirmedAt === undefined ? undefined : { ...factor, confirmedAt: factor.confirmedAt };
    },
  };
}

/** How a code shows that its sender has the second factor: by the time step it belongs to, or as a recovery code. */
export type Proof = { readonly step: number } | { readonly recoveryCodeHash: string };

export type SecondFactorRepository = ReturnType<typeof createSecondFactorRepository>;

export function createSecondFactorRepository({ read }: Pick<Platform, 'read'>) {
  return {
    /** Refers to a person's authenticator, to be read together with other items. */
    at: confirmedAt,

    /** Reads all that a code is checked by in one consistent batch; a recovery code is found until it is used. */
    async findForCode(userId: string, code: string) {
      const [factor, recoveryCode, security] = await read.findTogether([
        confirmedAt(userId),
        at(recoveryCodes, { userId, hash: hashOfRecoveryCode(code) }),
        securityAt(userId),
      ]);
      return { factor, recoveryCode, security };
    },

    /** Counts the recovery codes that were not used yet, by one query of at most ten. */
    async countRecoveryCodes(userId: string): Promise<number> {
      const range = { prefix: 'RECOVERY-CODE#' };
      const { items } = await read.query(recoveryCodes, { partition: `USER#${userId}`, range, consistent: true });
      return items.length;
    },

    /** Keeps a confirmed authenticator; throws `MFA_ENABLED`. */
    confirm: ({ userId, ...confirmed }: Omit<SecondFactorItem, 'renewals'>): Write[] => [
      upsert(
        secondFactors,
        { userId },
        { set: { userId, ...confirmed }, when: absent('confirmedAt'), conflict: mfaEnabled },
      ),
      ...keepRecoveryCodes(userId, confirmed.recoveryCodeHashes),
    ],

    /** Makes sign-ins ask for a code, provided that the person's epoch is `sessionEpoch`; throws `MFA_NOT_ENROLLED`. */
    demandAtSignIn: (userId: string, sessionEpoch: number): Write =>
      changeSecurity(userId, {
        set: { mfaEnabled: true },
        // Devices that are known so far have passed the password alone.
        add: { deviceEpoch: 1 },
        when: equals('sessionEpoch', sessionEpoch),
        conflict: mfaNotEnrolled,
      }),

    /** Makes sign-ins ask for no code any more; throws `USER_NOT_FOUND`. */
    waiveAtSignIn: (userId: string): Write =>
      changeSecurity(userId, { set: { mfaEnabled: false }, when: equals('status', 'active') }),

    /** Uses a code up, so that of many concurrent uses one succeeds. */
    use: (factor: SecondFactorItem, proof: Proof, used: () => Error): Write =>
      'step' in proof
        ? update(secondFactors, factor, {
            set: { lastStep: proof.step },
            when: allOf(sameSecret(factor), lessThan('lastStep', proof.step)),
            conflict: used,
          })
        : remove(recoveryCodes, { userId: factor.userId, hash: proof.recoveryCodeHash }, { conflict: used }),

    /** Replaces the recovery codes, by a code that was not used yet; throws `MFA_NOT_ENABLED`. */
    renew: (factor: SecondFactorItem, proof: Proof, recoveryCodeHashes: string[], used: () => Error): Write[] => [
      update(secondFactors, factor, {
        set: { recoveryCodeHashes, ...('step' in proof && { lastStep: proof.step }) },
        add: { renewals: 1 },
        when: unused(factor, proof),
        conflict: (old) => (old ? used() : mfaNotEnabled()),
      }),
      ...dropRecoveryCodes(factor, shownBy(proof, used)),
      ...keepRecoveryCodes(factor.userId, recoveryCodeHashes),
    ],

    /** Deletes the authenticator and its recovery codes, by a code that was not used yet; throws `MFA_NOT_ENABLED`. */
    remove: (factor: SecondFactorItem, proof: Proof, used: () => Error): Write[] => [
      remove(secondFactors, factor, {
        when: unused(factor, proof),
        conflict: (old) => (old ? used() : mfaNotEnabled()),
      }),
      ...dropRecoveryCodes(factor, shownBy(proof, used)),
    ],

    /**
     * Deletes the authenticator and its recovery codes without a code; throws `AccountChanged` where they were replaced since.
     */
    clear: (factor: SecondFactorItem): Write[] => [
      remove(secondFactors, factor, { when: sameCodes(factor), conflict: () => new AccountChanged() }),
      ...dropRecoveryCodes(factor),
    ],
  };
}

/** Demands the secret that was read, since the factor may have been turned off and set up anew. */
function sameSecret({ sealedSecret }: SecondFactorItem): Condition {
  return equals('sealedSecret', sealedSecret);
}

/**
 * Demands the secret and the recovery codes that were read: after a renewal, whoever deletes the old codes would leave the new
 * ones behind.
 */
function sameCodes(factor: SecondFactorItem): Condition {
  const { renewals } = factor;
  return allOf(sameSecret(factor), renewals === undefined ? absent('renewals') : equals('renewals', renewals));
}

/** Demands the codes that were read, and that no code of the proof's time step or a later one was accepted. */
function unused(factor: SecondFactorItem, proof: Proof): Condition {
  return 'step' in proof ? allOf(sameCodes(factor), lessThan('lastStep', proof.step)) : sameCodes(factor);
}

function shownBy(proof: Proof, used: () => Error) {
  return 'recoveryCodeHash' in proof ? { hash: proof.recoveryCodeHash, used } : undefined;
}
