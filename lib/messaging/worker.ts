import middy from '@middy/core';
import type { Context, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import type * as z from 'zod';
import { shortNameOf } from '../context.ts';
import { log } from '../log.ts';
import { createAttempt, type Work, type WorkerTools } from './attempt.ts';
import { within } from './time-limit.ts';
import type { QueueTrigger } from './trigger.ts';

export type QueueHandler = (event: SQSEvent, context: Context) => Promise<SQSBatchResponse>;

/** How many milliseconds before the end of an invocation its report is sent. */
const sparedMilliseconds = 500;

/** Works on each message of a batch by itself, and reports those that failed, so that no other message comes again. */
export function worker<M extends z.ZodType>(
  trigger: QueueTrigger<M>,
  work: Work<z.output<M>>,
  tools: WorkerTools,
): QueueHandler {
  const attempt = createAttempt(trigger, work, tools);
  const handle = async ({ Records }: SQSEvent, context: Context): Promise<SQSBatchResponse> => {
    const remaining = () => context.getRemainingTimeInMillis();
    const invocation = { functionName: shortNameOf(context.functionName), remaining };
    const outcomes = await Promise.all(Records.map((record) => attempt(record, invocation)));
    const failed = Records.flatMap(({ messageId, receiptHandle }, index) => {
      const seconds = outcomes[index]?.comesAgainAfter;
      return seconds === undefined ? [] : [{ messageId, receiptHandle, seconds }];
    });
    // Should this fail, the queue's own time applies, which is merely longer.
    await within(remaining() - sparedMilliseconds, tools.postpone(trigger.queue, failed)).catch((error) =>
      log.warn('messages not postponed', { queue: trigger.queue, count: failed.length, error }),
    );
    return { batchItemFailures: failed.map(({ messageId }) => ({ itemIdentifier: messageId })) };
  };
  // Each message has a time limit of its own: middy's would fail the whole batch.
  return middy<SQSEvent, SQSBatchResponse>({ timeoutEarlyInMillis: 0 }).handler(handle) as QueueHandler;
}
