import middy from '@middy/core';
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import * as z from 'zod';
import { runInContext, shortNameOf } from '../context.ts';
import { upgradeEnvelope } from '../events/upgrades.ts';
import { logWithMetrics, type Measurement } from '../metrics.ts';
import type { QueueTrigger } from './trigger.ts';

export type QueueHandler = (event: SQSEvent, context: Context) => Promise<SQSBatchResponse>;

/** The work on one message; throwing means that it comes again, or goes to the dead letters after its last try. */
export type Work<M> = (message: M) => Promise<void> | void;

/** Works on each message of a batch by itself, and reports those that failed: no other message comes again. */
export function worker<M extends z.ZodType>(trigger: QueueTrigger<M>, work: Work<z.output<M>>): QueueHandler {
  const handle = async ({ Records }: SQSEvent, { functionName }: Context): Promise<SQSBatchResponse> => {
    const succeeded = await Promise.all(Records.map((record) => attempt(trigger, work, record, functionName)));
    const failed = Records.filter((_, index) => !succeeded[index]);
    return { batchItemFailures: failed.map(({ messageId }) => ({ itemIdentifier: messageId })) };
  };
  return middy<SQSEvent, SQSBatchResponse>().handler(handle) as QueueHandler;
}

/** One message in a context of its own, with one line in the log; whether it succeeded. */
function attempt<M extends z.ZodType>(
  { queue, message }: QueueTrigger<M>,
  work: Work<z.output<M>>,
  { messageId, body, attributes }: SQSRecord,
  functionName: string,
): Promise<boolean> {
  const content = contentOf(body);
  const context = {
    functionName: shortNameOf(functionName),
    requestId: messageId,
    correlationId: correlationIdOf(content) ?? messageId,
  };
  return runInContext(context, async () => {
    const startedAt = performance.now();
    const failure = await settle(async () => work(message.parse(upgradeEnvelope(content))));
    const durationMs = Math.round(performance.now() - startedAt);
    const fields = { queue, messageId, attempt: Number(attributes.ApproximateReceiveCount), durationMs };
    const measured: Measurement = {
      by: [{ queue }],
      counts: { MessagesHandled: 1, MessagesFailed: failure ? 1 : 0 },
      milliseconds: { Duration: durationMs },
    };
    if (failure) logWithMetrics('error', 'message', { ...fields, outcome: 'failure', error: failure.error }, measured);
    else logWithMetrics('info', 'message', { ...fields, outcome: 'success' }, measured);
    return !failure;
  });
}

async function settle(work: () => Promise<void>): Promise<{ readonly error: unknown } | undefined> {
  try {
    await work();
    return undefined;
  } catch (error) {
    return { error };
  }
}

/** The body as JSON; undefined when it is not, which no schema of a message takes. */
function contentOf(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

const correlated = z.object({ correlationId: z.string().min(1) });

/** A message that is an event carries the id of the request that began it all. */
function correlationIdOf(content: unknown): string | undefined {
  return correlated.safeParse(content).data?.correlationId;
}
