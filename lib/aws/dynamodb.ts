import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { clientPatience } from '../client-patience.ts';

let client: DynamoDBDocumentClient | undefined;

/** The DynamoDB client, made when it is first needed; the SDK's own variables give endpoint, region and credentials. */
export function dynamoDb(): DynamoDBDocumentClient {
  client ??= createDynamoDb();
  return client;
}

/** Makes a client whose calls end in time, so that a slow database leads to a 503 and not to a hanging request. */
export function createDynamoDb(endpoint?: string): DynamoDBDocumentClient {
  const dynamo = new DynamoDBClient({
    ...(endpoint !== undefined && { endpoint }),
    maxAttempts: 3,
    requestHandler: { connectionTimeout: 1_000, requestTimeout: clientPatience, throwOnRequestTimeout: true },
  });
  return DynamoDBDocumentClient.from(dynamo, { marshallOptions: { removeUndefinedValues: true } });
}
