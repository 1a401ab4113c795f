import type { SQSRecord } from 'aws-lambda';
import { deadLetterHandler } from '../../lib/messaging/dead-letter-handler.ts';
import { createFailures } from '../../lib/messaging/failures.ts';
import type { History } from '../../lib/messaging/history.ts';
import { createRecordDeadLetters } from '../../lib/messaging/parking.ts';
import type { Message, Send } from '../../lib/messaging/send.ts';
import type { QueueHandler } from '../../lib/messaging/worker.ts';
import type { TestClock } from './clock.ts';
import { lambdaContext } from './http.ts';
import { type LogLine, withLogLines } from './log-lines.ts';
import type { MemoryDatabase } from './memory-database.ts';
import { createTestPlatform } from './platform.ts';
import { sqsRecord } from './queue.ts';

/** A message in the queue `email`, as SQS keeps it. */
interface Queued {
  readonly messageId: string;
  readonly body: string;
  readonly history: History | undefined;
  readonly redriven: boolean;
  readonly sentAt: Date;
  receives: number;
  visibleAt: number;
}

const tries = 3;
const visibilitySeconds = 60;

/**
 * The queue `email` by the clock of a test, with its worker, its dead-letter queue and who sweeps what waits: it delivers what
 * is visible, hides what failed, and gives up what was received three times, as SQS does.
 */
export function createVirtualQueue(database: MemoryDatabase, clock: TestClock) {
  const queued: Queued[] = [];
  const dead: Queued[] = [];
  const lines: LogLine[] = [];
  const hooks: { beforeSend?: (() => unknown) | undefined; afterSend?: (() => unknown) | undefined } = {};
  const platform = createTestPlatform(database, { clock });
  const recordDeadLetters = deadLetterHandler({
    failures: createFailures(platform),
    record: createRecordDeadLetters(platform),
  });
  let sent = 0;
  let die = () => {};
  let swept = clock().getTime();

  function put({ body, history, redriven = false, delaySeconds = 0 }: Omit<Message, 'id'>): string {
    sent += 1;
    const now = clock();
    const messageId = `message-${sent}`;
    const visibleAt = now.getTime() + delaySeconds * 1_000;
    queued.push({ messageId, body, history, redriven, sentAt: now, receives: 0, visibleAt });
    return messageId;
  }

  const send: Send = async (_queue, messages) => {
    await hooks.beforeSend?.();
    for (const message of messages) put(message);
    await hooks.afterSend?.();
    return new Set();
  };

  const due = (messages: readonly Queued[]) => messages.find(({ visibleAt }) => visibleAt <= clock().getTime());
  const recordOf = (message: Queued): SQSRecord => ({
    ...sqsRecord(message),
    eventSourceARN: 'arn:aws:sqs:us-east-1:000000000000:polyclinic-test-email-dead',
  });

  /** Runs a function to its end, or to its death; undefined then. */
  async function run<T>(work: () => Promise<T>): Promise<T | undefined> {
    const death = Promise.withResolvers<undefined>();
    die = () => death.resolve(undefined);
    const { result, lines: its } = await withLogLines(() => Promise.race([work(), death.promise]));
    lines.push(...its);
    return result;
  }

  /** Hands a message to a function; true where it is to come again, as it is when the function dies. */
  async function hand(handler: QueueHandler, message: Queued): Promise<boolean> {
    const answer = await run(() => handler({ Records: [recordOf(message)] }, lambdaContext()));
    return answer === undefined || answer.batchItemFailures.length > 0;
  }

  /** Hands one visible message to the worker; a worker that dies says nothing, and the message is seen again later. */
  async function receive(handler: QueueHandler, message: Queued): Promise<void> {
    message.receives += 1;
    message.visibleAt = clock().getTime() + visibilitySeconds * 1_000;
    const isGivenUp = message.receives > tries;
    if (isGivenUp) dead.push({ ...message, visibleAt: clock().getTime() });
    if (isGivenUp || !(await hand(handler, message))) queued.splice(queued.indexOf(message), 1);
  }

  async function bury(message: Queued): Promise<void> {
    message.visibleAt = clock().getTime() + visibilitySeconds * 1_000;
    if (!(await hand(recordDeadLetters, message))) dead.splice(dead.indexOf(message), 1);
  }

  return {
    queued,
    dead,
    lines,
    hooks,
    send,
    put,
    /** Kills the function that is at work: of what it waits for it never hears. */
    async kill(): Promise<never> {
      die();
      return new Promise(() => {});
    },
    /** What a worker postpones: it is seen again after so many seconds. */
    async postpone(_queue: string, postponed: readonly { readonly receiptHandle: string; readonly seconds: number }[]) {
      for (const { receiptHandle, seconds } of postponed) {
        const message = queued.find(({ messageId }) => receiptHandle === `receipt-of-${messageId}`);
        if (message) message.visibleAt = clock().getTime() + seconds * 1_000;
      }
    },
    /** Lets so many seconds pass, in which all that is due is done, and a sweep comes each minute. */
    async pass(seconds: number, handler: QueueHandler, sweep: () => Promise<unknown>): Promise<void> {
      for (let second = 0; second < seconds; second++) {
        for (let next = due(queued); next; next = due(queued)) await receive(handler, next);
        for (let next = due(dead); next; next = due(dead)) await bury(next);
        if (clock().getTime() - swept >= 60_000) {
          swept = clock().getTime();
          await run(() => sweep().catch(() => undefined));
        }
        clock.advance(1);
      }
    },
  };
}
