import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';

let client: CloudWatchClient | undefined;

/** The CloudWatch client of this process. It tries once and not for long: an answer can do without what it tells. */
export function cloudWatch(): CloudWatchClient {
  client ??= new CloudWatchClient({
    maxAttempts: 1,
    requestHandler: { connectionTimeout: 500, requestTimeout: 1_500, throwOnRequestTimeout: true },
  });
  return client;
}
