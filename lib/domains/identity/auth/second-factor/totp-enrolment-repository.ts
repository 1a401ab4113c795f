import * as z from 'zod';
import type { Person } from '../../../../access/caller.ts';
import { equals } from '../../../../data/condition.ts';
import { entity } from '../../../../data/entity.ts';
import { at } from '../../../../data/read.ts';
import { insert, remove, update, type Write } from '../../../../data/write.ts';
import { id, instant, type Output, schema } from '../../../../schemas.ts';
import { AccountChanged } from '../../users/person-change.ts';
import type { Security } from '../../users/security.ts';
import { mfaNotEnrolled } from './second-factor-errors.ts';

/** Stands for the session where another issuer keeps the sessions. */
const noSession = 'none';

/** A secret that waits for its first code; a person has at most one of them. */
const totpEnrolment = schema(() =>
  z.object({
    userId: id(),
    /** The session that asked for the secret: it is shown to no other one, and no other one may confirm it. */
    sessionId: id().or(z.literal(noSession)),
    /** The person's session epoch at that time: whatever ends all sessions ends the secret, and so does a new password. */
    sessionEpoch: z.int().min(1),
    /** The secret, sealed and bound to its person. */
    sealedSecret: z.string(),
    endsAt: instant(),
  }),
);
export type TotpEnrolment = Output<typeof totpEnrolment>;

const totpEnrolments = entity({
  name: 'totp-enrolment',
  table: 'identity',
  schema: totpEnrolment,
  key: (enrolment: { userId: string }) => ({ pk: `USER#${enrolment.userId}`, sk: 'TOTP-ENROLMENT' }),
  expiresAt: ({ endsAt }) => new Date(endsAt),
});

type Owner = Pick<Person, 'userId' | 'sessionId'>;

/** What ties a secret to who asked for it: the person, the session, and the person's session epoch. */
export function tieOf({ userId, sessionId = noSession }: Owner, { sessionEpoch }: Pick<Security, 'sessionEpoch'>) {
  return { userId, sessionId, sessionEpoch };
}

/** Whether a secret is still the owner's to see and to confirm. */
export function isTiedTo(enrolment: TotpEnrolment, owner: Owner, security: Pick<Security, 'sessionEpoch'>): boolean {
  const { sessionId, sessionEpoch } = tieOf(owner, security);
  return enrolment.sessionId === sessionId && enrolment.sessionEpoch === sessionEpoch;
}

export function createTotpEnrolmentRepository() {
  return {
    /** Refers to the secret that a person was given last, to be read together with other items. */
    at: (userId: string) => at(totpEnrolments, { userId }),

    /** Puts a secret in the place of the one that was read; throws `AccountChanged` where that was replaced since. */
    put(enrolment: TotpEnrolment, previous: TotpEnrolment | undefined): Write {
      const conflict = () => new AccountChanged();
      if (!previous) return insert(totpEnrolments, enrolment, { conflict });
      const when = equals('sealedSecret', previous.sealedSecret);
      return update(totpEnrolments, enrolment, {
        set: enrolment,
        expiresAt: new Date(enrolment.endsAt),
        when,
        conflict,
      });
    },

    /** Uses the secret up; throws `MFA_NOT_ENROLLED` where it has expired or was replaced. */
    consume: (enrolment: TotpEnrolment): Write =>
      remove(totpEnrolments, enrolment, {
        when: equals('sealedSecret', enrolment.sealedSecret),
        conflict: mfaNotEnrolled,
      }),
  };
}
