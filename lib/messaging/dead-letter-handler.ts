import middy from '@middy/core';
import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { queueOf } from '../../infra/queues.ts';
import { runInContext, shortNameOf } from '../context.ts';
import { logUnexpected } from '../error-groups.ts';
import { logWithMetrics } from '../metrics.ts';
import { deadLetterIdOf } from './dead-letter-id.ts';
import type { Failure, Failures } from './failures.ts';
import { historyOf } from './history.ts';
import { contentOf, correlationIdOf } from './message-body.ts';
import type { GivenUp, RecordDeadLetters } from './parking.ts';
import { type Queue, queueNames } from './queue-url.ts';
import type { QueueHandler } from './worker.ts';

/** What the handler of the dead-letter queues stands on; a test passes its own. */
export interface DeadLetterTools {
  readonly failures: Pick<Failures, 'find'>;
  readonly record: RecordDeadLetters;
}

/**
 * Stores what queues have given up as dead letters, with the last failure that a worker kept, and reports the messages that are
 * not stored yet, so that they come again. Costs one read a message, and one transaction for all.
 */
export function deadLetterHandler({ failures, record }: DeadLetterTools): QueueHandler {
  async function join(message: SQSRecord): Promise<(GivenUp & { readonly queue: Queue }) | undefined> {
    try {
      const queue = sourceOf(message);
      return { queue, record: message, failure: lastFailureOf(queue, await failures.find(queue, message.messageId)) };
    } catch (error) {
      tellOfFailure(message, error);
      return undefined;
    }
  }

  /** Stores dead letters, and answers the ids of the messages that are stored now. */
  async function recordAll(messages: readonly SQSRecord[], functionName: string): Promise<ReadonlySet<string>> {
    const inContext = <T>(message: SQSRecord, work: () => T) => runInContext(contextOf(message, functionName), work);
    const joined = await Promise.all(messages.map((message) => inContext(message, () => join(message))));
    const letters = joined.filter((letter) => letter !== undefined);
    // All messages of an invocation are from one queue.
    const failed = letters[0] ? await record(letters[0].queue, letters) : new Map<string, unknown>();
    for (const letter of letters) {
      const { messageId } = letter.record;
      if (failed.has(messageId)) inContext(letter.record, () => tellOfFailure(letter.record, failed.get(messageId)));
      else inContext(letter.record, () => tellOfDeadLetter(letter.queue, letter));
    }
    return new Set(letters.map(({ record: { messageId } }) => messageId).filter((id) => !failed.has(id)));
  }

  return middy<SQSEvent, SQSBatchResponse>().handler(async ({ Records }, { functionName }) => {
    const recorded = await recordAll(Records, functionName);
    const left = Records.filter(({ messageId }) => !recorded.has(messageId));
    return { batchItemFailures: left.map(({ messageId }) => ({ itemIdentifier: messageId })) };
  }) as QueueHandler;
}

/** The queue that gave a message up: `<name>` of `polyclinic-<stage>-<name>-dead`. */
function sourceOf({ eventSourceARN }: SQSRecord): Queue {
  const name = /:polyclinic-[^-:]+-([^:]+)-dead$/.exec(eventSourceARN)?.[1];
  const queue = queueNames.find((each) => each === name);
  if (!queue) throw new Error(`${eventSourceARN} is not the dead-letter queue of any queue`);
  return queue;
}

/** The last failure of a message; a worker that died, ran out of time or never began has kept none. */
function lastFailureOf(queue: Queue, said: Failure | undefined): Failure {
  const { tries } = queueOf(queue);
  if (said && said.receives >= tries) return said;
  const before = said && ` Of receive ${said.receives} it said ${said.cause.code}: ${said.cause.message}`;
  const message = `The worker died or ran out of time at receive ${tries}, the last one.${before ?? ''}`;
  return { cause: { code: 'WORKER_DIED', message }, receives: tries };
}

function contextOf({ messageId, body }: SQSRecord, functionName: string) {
  const correlationId = correlationIdOf(contentOf(body)) ?? messageId;
  return { functionName: shortNameOf(functionName), requestId: messageId, correlationId };
}

/** Counts a dead letter, for an alarm; one that came twice is counted twice, which is better than not at all. */
function tellOfDeadLetter(queue: Queue, { record, failure: { cause, receives } }: GivenUp): void {
  const { messageId } = record;
  const first = historyOf(record);
  const deadLetterId = deadLetterIdOf(first.messageId, new Date(first.sentAt));
  const fields = { queue, messageId, deadLetterId, code: cause.code, receives };
  logWithMetrics('error', 'dead letter', fields, { by: [{ queue }], counts: { DeadLetters: 1 } });
}

function tellOfFailure({ messageId }: SQSRecord, error: unknown): void {
  logUnexpected('dead letter not recorded', { messageId, error });
}
