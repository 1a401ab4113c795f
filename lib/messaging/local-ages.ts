import * as z from 'zod';
import type { Platform } from '../platform/platform.ts';
import { schema } from '../schemas.ts';
import type { FindAges } from './queue-observation.ts';
import type { Queue } from './queue-url.ts';
import type { SqsQueues } from './sqs-queues.ts';

const patienceMilliseconds = 1_500;

const messages = schema(() => z.array(z.object({ sentTimestamp: z.number() })));
/** What the local SQS tells of a queue apart from its API. */
const inspection = schema(() => z.object({ messages: z.object({ ready: messages(), delayed: messages() }) }));

/** Reads the ages of messages that no worker has from the local SQS at `endpoint`, by one call a queue. */
export function createLocalAges(
  endpoint: string,
  { queueUrl, clock }: Pick<Platform, 'clock'> & Pick<SqsQueues, 'queueUrl'>,
): FindAges {
  async function ageOf(queue: Queue): Promise<number> {
    const name = queueUrl(queue).split('/').at(-1);
    const signal = AbortSignal.timeout(patienceMilliseconds);
    const answer = await fetch(`${endpoint}/_fauxqs/queues/${name}`, { signal });
    if (!answer.ok) throw new Error(`${endpoint} answered ${answer.status} when it was asked about ${name}`);
    const { ready, delayed } = inspection().parse(await answer.json()).messages;
    const sent = [...ready, ...delayed].map(({ sentTimestamp }) => sentTimestamp);
    const now = clock().getTime();
    return Math.max(0, Math.round((now - sent.reduce((first, each) => Math.min(first, each), now)) / 1_000));
  }

  return async (queues) =>
    new Map(await Promise.all(queues.map(async (queue) => [queue, await ageOf(queue)] as const)));
}
