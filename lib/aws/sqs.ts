import { SQSClient } from '@aws-sdk/client-sqs';
import { clientPatience } from '../client-patience.ts';

let client: SQSClient | undefined;

/** The SQS client, made when it is first needed; endpoint, region and credentials by the SDK's own variables. */
export function sqs(): SQSClient {
  client ??= createSqs();
  return client;
}

/** A client whose calls end in time; it sends again when an answer is lost, so a duplicate is normal. */
export function createSqs(endpoint?: string): SQSClient {
  return new SQSClient({
    ...(endpoint !== undefined && { endpoint }),
    maxAttempts: 3,
    requestHandler: { connectionTimeout: 1_000, requestTimeout: clientPatience, throwOnRequestTimeout: true },
  });
}
