import * as z from 'zod';
import { Conflict } from '../../../errors.ts';
import { id, instant, type Output, schema } from '../../../schemas.ts';
import { accountStatus, role } from './schema.ts';

/**
 * The security item, which decides whether a person may sign in; it is apart from the profile, so that no profile read holds a
 * hash.
 */
export const security = schema(() =>
  z.object({
    userId: id(),
    /** The password's hash as a PHC string; absent until an invitation is accepted. */
    passwordHash: z.string().optional(),
    /** When the password was set: earlier one-time tokens may not set another. */
    passwordChangedAt: instant().optional(),
    /** A version that is raised to make every access token of the person worthless. */
    tokenVersion: z.int().min(1),
    /** An epoch that is raised to end every session of the person: a session of an earlier epoch is over. */
    sessionEpoch: z.int().min(1),
    /** A count that is raised to forget every failed sign-in of the account. */
    unlocks: z.int().min(0),
    /** An epoch that is raised to make strangers of all known devices; absent on items of an earlier release, which means 0. */
    deviceEpoch: z.int().min(1).optional(),
    /** Whether the person has ever signed in: the first device is no news to its owner. */
    signedInBefore: z.boolean(),
    /**
     * Whether a session may be alive: true from a sign-in on, false from where all are ended; absent before either, and on
     * items of an earlier release, of which `signedInBefore` tells.
     */
    hasSessions: z.boolean().optional(),
    mfaEnabled: z.boolean(),
    status: accountStatus(),
    emailVerified: z.boolean(),
    roles: z.array(role()).min(1),
    clinicId: id().optional(),
  }),
);
export type Security = Output<typeof security>;

/** Whether a session of the person may be alive; where it is false, none is. */
export function mayHaveSessions({ hasSessions, signedInBefore }: Security): boolean {
  return hasSessions ?? signedInBefore;
}

/** The person's address is verified already. */
export class AlreadyVerified extends Conflict {
  constructor() {
    super('ALREADY_VERIFIED', 'The email address is verified already.');
  }
}

/** The security item of a new account. */
export function newSecurity({
  clinicId,
  ...person
}: Pick<Security, 'userId' | 'status' | 'emailVerified' | 'roles' | 'clinicId'>): Security {
  const first = { tokenVersion: 1, sessionEpoch: 1, unlocks: 0, signedInBefore: false, mfaEnabled: false };
  return { ...person, ...first, ...(clinicId && { clinicId }) };
}
