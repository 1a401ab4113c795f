import * as z from 'zod';
import { envelope } from './envelope.ts';

const userId = z.uuid();
/** 32 random bytes in base64url; the token itself is derived from it, so an event holds nothing usable. */
const tokenId = z.string().regex(/^[A-Za-z0-9_-]{43}$/);

/** SHA-256 of an address in base64url: an event is the same whether or not anybody has the address. */
const emailHash = z.string().regex(/^[A-Za-z0-9_-]{43}$/);

/** Every type of event, with the version and the shape of its data; ids only, never what tells who a person is. */
export const eventTypes = {
  'user.registered': { version: 1, data: z.object({ userId, tokenId }) },
  'user.verification-requested': { version: 1, data: z.object({ userId, tokenId }) },
  'user.verified': { version: 1, data: z.object({ userId }) },
  'user.invited': { version: 1, data: z.object({ userId, tokenId }) },
  'user.email-change-requested': { version: 1, data: z.object({ userId, tokenId }) },
  'user.email-changed': { version: 1, data: z.object({ userId, changeId: z.uuid() }) },
  'password.reset-requested': { version: 1, data: z.object({ emailHash, tokenId }) },
  'password.changed': { version: 1, data: z.object({ userId }) },
  'sign-in.locked': { version: 1, data: z.object({ emailHash }) },
  'session.started-on-new-device': { version: 1, data: z.object({ userId, sessionId: z.uuid() }) },
  'session.reuse-detected': { version: 1, data: z.object({ userId, sessionId: z.uuid() }) },
} as const satisfies Record<string, { readonly version: number; readonly data: z.ZodObject }>;

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
