import { SESv2Client } from '@aws-sdk/client-sesv2';

let client: SESv2Client | undefined;

/** The SES client of this process. It tries once: the queue tries again, and a mail whose answer was lost went out. */
export function sesClient(): SESv2Client {
  client ??= new SESv2Client({
    maxAttempts: 1,
    requestHandler: { connectionTimeout: 1_000, requestTimeout: 5_000, throwOnRequestTimeout: true },
  });
  return client;
}
