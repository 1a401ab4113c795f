import { describe, expect, it } from '@jest/globals';
import type { SQSEvent, SQSRecord } from 'aws-lambda';
import * as z from 'zod';
import { currentContext, type InvocationContext } from '../../../lib/context.ts';
import { envelope } from '../../../lib/events/envelope.ts';
import { queue } from '../../../lib/queue/trigger.ts';
import { worker } from '../../../lib/queue/worker.ts';
import { lambdaContext } from '../../support/http.ts';
import { withLogLines } from '../../support/log-lines.ts';
import { buildEvent } from '../mail/build-event.ts';

const trigger = queue({ queue: 'email', message: z.object({ name: z.string() }), grants: [] });

function recordOf(messageId: string, body: string): SQSRecord {
  return {
    messageId,
    receiptHandle: 'r',
    body,
    attributes: {
      ApproximateReceiveCount: '2',
      SentTimestamp: '0',
      SenderId: 's',
      ApproximateFirstReceiveTimestamp: '0',
    },
    messageAttributes: {},
    md5OfBody: '',
    eventSource: 'aws:sqs',
    eventSourceARN: 'arn:aws:sqs:us-east-1:000000000000:email',
    awsRegion: 'us-east-1',
  };
}

const batchOf = (size: number): SQSEvent => ({
  Records: Array.from({ length: size }, (_, index) => recordOf(`m${index}`, JSON.stringify({ name: `m${index}` }))),
});

describe('a queue worker', () => {
  it('reports exactly the messages that failed, for each of the 1,024 subsets of a batch of ten', async () => {
    const batch = batchOf(10);
    const subsets = Array.from({ length: 1_024 }, (_, subset) => subset);

    const { result: reports } = await withLogLines(() =>
      Promise.all(
        subsets.map((subset) => {
          const handler = worker(trigger, async ({ name }) => {
            if (subset & (1 << Number(name.slice(1)))) throw new Error('failed');
          });
          return handler(batch, lambdaContext());
        }),
      ),
    );

    reports.forEach(({ batchItemFailures }, subset) => {
      const failed = batch.Records.filter((_, index) => subset & (1 << index)).map(({ messageId }) => messageId);
      expect(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier)).toEqual(failed);
    });
  });

  it.each(['not json', '{}', '{"name":1}', 'null', ''])(
    'reports a body of %j and works on the others',
    async (body) => {
      const worked: string[] = [];
      const handler = worker(trigger, ({ name }) => void worked.push(name));
      const batch = { Records: [recordOf('bad', body), ...batchOf(2).Records] };

      const { result, lines } = await withLogLines(() => handler(batch, lambdaContext()));

      expect(result).toEqual({ batchItemFailures: [{ itemIdentifier: 'bad' }] });
      expect(worked).toEqual(['m0', 'm1']);
      expect(lines.find(({ messageId }) => messageId === 'bad')).toMatchObject({ level: 'error', outcome: 'failure' });
    },
  );

  it('fails a version of an event that it does not know, whatever the schema would take', async () => {
    const worked: unknown[] = [];
    const handler = worker(
      queue({ queue: 'email', message: envelope, grants: [] }),
      (event) => void worked.push(event),
    );
    const newer = { ...buildEvent('user.verified'), version: 99 };

    const { result, lines } = await withLogLines(() =>
      handler({ Records: [recordOf('newer', JSON.stringify(newer))] }, lambdaContext()),
    );

    expect(result).toEqual({ batchItemFailures: [{ itemIdentifier: 'newer' }] });
    expect(worked).toEqual([]);
    expect(lines[0]).toMatchObject({ outcome: 'failure', error: { errorName: 'UnknownEventVersion' } });
  });

  it('writes one line for each message: how long, which try, how it went', async () => {
    const handler = worker(trigger, ({ name }) => {
      if (name === 'm1') throw new Error('smtp is down');
    });

    const { lines } = await withLogLines(() => handler(batchOf(2), lambdaContext({ functionName: 'send-email' })));

    const common = {
      message: 'message',
      queue: 'email',
      attempt: 2,
      durationMs: expect.any(Number),
      functionName: 'send-email',
    };
    expect(lines).toMatchObject([
      { ...common, level: 'info', messageId: 'm0', requestId: 'm0', outcome: 'success' },
      { ...common, level: 'error', messageId: 'm1', outcome: 'failure', error: { message: 'smtp is down' } },
    ]);
  });

  it('works in the context of each message: its own id, and the request that began it all', async () => {
    const seen: (InvocationContext | undefined)[] = [];
    const handler = worker(trigger, async () => {
      await Promise.resolve();
      seen.push(currentContext());
    });
    const event = recordOf('m1', JSON.stringify({ name: 'a', correlationId: 'origin' }));

    await withLogLines(() => handler({ Records: [event, recordOf('m2', '{"name":"b"}')] }, lambdaContext()));

    expect(seen).toMatchObject([
      { requestId: 'm1', correlationId: 'origin' },
      { requestId: 'm2', correlationId: 'm2' },
    ]);
  });
});
