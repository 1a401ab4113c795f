import { DeleteMessageBatchCommand, type Message, ReceiveMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { SQSEvent, SQSRecord } from 'aws-lambda';
import { failuresOf } from './batch-answer.ts';
import { type Invoke, messageOf, type Poller, pauseUnless, type Report } from './poller.ts';

/** A queue and the function that it triggers. */
export interface QueueSubscription {
  readonly functionName: string;
  readonly queueUrl: string;
  /** The most messages in one call; SQS hands out at most ten. */
  readonly batchSize: number;
  /** The most calls at once. */
  readonly concurrency: number;
}

export interface QueuePollerOptions {
  readonly sqs: SQSClient;
  readonly invoke: Invoke;
  readonly report: Report;
}

/**
 * Calls a function with the messages of a queue, as Lambda's event source does: what succeeded is deleted, and the rest comes
 * back.
 */
export function pollQueue(subscription: QueueSubscription, { sqs, invoke, report }: QueuePollerOptions): Poller {
  const { functionName, queueUrl, batchSize, concurrency } = subscription;
  const stopping = new AbortController();
  const calls = new Set<Promise<void>>();
  const source = { queueUrl, region: 'us-east-1' };

  async function poll(): Promise<void> {
    while (!stopping.signal.aborted) {
      if (calls.size >= concurrency) await Promise.race(calls);
      else track(await receive());
    }
  }

  async function receive(): Promise<Message[]> {
    const command = new ReceiveMessageCommand({
      QueueUrl: queueUrl,
      MaxNumberOfMessages: Math.min(batchSize, 10),
      WaitTimeSeconds: 1,
      MessageSystemAttributeNames: ['All'],
      MessageAttributeNames: ['All'],
    });
    try {
      // The poll is short and never broken off: a queue would hand its next message to the caller that has left.
      return (await sqs.send(command)).Messages ?? [];
    } catch (error) {
      report(`cannot read ${queueUrl}: ${messageOf(error)}`);
      await pauseUnless(stopping.signal, 1_000);
      return [];
    }
  }

  function track(messages: Message[]): void {
    if (messages.length === 0) return;
    const call = handle(messages)
      .catch((error) => report(`${functionName}: ${messageOf(error)}`))
      .finally(() => calls.delete(call));
    calls.add(call);
  }

  async function handle(messages: Message[]): Promise<void> {
    const event: SQSEvent = { Records: messages.map((message) => recordOf(message, source)) };
    const answer = await invoke(functionName, event);
    const identifiers = event.Records.map(({ messageId }) => messageId);
    const failures = failuresOf(answer, identifiers);
    if (failures === 'all') report(`${functionName}: malformed batch answer, every message comes back`);
    else await remove(event.Records.filter(({ messageId }) => !failures.has(messageId)));
  }

  async function remove(records: SQSRecord[]): Promise<void> {
    if (records.length === 0) return;
    const Entries = records.map(({ messageId, receiptHandle }) => ({ Id: messageId, ReceiptHandle: receiptHandle }));
    await sqs.send(new DeleteMessageBatchCommand({ QueueUrl: queueUrl, Entries }));
  }

  const polling = poll();
  return {
    nudge: () => {},
    async stop() {
      stopping.abort();
      await polling;
      await Promise.all(calls);
    },
  };
}

/** A message in the form in which Lambda passes it to a function. */
function recordOf(message: Message, { queueUrl, region }: { queueUrl: string; region: string }): SQSRecord {
  const attributes = Object.entries(message.MessageAttributes ?? {}).map(([name, value]) => [
    name,
    {
      dataType: value.DataType,
      ...(value.StringValue !== undefined && { stringValue: value.StringValue }),
      ...(value.BinaryValue && { binaryValue: Buffer.from(value.BinaryValue).toString('base64') }),
    },
  ]);
  return {
    messageId: message.MessageId ?? '',
    receiptHandle: message.ReceiptHandle ?? '',
    body: message.Body ?? '',
    attributes: message.Attributes as unknown as SQSRecord['attributes'],
    messageAttributes: Object.fromEntries(attributes),
    md5OfBody: message.MD5OfBody ?? '',
    eventSource: 'aws:sqs',
    eventSourceARN: `arn:aws:sqs:${region}:${queueUrl.split('/').slice(-2).join(':')}`,
    awsRegion: region,
  };
}
