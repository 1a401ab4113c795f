import * as z from 'zod';
import { NotFound } from '../../../errors.ts';
import { failureCause } from '../../../messaging/failures.ts';
import { type Queue, queueNames } from '../../../messaging/queue-url.ts';
import { type Input, id, instant, type Output, schema } from '../../../schemas.ts';

const count = schema(() => z.int().nonnegative());

/** A queue as it is now, in the approximate counts of SQS. */
export const queueState = schema(() =>
  z
    .object({
      name: z.string().meta({ examples: ['email'] }),
      /** Messages that wait for a worker. */
      visible: count(),
      /** Messages that a worker has, or that come again later. */
      inFlight: count(),
      /** Messages that were sent to be seen later. */
      delayed: count(),
      /** How long the oldest message has waited; null where nobody can tell, 0 where there is none. */
      oldestSeconds: count().nullable(),
      /** Messages that were given up. */
      deadLetters: count(),
    })
    .meta({ id: 'Queue' }),
);
export type QueueState = Output<typeof queueState>;

/** A message that was given up, as the API shows it. */
export const shownDeadLetter = schema(() =>
  z
    .object({
      id: id(),
      /** The body: its JSON value, or the text where it is no JSON. */
      message: z.unknown(),
      /** The last failure that a worker kept; `WORKER_DIED` where it kept none. */
      error: failureCause(),
      /** How often a worker received it. */
      receives: count(),
      sentAt: instant(),
      diedAt: instant(),
    })
    .meta({ id: 'DeadLetter' }),
);
export type ShownDeadLetter = Input<typeof shownDeadLetter>;

/** How many dead letters were redriven. */
export const redriven = schema(() => z.object({ count: count() }).meta({ id: 'RedrivenDeadLetters' }));
export type Redriven = Output<typeof redriven>;

/** The path of a queue; a name that no queue has leads to a 404 and not to a 400. */
export const queuePath = schema(() => z.object({ name: z.string().meta({ examples: ['email'] }) }));

/** The path of a dead letter of a queue. */
export const deadLetterPath = schema(() => queuePath().extend({ deadLetterId: id() }));

/** Finds a queue by its name; throws `NO_SUCH_QUEUE`. */
export function queueByName(name: string): Queue {
  const queue = queueNames.find((each) => each === name);
  if (!queue) throw new NotFound('NO_SUCH_QUEUE', 'There is no such queue.');
  return queue;
}
