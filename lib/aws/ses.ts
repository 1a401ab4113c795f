import { SESv2Client } from '@aws-sdk/client-sesv2';

let client: SESv2Client | undefined;

/** The SES client of this process, made when it is first needed. */
export function sesClient(): SESv2Client {
  client ??= createSes();
  return client;
}

/** Makes a client whose calls end in time. It tries once: the queue retries, and a mail whose answer was lost was sent. */
export function createSes(endpoint?: string): SESv2Client {
  return new SESv2Client({
    ...(endpoint !== undefined && { endpoint }),
    maxAttempts: 1,
    requestHandler: { connectionTimeout: 1_000, requestTimeout: 4_000, throwOnRequestTimeout: true },
  });
}
