import { SQSClient } from '@aws-sdk/client-sqs';
import { bounded, retryStrategy } from './bounded.ts';

let client: SQSClient | undefined;

/** The SQS client, made when it is first needed; the SDK's own variables give endpoint, region and credentials. */
export function sqs(): SQSClient {
  client ??= createSqs();
  return client;
}

/** Makes a client whose calls end with the patience of their caller; it sends again when an answer is lost, so that duplicates are normal. */
export function createSqs(endpoint?: string): SQSClient {
  return bounded(
    new SQSClient({
      ...(endpoint !== undefined && { endpoint }),
      retryStrategy,
      requestHandler: { connectionTimeout: 500, requestTimeout: 1_500, throwOnRequestTimeout: true },
    }),
  );
}
