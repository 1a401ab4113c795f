import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { bounded } from './bounded.ts';

let client: CloudWatchClient | undefined;

/** The CloudWatch client of this process. It tries once and gives up soon, since answers can do without its figures. */
export function cloudWatch(): CloudWatchClient {
  client ??= bounded(
    new CloudWatchClient({
      maxAttempts: 1,
      requestHandler: { connectionTimeout: 500, requestTimeout: 1_500, throwOnRequestTimeout: true },
    }),
  );
  return client;
}
