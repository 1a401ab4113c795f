import * as z from 'zod';
import { day, later } from '../clock.ts';
import { entity, type ValueOf } from '../data/entity.ts';
import { insert, type Write } from '../data/write.ts';
import { instant, schema } from '../schemas.ts';
import { AlreadyDone } from './decisions.ts';

/** Longer than a message lives that nobody redrives: the outbox keeps its event for 7 days, SQS the message for as many. */
const daysKept = 30;

/** An effect, by the event that calls for it and the consumer that has it. */
export interface Effect {
  /** Name of the consumer: that of its queue unless several queues share one. */
  readonly consumer: string;
  readonly eventId: string;
}

/** Who has an effect in hand, and whether it is there. */
export type Claim = ValueOf<typeof claims>;

export const claims = entity({
  name: 'claim',
  table: 'platform',
  schema: schema(() =>
    z.object({
      consumer: z.string(),
      eventId: z.string(),
      /** `held` while somebody is at it, `free` when nobody is and it is not known to be there. */
      state: z.enum(['held', 'free', 'done']),
      /** Of a held one: the id of the lease, and when it ends. */
      holder: z.string().optional(),
      heldUntil: instant().optional(),
      /** How often it may have been had: begun, and not known to have failed. */
      handovers: z.int().nonnegative(),
      claimedAt: instant(),
    }),
  ),
  key: ({ consumer, eventId }: Effect) => ({ pk: `CLAIM#${consumer}#${eventId}`, sk: 'CLAIM' }),
  expiresAt: ({ claimedAt }) => claimExpiry(new Date(claimedAt)),
});

/** When a claim of this moment dies. */
export function claimExpiry(claimedAt: Date): Date {
  return later(claimedAt, daysKept * day);
}

/**
 * The write that claims an effect on the database, for the transaction of that effect: of any number of copies of a message
 * one commits, and the others fail with `AlreadyDone`.
 */
export function claim(effect: Effect, now: Date): Write {
  const value = { ...effect, state: 'done' as const, handovers: 1, claimedAt: now.toISOString() };
  return insert(claims, value, { conflict: () => new AlreadyDone() });
}
