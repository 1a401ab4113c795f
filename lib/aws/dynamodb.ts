import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';

let client: DynamoDBDocumentClient | undefined;

/** The DynamoDB client, made when it is first needed; the SDK's own variables give endpoint, region and credentials. */
export function dynamoDb(): DynamoDBDocumentClient {
  client ??= createDynamoDb();
  return client;
}

/**
 * Makes a client that tries once, within 1.5 s, so that there is time for another try: `lib/data/retry.ts` makes it, which knows
 * what of a transaction is worth one.
 */
export function createDynamoDb(endpoint?: string): DynamoDBDocumentClient {
  const dynamo = new DynamoDBClient({
    ...(endpoint !== undefined && { endpoint }),
    maxAttempts: 1,
    requestHandler: { connectionTimeout: 500, requestTimeout: 1_500, throwOnRequestTimeout: true },
  });
  return DynamoDBDocumentClient.from(dynamo, { marshallOptions: { removeUndefinedValues: true } });
}
