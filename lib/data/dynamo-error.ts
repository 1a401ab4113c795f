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

/** What DynamoDB or the way to it said, in the words of `database.ts`; a mistake of ours comes back as it is. */
export function translate(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  if (error instanceof ConditionalCheckFailedException)
    return new ConditionFailed([{ index: 0, old: itemOf(error.Item) }]);
  if (error instanceof TransactionCanceledException) return translateCancellation(error);
  if (error.name === 'TransactionConflictException') return new ItemContended(error);
  if (busyExceptions.has(error.name)) return new DatabaseBusy(error);
  return isLost(error) ? new AnswerLost(error) : error;
}

/** A failed condition is final, so it counts before what would pass on another try. */
function translateCancellation(error: TransactionCanceledException): Error {
  const reasons = error.CancellationReasons ?? [];
  const failures = reasons.flatMap(({ Code, Item }, index) =>
    Code === 'ConditionalCheckFailed' ? [{ index, old: itemOf(Item) }] : [],
  );
  if (failures.length > 0) return new ConditionFailed(failures);
  // A store that is too busy is no rival's doing.
  if (reasons.some(({ Code }) => Code && busyReasons.has(Code))) return new DatabaseBusy(error);
  return reasons.some(({ Code }) => Code === 'TransactionConflict') ? new ItemContended(error) : error;
}

/** The SDK counts its attempts on whatever went wrong after a request was made; a mistake before that has no count. */
function isLost(error: Error & { readonly $metadata?: { readonly attempts?: number } }): boolean {
  if (error instanceof DynamoDBServiceException) return (error.$metadata.httpStatusCode ?? 500) >= 500;
  return error.name === 'AbortError' || error.$metadata?.attempts !== undefined;
}

/** Exceptions carry attribute values as they came over the wire, even from the document client. */
function itemOf(attributes: Record<string, AttributeValue> | undefined): Item | undefined {
  return attributes && Object.keys(attributes).length > 0 ? (unmarshall(attributes) as Item) : undefined;
}
