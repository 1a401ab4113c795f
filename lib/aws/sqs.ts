import { SQSClient } from '@aws-sdk/client-sqs';
import { clientPatience } from '../client-patience.ts';

let client: SQSClient | undefined;

/** The SQS client, made when it is first needed; the SDK's own variables give endpoint, region and credentials. */
export function sqs(): SQSClient {
  client ??= createSqs();
  return client;
}

/** Makes a client whose calls end in time; it sends again when an answer is lost, so that duplicates are normal. */
export function createSqs(endpoint?: string): SQSClient {
  return new SQSClient({
    ...(endpoint !== undefined && { endpoint }),
    maxAttempts: 3,
    requestHandler: { connectionTimeout: 1_000, requestTimeout: clientPatience, throwOnRequestTimeout: true },
  });
}
