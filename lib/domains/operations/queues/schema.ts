import * as z from 'zod';
import { NotFound } from '../../../errors.ts';
import { failureCause } from '../../../messaging/failures.ts';
import { type Queue, queueNames } from '../../../messaging/queue-url.ts';
import { type Input, id, instant, type Output, schema } from '../../../schemas.ts';

/** A count of ours or of SQS, which tells no greatest one: the one here is told to clients, and refuses nothing. */
const count = schema(() =>
  z
    .int()
    .nonnegative()
    .meta({ maximum: 2_147_483_647, examples: [1] }),
);

/** A queue as it is now, in the approximate counts of SQS. */
export const queueState = schema(() =>
  z
    .object({
      name: z.string().meta({ examples: ['email'] }),
      visible: count().describe('Messages that wait for a worker.'),
      inFlight: count().describe('Messages that a worker has, or that come again later.'),
      delayed: count().describe(
        'Messages that were sent to be seen later, or that wait until what they stand on is up again.',
      ),
      oldestSeconds: count()
        .nullable()
        .describe('How long the oldest message has waited; `null` where nobody can tell, 0 where there is none.'),
      deadLetters: count().describe('Messages that were given up.'),
    })
    .meta({ id: 'Queue', description: 'A queue as it is now, in the approximate counts of SQS.' }),
);
export type QueueState = Output<typeof queueState>;

/** A message that was given up, as the API shows it. */
export const shownDeadLetter = schema(() =>
  z
    .object({
      id: id(),
      message: z.unknown().meta({
        description: 'The body: its JSON value, or the text where it is no JSON.',
        examples: [{ type: 'user.verified', data: { userId: '019a0000-0000-7000-8000-000000000001' } }],
      }),
      error: failureCause().describe('The last failure that a worker kept; `WORKER_DIED` where it kept none.'),
      receives: count().describe('How often a worker received it.'),
      sentAt: instant().meta({ examples: ['2026-03-08T09:00:00.000Z'] }),
      diedAt: instant(),
    })
    .meta({ id: 'DeadLetter', description: 'A message that was given up.' }),
);
export type ShownDeadLetter = Input<typeof shownDeadLetter>;

/** How many dead letters were redriven. */
export const redriven = schema(() =>
  z.object({ count: count() }).meta({ id: 'RedrivenDeadLetters', description: 'How many dead letters were redriven.' }),
);
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
