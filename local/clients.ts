import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBStreamsClient } from '@aws-sdk/client-dynamodb-streams';
import { S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import { localCredentials } from './credentials.ts';
import type { Service } from './settings.ts';

/** The clients with which the local cloud is set up and watched. */
export interface LocalClients {
  readonly dynamoDb: DynamoDBClient;
  readonly streams: DynamoDBStreamsClient;
  readonly sqs: SQSClient;
  readonly s3: S3Client;
}

/** Clients of the services at the given base URLs; region and credentials are those of the functions. */
export function createClients(
  endpoints: Readonly<Record<Service, string>>,
  environment: Readonly<Record<string, string | undefined>> = {},
): LocalClients {
  const common = {
    region: environment.AWS_REGION ?? 'us-east-1',
    credentials: localCredentials(environment),
  };
  return {
    dynamoDb: new DynamoDBClient({ ...common, endpoint: endpoints.dynamodb }),
    streams: new DynamoDBStreamsClient({ ...common, endpoint: endpoints.dynamodb }),
    sqs: new SQSClient({ ...common, endpoint: endpoints.sqs }),
    s3: new S3Client({ ...common, endpoint: endpoints.s3, forcePathStyle: true }),
  };
}
