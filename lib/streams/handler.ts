import { unmarshall } from '@aws-sdk/util-dynamodb';
import middy from '@middy/core';
import type { Context, DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import { runInContext, shortNameOf } from '../context.ts';
import type { Item } from '../data/database.ts';
import { unexpected } from '../error-groups.ts';
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
  const batch = { table, startedAt: performance.now() };
  try {
    const succeeded = items.length > 0 ? await work(items) : [];
    tellBatch(batch, succeeded);
    return succeeded;
  } catch (error) {
    // All of them have failed and come again.
    tellBatch(
      batch,
      items.map(() => false),
      { error },
    );
    throw error;
  }
}

interface Batch {
  readonly table: string;
  /** When the work began, by `performance.now()`. */
  readonly startedAt: number;
}

/** Writes the one log line of a batch: whether each record succeeded, and what the work threw, if it did. */
function tellBatch({ table, startedAt }: Batch, succeeded: readonly boolean[], thrown?: { readonly error: unknown }) {
  const records = succeeded.length;
  const failed = succeeded.filter((success) => !success).length;
  const fields = { table, records, failed, durationMs: Math.round(performance.now() - startedAt), ...thrown };
  const measured = { by: [{ table }], counts: { RecordsHandled: records, RecordsFailed: failed } } as const;
  if (thrown) logWithMetrics('error', 'stream', fields, measured, unexpected(thrown.error));
  else logWithMetrics(failed > 0 ? 'warn' : 'info', 'stream', fields, measured);
}

function itemOf({ dynamodb }: DynamoDBRecord): Item {
  // The types of the event and of the SDK describe the same wire format.
  return unmarshall((dynamodb?.NewImage ?? dynamodb?.Keys) as Parameters<typeof unmarshall>[0]) as Item;
}

function failureOf({ dynamodb }: DynamoDBRecord) {
  return { itemIdentifier: dynamodb?.SequenceNumber ?? '' };
}
