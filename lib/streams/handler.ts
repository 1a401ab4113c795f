import { unmarshall } from '@aws-sdk/util-dynamodb';
import middy from '@middy/core';
import type { Context, DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import { runInContext, shortNameOf } from '../context.ts';
import type { Item } from '../data/database.ts';
import { logWithMetrics } from '../metrics.ts';
import { jobPatience } from '../patience.ts';
import { reaches, type StreamTrigger } from './trigger.ts';

type StreamHandler = (event: DynamoDBStreamEvent, context: Context) => Promise<DynamoDBBatchResponse>;

/**
 * The work on the items of a batch, as they are after their change, or on their keys where the stream carries no more; it answers
 * for each whether it succeeded.
 */
type StreamWork = (items: readonly Item[]) => Promise<readonly boolean[]>;

/** Works on the changes of a table; those from the first failed one on come again, in the order of their shard. */
export function streamHandler(trigger: StreamTrigger, work: StreamWork): StreamHandler {
  const handle = async ({ Records }: DynamoDBStreamEvent, invocation: Context) => {
    const changes = Records.filter((record) => reaches(trigger, record));
    const { functionName, awsRequestId: requestId } = invocation;
    const patience = jobPatience(() => invocation.getRemainingTimeInMillis());
    const context = { functionName: shortNameOf(functionName), requestId, correlationId: requestId, patience };
    const succeeded = await runInContext(context, () => workOn(trigger, changes.map(itemOf), work));
    const firstFailed = changes[succeeded.indexOf(false)];
    return { batchItemFailures: firstFailed ? [failureOf(firstFailed)] : [] };
  };
  return middy<DynamoDBStreamEvent, DynamoDBBatchResponse>().handler(handle) as StreamHandler;
}

async function workOn({ table }: StreamTrigger, items: readonly Item[], work: StreamWork): Promise<readonly boolean[]> {
  const startedAt = performance.now();
  // If the work throws, all of them have failed and come again.
  let succeeded: readonly boolean[] = items.map(() => false);
  try {
    if (items.length > 0) succeeded = await work(items);
    return succeeded;
  } finally {
    const failed = succeeded.filter((success) => !success).length;
    const fields = { table, records: items.length, failed, durationMs: Math.round(performance.now() - startedAt) };
    const counts = { RecordsHandled: items.length, RecordsFailed: failed };
    logWithMetrics(failed > 0 ? 'warn' : 'info', 'stream', fields, { by: [{ table }], counts });
  }
}

function itemOf({ dynamodb }: DynamoDBRecord): Item {
  // The types of the event and of the SDK describe the same wire format.
  return unmarshall((dynamodb?.NewImage ?? dynamodb?.Keys) as Parameters<typeof unmarshall>[0]) as Item;
}

function failureOf({ dynamodb }: DynamoDBRecord) {
  return { itemIdentifier: dynamodb?.SequenceNumber ?? '' };
}
