import { ChangeMessageVisibilityBatchCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { describe, expect, it } from '@jest/globals';
import { createPostpone } from '../../../lib/messaging/postpone.ts';
import { withLogLines } from '../../support/log-lines.ts';

/** A client that remembers the batches that it is sent, and answers as a test says. */
function clientAnswering(answer: () => object = () => ({})) {
  const inputs: ChangeMessageVisibilityBatchCommand['input'][] = [];
  const send = async (command: unknown) => {
    if (!(command instanceof ChangeMessageVisibilityBatchCommand)) throw new TypeError('only visibilities are changed');
    inputs.push(command.input);
    return answer();
  };
  const client = () => ({ send }) as unknown as Pick<SQSClient, 'send'>;
  return { inputs, postpone: createPostpone({ client, queueUrl: (queue) => `http://queue/${queue}` }) };
}

const messagesOf = (...seconds: number[]) =>
  seconds.map((each, index) => ({ receiptHandle: `r${index}`, seconds: each }));

describe('postponing', () => {
  it('hides all messages of a batch by one call, each for its own time', async () => {
    const { inputs, postpone } = clientAnswering();

    await postpone('email', messagesOf(2, 300));

    expect(inputs).toEqual([
      {
        QueueUrl: 'http://queue/email',
        Entries: [
          { Id: '0', ReceiptHandle: 'r0', VisibilityTimeout: 2 },
          { Id: '1', ReceiptHandle: 'r1', VisibilityTimeout: 300 },
        ],
      },
    ]);
  });

  it.each([
    [0, 1],
    [-5, 1],
    [0.2, 1],
    [2.1, 3],
    [43_200, 43_200],
    [1e9, 43_200],
  ])('for %d seconds hides for %d: whole ones, never none, and no more than SQS takes', async (seconds, expected) => {
    const { inputs, postpone } = clientAnswering();

    await postpone('email', messagesOf(seconds));

    expect(inputs[0]?.Entries?.[0]?.VisibilityTimeout).toBe(expected);
  });

  it('calls nobody for no messages', async () => {
    const { inputs, postpone } = clientAnswering();

    await postpone('email', []);

    expect(inputs).toEqual([]);
  });

  it('tells the log of those that SQS did not take', async () => {
    const { postpone } = clientAnswering(() => ({ Failed: [{ Id: '1', Code: 'ReceiptHandleIsInvalid' }] }));

    const { lines } = await withLogLines(() => postpone('email', messagesOf(2, 3)));

    expect(lines).toMatchObject([{ level: 'warn', queue: 'email', reasons: ['ReceiptHandleIsInvalid'] }]);
  });
});
