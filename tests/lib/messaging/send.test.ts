import { SendMessageBatchCommand, type SendMessageBatchRequestEntry, type SQSClient } from '@aws-sdk/client-sqs';
import { describe, expect, it } from '@jest/globals';
import { mostMessageBytes } from '../../../lib/message-bounds.ts';
import { batchesOf, createSend, type Message } from '../../../lib/messaging/send.ts';
import { withLogLines } from '../../support/log-lines.ts';

const messages = (count: number, bytes = 1): Message[] =>
  Array.from({ length: count }, (_, index) => ({ id: `m${index}`, body: 'x'.repeat(bytes) }));

/** A client that answers each batch as a test says. */
function clientAnswering(answer: (entries: readonly SendMessageBatchRequestEntry[]) => object) {
  const batches: SendMessageBatchRequestEntry[][] = [];
  const send = async (command: unknown) => {
    if (!(command instanceof SendMessageBatchCommand)) throw new TypeError('only batches are sent');
    const { Entries = [], QueueUrl } = command.input;
    expect(QueueUrl).toBe('http://queue/email');
    batches.push(Entries);
    return answer(Entries);
  };
  return {
    batches,
    client: () => ({ send }) as unknown as Pick<SQSClient, 'send'>,
    queueUrl: () => 'http://queue/email',
  };
}

describe('sending messages', () => {
  it('puts each on its queue, ten a call', async () => {
    const { batches, ...sqs } = clientAnswering(() => ({}));

    const failed = await createSend(sqs)('email', messages(21));

    expect(failed.size).toBe(0);
    expect(batches.map(({ length }) => length)).toEqual([10, 10, 1]);
    expect(batches[0]?.[0]).toEqual({ Id: 'm0', MessageBody: 'x' });
  });

  it('marks those that somebody sends on from the dead letters', async () => {
    const { batches, ...sqs } = clientAnswering(() => ({}));

    await createSend(sqs)('email', [{ id: 'm1', body: 'x', redriven: true }]);

    const MessageAttributes = { redriven: { DataType: 'String', StringValue: 'true' } };
    expect(batches).toEqual([[{ Id: 'm1', MessageBody: 'x', MessageAttributes }]]);
  });

  it('has a message carry what became of it before, for which the longest has room', async () => {
    const { batches, ...sqs } = clientAnswering(() => ({}));
    const history = { messageId: 'first', sentAt: '2026-03-08T09:00:00.000Z', tries: 2 };

    const unsent = await createSend(sqs)('email', [{ id: 'm1', body: 'x'.repeat(mostMessageBytes), history }]);

    const StringValue = JSON.stringify(history);
    expect(unsent.size).toBe(0);
    expect(batches).toMatchObject([[{ MessageAttributes: { history: { DataType: 'String', StringValue } } }]]);
  });

  it('has the queue keep back what is for later', async () => {
    const { batches, ...sqs } = clientAnswering(() => ({}));

    await createSend(sqs)('email', [{ id: 'm1', body: 'x', delaySeconds: 90 }]);

    expect(batches).toEqual([[{ Id: 'm1', MessageBody: 'x', DelaySeconds: 90 }]]);
  });

  it('calls nobody for no messages', async () => {
    const { batches, ...sqs } = clientAnswering(() => ({}));

    await createSend(sqs)('email', []);

    expect(batches).toEqual([]);
  });

  it('answers those that were refused one by one', async () => {
    const sqs = clientAnswering(() => ({ Failed: [{ Id: 'm1', Code: 'InternalError' }] }));

    const { result: failed } = await withLogLines(() => createSend(sqs)('email', messages(3)));

    expect([...failed]).toEqual(['m1']);
  });

  it('answers the whole batch when its call fails, and no other', async () => {
    const sqs = clientAnswering((entries) => {
      if (entries[0]?.Id === 'm0') throw new Error('no answer');
      return {};
    });

    const { result: failed } = await withLogLines(() => createSend(sqs)('email', messages(12)));

    expect([...failed]).toEqual(messages(10).map(({ id }) => id));
  });
});

describe('a message that no queue takes', () => {
  const room = mostMessageBytes - Buffer.byteLength('redriven' + 'String' + 'true');

  it.each([
    ['that is empty', { body: '' }, 'EMPTY'],
    ['of more than 256 KiB', { body: `${'é'.repeat(mostMessageBytes / 2)}x` }, 'TOO_LONG'],
    ['that its mark makes too long', { body: 'x'.repeat(room + 1), redriven: true }, 'TOO_LONG'],
    ['with a control character', { body: 'secret\u0000' }, 'INVALID_CHARACTERS'],
    ['with half of a pair', { body: 'secret\uD83D' }, 'INVALID_CHARACTERS'],
    ['with what is no character', { body: 'secret\uFFFF' }, 'INVALID_CHARACTERS'],
  ])('is refused by itself: one %s', async (_, message, reason) => {
    const { batches, ...sqs } = clientAnswering(() => ({}));

    const { result: failed, lines } = await withLogLines(() =>
      createSend(sqs)('email', [{ id: 'bad', ...message }, ...messages(2)]),
    );

    expect([...failed]).toEqual(['bad']);
    expect(batches.map((batch) => batch.map(({ Id }) => Id))).toEqual([['m0', 'm1']]);
    expect(lines).toMatchObject([{ level: 'error', queue: 'email', messageId: 'bad', reason }]);
    expect(JSON.stringify(lines)).not.toMatch(/secret|éé|xx/);
  });

  it.each([
    ['the longest one', { body: 'x'.repeat(mostMessageBytes) }],
    ['the longest one with a mark', { body: 'x'.repeat(room), redriven: true }],
    ['the characters at each border', { body: '\t\n\r \uD7FF\uE000\uFFFD\u{10000}😀\u{10FFFF}' }],
  ])('is none of these: %s', async (_, message) => {
    const { batches, ...sqs } = clientAnswering(() => ({}));

    const failed = await createSend(sqs)('email', [{ id: 'good', ...message }]);

    expect([failed.size, batches.length]).toEqual([0, 1]);
  });
});

describe('a batch', () => {
  it('holds at most 1 MiB, counted in bytes, in the order of the messages', () => {
    const bodies = [600_000, 448_576, 1, 1_048_576, 5].map((bytes) => 'x'.repeat(bytes));
    const all = [...bodies, 'é'.repeat(524_285)].map((body, index) => ({ id: `m${index}`, body }));

    expect(batchesOf(all).map((batch) => batch.map(({ id }) => id))).toEqual([
      ['m0', 'm1'],
      ['m2'],
      ['m3'],
      ['m4', 'm5'],
    ]);
  });

  it('has room for the marks of its messages, too', () => {
    const mark = Buffer.byteLength('redriven' + 'String' + 'true');
    const pair = (spare: number) => [
      { id: 'm1', body: 'x'.repeat(1_000_000), redriven: true },
      { id: 'm2', body: 'x'.repeat(48_576 - spare) },
    ];

    expect([mark, mark - 1].map((spare) => batchesOf(pair(spare)).length)).toEqual([1, 2]);
  });
});
