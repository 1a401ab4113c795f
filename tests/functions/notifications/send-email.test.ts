import { describe, expect, it } from '@jest/globals';
import type { SQSEvent } from 'aws-lambda';
import { createHandler, trigger } from '../../../functions/notifications/send-email.ts';
import { Unavailable } from '../../../lib/errors.ts';
import type { Mail } from '../../../lib/mail/transport.ts';
import { buildEvent, tokenId } from '../../lib/mail/build-event.ts';
import { buildSources } from '../../lib/mail/sources.ts';
import { lambdaContext } from '../../support/http.ts';
import { withLogLines } from '../../support/log-lines.ts';

const gone = '019a0000-0000-7000-8000-000000000002';

/** Hands messages to the function as SQS does; answers what it sent, logged and left in the queue. */
async function handle(bodies: readonly unknown[], refuses: (mail: Mail) => boolean = () => false) {
  const sent: Mail[] = [];
  const send = async (mail: Mail) => {
    if (refuses(mail)) throw new Unavailable('MAIL_UNAVAILABLE', 'The mail server did not take it (ETIMEDOUT)');
    sent.push(mail);
  };
  const handler = createHandler(buildSources(), { send });
  const { result, lines } = await withLogLines(() => handler(batchOf(bodies), lambdaContext()));
  return { sent, lines, failed: result.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier) };
}

function batchOf(bodies: readonly unknown[]): SQSEvent {
  return {
    Records: bodies.map((body, index) => ({
      messageId: `message-${index}`,
      receiptHandle: `receipt-${index}`,
      body: JSON.stringify(body),
      attributes: {
        ApproximateReceiveCount: '1',
        SentTimestamp: '0',
        SenderId: 'sender',
        ApproximateFirstReceiveTimestamp: '0',
      },
      messageAttributes: {},
      md5OfBody: '',
      eventSource: 'aws:sqs',
      eventSourceARN: 'arn:aws:sqs:us-east-1:000000000000:email',
      awsRegion: 'us-east-1',
    })),
  };
}

describe('send-email', () => {
  it('mails what each event calls for', async () => {
    const { sent, failed } = await handle([buildEvent('user.registered', { tokenId }), buildEvent('user.verified')]);

    expect(sent.map(({ subject }) => subject).sort()).toEqual(['Confirm your email address', 'Welcome to Polyclinic']);
    expect(failed).toEqual([]);
  });

  it('leaves in the queue the mails that were not taken, and those alone', async () => {
    const bodies = [buildEvent('user.registered', { tokenId }), buildEvent('user.verified')];

    const { sent, failed } = await handle(bodies, ({ subject }) => subject.startsWith('Welcome'));

    expect(sent).toHaveLength(1);
    expect(failed).toEqual(['message-1']);
  });

  it('drops an event about a person who is gone', async () => {
    const { sent, failed } = await handle([buildEvent('user.verified', { userId: gone })]);

    expect(sent).toEqual([]);
    expect(failed).toEqual([]);
  });

  it('leaves in the queue what is no event that it knows', async () => {
    const { failed } = await handle([{ type: 'user.registered' }, buildEvent('user.verified')]);

    expect(failed).toEqual(['message-0']);
  });

  it('logs nothing that tells who the person is', async () => {
    const { lines } = await handle([buildEvent('user.verified')], () => true);

    expect(lines.length).toBeGreaterThan(0);
    expect(JSON.stringify(lines)).not.toMatch(/Lovelace|ada@example/);
  });

  it('may read people and secrets, and deliver mail', () => {
    expect(trigger).toMatchObject({ queue: 'email', grants: ['identity:read', 'secrets:read', 'mail:deliver'] });
  });
});
