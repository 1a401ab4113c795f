import * as z from 'zod';
import { id } from '../schemas.ts';
import { envelope } from './envelope.ts';

const userId = id;
/** The token itself is derived from it, so an event holds nothing usable. */
const tokenId = z
  .string()
  .regex(/^[A-Za-z0-9_-]{43}$/)
  .describe('32 random bytes in base64url');

/** An event is the same whether or not anybody has the address. */
const emailHash = z
  .string()
  .regex(/^[A-Za-z0-9_-]{43}$/)
  .describe('SHA-256 of an address in base64url');

/** Which kind of code has shown that the second factor is its sender's. */
const secondFactorProof = z.enum(['authenticator', 'recovery-code']);

/** Every type of event: what it says, the version and the shape of its data; ids only, never what tells who a person is. */
export const eventTypes = {
  'user.registered': {
    summary: 'A person has registered, and is to verify the address.',
    version: 1,
    data: z.object({ userId, tokenId }),
  },
  'user.verification-requested': {
    summary: 'A person asks for the verification mail once more.',
    version: 1,
    data: z.object({ userId, tokenId }),
  },
  'user.verified': { summary: 'A person has verified the address.', version: 1, data: z.object({ userId }) },
  'user.invited': {
    summary: 'An account was made for somebody, who is to choose a password.',
    version: 1,
    data: z.object({ userId, tokenId }),
  },
  'user.invitation-requested': {
    summary: 'An admin has the invitation of somebody sent once more.',
    version: 1,
    data: z.object({ userId, tokenId }),
  },
  'user.deleted': {
    summary: 'An account was deleted, by its owner or by an admin.',
    version: 1,
    data: z.object({ userId }),
  },
  'user.email-change-requested': {
    summary: 'A person asks for another address, and is to confirm it.',
    version: 1,
    data: z.object({ userId, tokenId }),
  },
  'user.email-changed': {
    summary: 'A person has confirmed another address in place of the old one.',
    version: 1,
    data: z.object({ userId, changeId: id }),
  },
  'password.reset-requested': {
    summary: 'Somebody asks for another password to an address, whether or not anybody has it.',
    version: 1,
    data: z.object({ emailHash, tokenId }),
  },
  'password.changed': { summary: 'A person has another password.', version: 1, data: z.object({ userId }) },
  'mfa.enabled': { summary: 'A person has turned the second factor on.', version: 1, data: z.object({ userId }) },
  'mfa.disabled': {
    summary: 'A person has turned the second factor off, by a code.',
    version: 1,
    data: z.object({ userId, proof: secondFactorProof }),
  },
  'mfa.removed': {
    summary: "An administrator has turned a person's second factor off.",
    version: 1,
    data: z.object({ userId }),
  },
  'mfa.recovery-codes-renewed': {
    summary: 'A person has got other recovery codes in the place of those until then, by a code.',
    version: 1,
    data: z.object({ userId, proof: secondFactorProof }),
  },
  'sign-in.locked': {
    summary: 'Too many sign-ins to an address have failed, whether or not anybody has it: the next has to wait.',
    version: 2,
    data: z.object({
      emailHash,
      account: z.string().nullable().describe('The account or nobody, sealed; null from version 1'),
    }),
  },
  'sign-in.codes-guessed': {
    summary: 'Too many codes of the second step of a sign-in were wrong: whoever tries them knows the password.',
    version: 1,
    data: z.object({ userId }),
  },
  'mfa.recovery-code-used': {
    summary: 'A person has used a recovery code.',
    version: 1,
    data: z.object({ userId }),
  },
  'session.started-on-new-device': {
    summary: 'A person has signed in on a device that had not signed in before.',
    version: 1,
    data: z.object({ userId, sessionId: id }),
  },
  'session.reuse-detected': {
    summary: 'A refresh token came that was used up before: its session has ended.',
    version: 1,
    data: z.object({ userId, sessionId: id }),
  },
} as const satisfies Record<string, { readonly summary: string; readonly version: number; readonly data: z.ZodObject }>;

export type EventType = keyof typeof eventTypes;
export type EventData<T extends EventType> = z.output<(typeof eventTypes)[T]['data']>;

/** An event as a service tells of it; commit adds the id, the time and where it came from. */
export type NewEvent = {
  [T in EventType]: { readonly type: T; readonly subject: string; readonly data: EventData<T> };
}[EventType];

/** The envelope of one type of event, for the trigger of its consumer. */
export function eventOf<T extends EventType>(type: T) {
  const { version, data }: Pick<(typeof eventTypes)[T], 'version' | 'data'> = eventTypes[type];
  return envelope.extend({ type: z.literal(type), version: z.literal(version), data });
}
