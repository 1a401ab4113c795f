import {
  type AttributeValue,
  ConditionalCheckFailedException,
  DynamoDBServiceException,
  TransactionCanceledException,
} from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { AnswerLost, ConditionFailed, DatabaseBusy, type Item, ItemContended } from './database.ts';

const busyExceptions = new Set([
  'ThrottlingException',
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'TransactionInProgressException',
]);
const busyReasons = new Set(['ThrottlingError', 'ProvisionedThroughputExceeded']);

/**
 * Translates an error of DynamoDB, or of the connection to it, into those of `database.ts`; a mistake of ours stays as it is.
 */
export function translate(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  if (error instanceof ConditionalCheckFailedException)
    return new ConditionFailed([{ index: 0, old: itemOf(error.Item) }]);
  if (error instanceof TransactionCanceledException) return translateCancellation(error);
  if (error.name === 'TransactionConflictException') return new ItemContended(error);
  if (busyExceptions.has(error.name)) return new DatabaseBusy(error);
  return isLost(error) ? new AnswerLost(error) : error;
}

/** Translates a cancelled transaction; a failed condition is final, so that it counts before what a retry might mend. */
function translateCancellation(error: TransactionCanceledException): Error {
  const reasons = error.CancellationReasons ?? [];
  const failures = reasons.flatMap(({ Code, Item }, index) =>
    Code === 'ConditionalCheckFailed' ? [{ index, old: itemOf(Item) }] : [],
  );
  if (failures.length > 0) return new ConditionFailed(failures);
  // A store that is too busy is not contended by rivals.
  if (reasons.some(({ Code }) => Code && busyReasons.has(Code))) return new DatabaseBusy(error);
  return reasons.some(({ Code }) => Code === 'TransactionConflict') ? new ItemContended(error) : error;
}

/** Whether an error came after the request was made: the SDK counts attempts only on those. */
function isLost(error: Error & { readonly $metadata?: { readonly attempts?: number } }): boolean {
  if (error instanceof DynamoDBServiceException) return (error.$metadata.httpStatusCode ?? 500) >= 500;
  return error.name === 'AbortError' || error.$metadata?.attempts !== undefined;
}

/** Reads the item of an exception, which has attribute values in wire form even from the document client. */
function itemOf(attributes: Record<string, AttributeValue> | undefined): Item | undefined {
  return attributes && Object.keys(attributes).length > 0 ? (unmarshall(attributes) as Item) : undefined;
}
