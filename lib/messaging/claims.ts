import * as z from 'zod';
import { day, later } from '../clock.ts';
import { entity, type ValueOf } from '../data/entity.ts';
import { insert, type Write } from '../data/write.ts';
import { instant, schema } from '../schemas.ts';
import { AlreadyDone } from './decisions.ts';

/**
 * How many days a claim is kept: longer than a message lives that nobody redrives, as the outbox keeps its event for 7 days,
 * and SQS the message for as many.
 */
const daysKept = 30;

/** An effect, by the event that it follows from and the consumer that has it. */
export interface Effect {
  /** The name of the consumer: that of its queue, unless several queues share one. */
  readonly consumer: string;
  readonly eventId: string;
}

/** The claim of an effect: who works on it, and whether it is done. */
export type Claim = ValueOf<typeof claims>;

export const claims = entity({
  name: 'claim',
  table: 'platform',
  schema: schema(() =>
    z.object({
      consumer: z.string(),
      eventId: z.string(),
      /** `held` while a worker is at it, `free` when none is and it is not known to be done, `done` once it is. */
      state: z.enum(['held', 'free', 'done']),
      /** The id of the lease of a held claim, and when that lease ends. */
      holder: z.string().optional(),
      heldUntil: instant().optional(),
      /** How often the effect may have happened: how often it was begun, and is not known to have failed. */
      handovers: z.int().nonnegative(),
      claimedAt: instant(),
    }),
  ),
  key: ({ consumer, eventId }: Effect) => ({ pk: `CLAIM#${consumer}#${eventId}`, sk: 'CLAIM' }),
  expiresAt: ({ claimedAt }) => claimExpiry(new Date(claimedAt)),
});

/** When a claim made at this instant expires. */
export function claimExpiry(claimedAt: Date): Date {
  return later(claimedAt, daysKept * day);
}

/**
 * The write that claims an effect on the database, for the transaction of that effect: of any number of copies of a message one
 * commits, and the others fail with `AlreadyDone`.
 */
export function claim(effect: Effect, now: Date): Write {
  const value = { ...effect, state: 'done' as const, handovers: 1, claimedAt: now.toISOString() };
  return insert(claims, value, { conflict: () => new AlreadyDone() });
}
