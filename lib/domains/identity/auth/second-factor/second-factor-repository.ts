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

/** A person's authenticator, which a first code has shown to hold the secret. */
const secondFactor = schema(() =>
  z.object({
    userId: id(),
    /** Secret of the codes, sealed and bound to its person. */
    sealedSecret: z.string(),
    confirmedAt: instant(),
    /** Time step of the last code that was accepted; it and those before it are good for nothing any more. */
    lastStep: z.int().min(0),
    /** Hashes of all recovery codes that were handed out last, the used ones too. */
    recoveryCodeHashes: z.array(z.string()),
    /** How often others took the place of the recovery codes; absent where they are the first. */
    renewals: z.int().min(1).optional(),
  }),
);
export type SecondFactorItem = Output<typeof secondFactor>;

const secondFactors = entity({
  name: 'second-factor',
  table: 'identity',
  // The release before kept a secret here that no code had confirmed yet; such an item counts as absent.
  schema: schema(() => secondFactor().partial({ confirmedAt: true })),
  key: (factor: { userId: string }) => ({ pk: `USER#${factor.userId}`, sk: 'SECOND-FACTOR' }),
});

/** Refers to an authenticator that is in use. */
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

    /** One consistent batch read of all that a code is judged by; the recovery code is there until it is used. */
    async findForCode(userId: string, code: string) {
      const [factor, recoveryCode, security] = await read.findTogether([
        confirmedAt(userId),
        at(recoveryCodes, { userId, hash: hashOfRecoveryCode(code) }),
        securityAt(userId),
      ]);
      return { factor, recoveryCode, security };
    },

    /** How many recovery codes were not used yet: one query, of at most ten. */
    async countRecoveryCodes(userId: string): Promise<number> {
      const range = { prefix: 'RECOVERY-CODE#' };
      const { items } = await read.query(recoveryCodes, { partition: `USER#${userId}`, range, consistent: true });
      return items.length;
    },

    /** Takes an authenticator into use; throws `MFA_ENABLED`. */
    confirm: ({ userId, ...confirmed }: Omit<SecondFactorItem, 'renewals'>): Write[] => [
      upsert(
        secondFactors,
        { userId },
        { set: { userId, ...confirmed }, when: absent('confirmedAt'), conflict: mfaEnabled },
      ),
      ...keepRecoveryCodes(userId, confirmed.recoveryCodeHashes),
    ],

    /** Makes sign-ins ask for a code, as long as the person's epoch is that one; throws `MFA_NOT_ENROLLED`. */
    demandAtSignIn: (userId: string, sessionEpoch: number): Write =>
      changeSecurity(userId, {
        set: { mfaEnabled: true },
        // Until now a device has become known by the password alone.
        add: { deviceEpoch: 1 },
        when: equals('sessionEpoch', sessionEpoch),
        conflict: mfaNotEnrolled,
      }),

    /** Makes sign-ins ask for no code any more; throws `USER_NOT_FOUND`. */
    waiveAtSignIn: (userId: string): Write =>
      changeSecurity(userId, { set: { mfaEnabled: false }, when: equals('status', 'active') }),

    /** Uses a code up: of many at once, one goes through. */
    use: (factor: SecondFactorItem, proof: Proof, used: () => Error): Write =>
      'step' in proof
        ? update(secondFactors, factor, {
            set: { lastStep: proof.step },
            when: allOf(sameSecret(factor), lessThan('lastStep', proof.step)),
            conflict: used,
          })
        : remove(recoveryCodes, { userId: factor.userId, hash: proof.recoveryCodeHash }, { conflict: used }),

    /** Puts others in the place of the recovery codes, by a code that was not used yet; throws `MFA_NOT_ENABLED`. */
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

    /** Deletes the authenticator and its recovery codes without a code; throws `AccountChanged` where they are others. */
    clear: (factor: SecondFactorItem): Write[] => [
      remove(secondFactors, factor, { when: sameCodes(factor), conflict: () => new AccountChanged() }),
      ...dropRecoveryCodes(factor),
    ],
  };
}

/** What was read may have been turned off and set up anew since. */
function sameSecret({ sealedSecret }: SecondFactorItem): Condition {
  return equals('sealedSecret', sealedSecret);
}

/** As `sameSecret`; and the recovery codes may have been replaced: whoever deletes those that were read would leave others behind. */
function sameCodes(factor: SecondFactorItem): Condition {
  const { renewals } = factor;
  return allOf(sameSecret(factor), renewals === undefined ? absent('renewals') : equals('renewals', renewals));
}

/** The codes are those that were read, and no code of the proof's time step or a later one was accepted. */
function unused(factor: SecondFactorItem, proof: Proof): Condition {
  return 'step' in proof ? allOf(sameCodes(factor), lessThan('lastStep', proof.step)) : sameCodes(factor);
}

function shownBy(proof: Proof, used: () => Error) {
  return 'recoveryCodeHash' in proof ? { hash: proof.recoveryCodeHash, used } : undefined;
}
