import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import type { Database } from '../../lib/data/database.ts';
import type { WorkerTools } from '../../lib/messaging/attempt.ts';
import { redrivenAttribute } from '../../lib/messaging/delivery.ts';
import { createFailures, type Failure } from '../../lib/messaging/failures.ts';
import { type History, historyAttribute } from '../../lib/messaging/history.ts';
import { createParkMessage } from '../../lib/messaging/parking.ts';
import { createRelease } from '../../lib/messaging/release.ts';
import type { Send } from '../../lib/messaging/send.ts';
import { createWaitOut } from '../../lib/messaging/wait-out.ts';
import type { QueueHandler } from '../../lib/messaging/worker.ts';
import { createTestClock } from './clock.ts';
import { lambdaContext } from './http.ts';
import { withLogLines } from './log-lines.ts';
import { createTestPlatform } from './platform.ts';

/** What a test says of a message; the rest is filled in. */
export interface MessageFields {
  readonly messageId?: string;
  /** Sent as JSON. */
  readonly content?: unknown;
  /** The body as it is; in place of `content`. */
  readonly body?: string;
  /** Which receive it is, from 1. */
  readonly receives?: number;
  readonly redriven?: boolean;
  readonly sentAt?: Date;
  /** What it carries, where its worker has sent it once more. */
  readonly history?: History | undefined;
}

/** A message as SQS hands it to a function. */
export function sqsRecord(fields: MessageFields = {}): SQSRecord {
  const { messageId = 'm1', content = {}, body, receives = 1, redriven = false, sentAt = new Date(0) } = fields;
  const sent = String(sentAt.getTime());
  const history = fields.history && JSON.stringify(fields.history);
  return {
    messageId,
    receiptHandle: `receipt-of-${messageId}`,
    body: body ?? JSON.stringify(content),
    attributes: {
      ApproximateReceiveCount: String(receives),
      SentTimestamp: sent,
      SenderId: 'tests',
      ApproximateFirstReceiveTimestamp: sent,
    },
    messageAttributes: {
      ...(redriven && { [redrivenAttribute]: { dataType: 'String', stringValue: 'true' } }),
      ...(history !== undefined && { [historyAttribute]: { dataType: 'String', stringValue: history } }),
    },
    md5OfBody: '',
    eventSource: 'aws:sqs',
    eventSourceARN: 'arn:aws:sqs:us-east-1:000000000000:polyclinic-test-email',
    awsRegion: 'us-east-1',
  };
}

/** A batch of messages; without an id of their own they are `m0`, `m1` and so on. */
export function sqsEvent(messages: readonly MessageFields[]): SQSEvent {
  return { Records: messages.map((message, index) => sqsRecord({ messageId: `m${index}`, ...message })) };
}

/** The ids of the messages that a batch answer reports. */
export function reportedIn({ batchItemFailures }: SQSBatchResponse): string[] {
  return batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
}

/** Hands a batch to a worker; answers which messages it reported, and the lines that it logged. */
export async function deliver(handler: QueueHandler, messages: readonly MessageFields[], context = lambdaContext()) {
  const { result, lines } = await withLogLines(() => handler(sqsEvent(messages), context));
  return { reported: reportedIn(result), lines };
}

/** Hands messages to a worker in batches of ten, all of them at once; answers as for one batch. */
export async function deliverAtOnce(handler: QueueHandler, messages: readonly MessageFields[]) {
  const { Records } = sqsEvent(messages);
  const batches = Array.from({ length: Math.ceil(Records.length / 10) }, (_, batch) => ({
    Records: Records.slice(batch * 10, batch * 10 + 10),
  }));
  const work = () => Promise.all(batches.map((batch) => handler(batch, lambdaContext())));
  const { result, lines } = await withLogLines(work);
  return { reported: result.flatMap(reportedIn), lines };
}

/** The same things in another order; `random` gives numbers from 0 to 1. */
export function shuffled<T>(things: readonly T[], random: () => number): T[] {
  const drawn = things.map((thing) => ({ thing, place: random() }));
  return drawn.sort((left, right) => left.place - right.place).map(({ thing }) => thing);
}

/** Tools that remember what a worker did with them, and fail where a test says so. */
export function createFakeTools({
  last,
  broken = [],
}: {
  /** The failure that was kept of every message before. */
  readonly last?: Failure;
  readonly broken?: readonly ('postpone' | 'keep' | 'find' | 'park' | 'waitOut' | 'release')[];
} = {}) {
  const seen = {
    postponed: [] as { readonly receiptHandle: string; readonly seconds: number }[],
    kept: [] as (Failure & { readonly messageId: string })[],
    parked: [] as (Failure & { readonly messageId: string })[],
    waiting: [] as { readonly messageId: string; readonly code: string }[],
    released: [] as string[],
    found: 0,
  };
  const requireWhole = (tool: (typeof broken)[number]) => {
    if (broken.includes(tool)) throw new Error(`${tool} is broken`);
  };
  const tools: WorkerTools = {
    clock: createTestClock(),
    async postpone(_queue, messages) {
      requireWhole('postpone');
      seen.postponed.push(...messages.map(({ receiptHandle, seconds }) => ({ receiptHandle, seconds })));
    },
    failures: {
      async keep(_queue, messageId, failure) {
        requireWhole('keep');
        seen.kept.push({ messageId, ...failure });
      },
      async find() {
        seen.found++;
        requireWhole('find');
        return last;
      },
    },
    async park(_queue, { messageId }, failure) {
      requireWhole('park');
      seen.parked.push({ messageId, ...failure });
    },
    async waitOut(_queue, { messageId }, { code }) {
      requireWhole('waitOut');
      seen.waiting.push({ messageId, code });
    },
    async release(_queue, probe) {
      requireWhole('release');
      seen.released.push(probe);
    },
  };
  return { seen, tools };
}

/** The tools as they are, on a database in memory; there is no queue to postpone in, nor to send to unless a test has one. */
export function createMemoryTools(
  database: Database,
  clock = createTestClock(),
  send: Send = async () => new Set(),
): WorkerTools {
  const platform = { ...createTestPlatform(database, { clock }), send };
  return {
    clock,
    postpone: async () => undefined,
    failures: createFailures(platform),
    park: createParkMessage(platform),
    waitOut: createWaitOut(platform),
    release: createRelease(platform),
  };
}
