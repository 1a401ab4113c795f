import { beforeEach, describe, expect, it } from '@jest/globals';
import { createHandler, trigger } from '../../../functions/queues/record-dead-letter.ts';
import { deadLetterQueueName, queues } from '../../../infra/queues.ts';
import { AnswerLost } from '../../../lib/data/database.ts';
import { deadLetterIdOf } from '../../../lib/messaging/dead-letter-id.ts';
import { createDeadLetterRepository } from '../../../lib/messaging/dead-letter-repository.ts';
import { createFailures, type Failures } from '../../../lib/messaging/failures.ts';
import { createRecordDeadLetters } from '../../../lib/messaging/parking.ts';
import { createCountKept } from '../../../lib/messaging/queue-counts.ts';
import type { Queue } from '../../../lib/messaging/queue-url.ts';
import { metricsOf } from '../../support/embedded-metrics.ts';
import { lambdaContext } from '../../support/http.ts';
import { withLogLines } from '../../support/log-lines.ts';
import { createMemoryDatabase, type MemoryDatabase } from '../../support/memory-database.ts';
import { createTestPlatform, type TestPlatform } from '../../support/platform.ts';
import { type MessageFields, reportedIn, sqsEvent } from '../../support/queue.ts';

const cause = { code: 'MAIL_UNAVAILABLE', message: 'The mail server is down' };
const sentAt = new Date('2026-03-08T09:00:00.000Z');
let database: MemoryDatabase;
let platform: TestPlatform;
let failures: Failures;
let deadLetters: ReturnType<typeof createDeadLetterRepository>;

beforeEach(() => {
  database = createMemoryDatabase();
  platform = createTestPlatform(database);
  failures = createFailures(platform);
  deadLetters = createDeadLetterRepository(platform);
});

/** Hands messages to the function as the dead-letter queue of a queue does. */
async function handle(messages: readonly MessageFields[], queueName = deadLetterQueueName('test', 'email')) {
  const handler = createHandler({ failures, record: createRecordDeadLetters(platform) });
  // A dead-letter queue goes on counting.
  const { Records } = sqsEvent(messages.map((message) => ({ receives: 4, sentAt, ...message })));
  const eventSourceARN = `arn:aws:sqs:us-east-1:000000000000:${queueName}`;
  const { result, lines } = await withLogLines(() =>
    handler(
      { Records: Records.map((record) => ({ ...record, eventSourceARN })) },
      lambdaContext({ functionName: 'polyclinic-test-queues-record-dead-letter' }),
    ),
  );
  return { reported: reportedIn(result), lines };
}

const lettersOf = async (queue: Queue = 'email') => (await deadLetters.list(queue, { limit: 100 })).items;

describe('record-dead-letter', () => {
  it('joins a message with the last that its worker said of it, and that worker’s own count', async () => {
    await failures.keep('email', 'm0', { cause, receives: 3 });

    const { reported } = await handle([{ content: { type: 'user.verified' } }]);

    expect(reported).toEqual([]);
    expect(await lettersOf()).toMatchObject([
      {
        id: deadLetterIdOf('m0', sentAt),
        body: '{"type":"user.verified"}',
        error: cause,
        receives: 3,
        sentAt: '2026-03-08T09:00:00.000Z',
        diedAt: '2026-03-08T09:30:00.000Z',
      },
    ]);
  });

  it('says that the worker died where it said nothing at all', async () => {
    await handle([{}]);

    expect(await lettersOf()).toMatchObject([
      {
        error: { code: 'WORKER_DIED', message: 'The worker died or ran out of time at receive 3, the last one.' },
        receives: 3,
      },
    ]);
  });

  it.each([1, 2])(
    'says that the worker died at the last receive when it last spoke at receive %d',
    async (receives) => {
      await failures.keep('email', 'm0', { cause, receives });

      await handle([{}]);

      const [letter] = await lettersOf();
      expect(letter).toMatchObject({ error: { code: 'WORKER_DIED' }, receives: 3 });
      expect(letter?.error.message).toMatch(
        new RegExp(`receive ${receives} .*MAIL_UNAVAILABLE: The mail server is down$`),
      );
    },
  );

  it('takes nothing that was said of a message of the same id in another queue', async () => {
    await failures.keep('email-urgent', 'm0', { cause, receives: 3 });

    await handle([{}]);

    expect(await lettersOf()).toMatchObject([{ error: { code: 'WORKER_DIED' } }]);
  });

  it.each(queues.map(({ name }) => name as Queue))('knows the dead-letter queue of %s', async (queue) => {
    const { reported } = await handle([{}], deadLetterQueueName('prod2', queue));

    expect(reported).toEqual([]);
    expect(await lettersOf(queue)).toMatchObject([{ queue }]);
    expect((await createCountKept(platform)([queue])).get(queue)?.deadLetters).toBe(1);
  });

  it.each(['polyclinic-test-faxes-dead', 'polyclinic-test-email', 'test-email-dead'])(
    'leaves what comes from %s where it is, since no queue of that name is known',
    async (queueName) => {
      const { reported, lines } = await handle([{}, {}], queueName);

      expect(reported).toEqual(['m0', 'm1']);
      expect(lines).toMatchObject(Array(2).fill({ level: 'error', message: 'dead letter not recorded' }));
      expect(database.itemsOf('platform')).toEqual([]);
    },
  );

  it('makes one read a message and one transaction for all of them', async () => {
    await handle(Array(10).fill({}));

    expect(database.calls).toEqual({ get: 10, batchGet: 0, query: 0, write: 0, transact: 1 });
  });

  it('records each once, however often it comes, and is content', async () => {
    await handle([{}, {}]);

    const { reported } = await handle([{ messageId: 'm1' }, { messageId: 'm2' }]);

    expect(reported).toEqual([]);
    expect((await lettersOf()).map(({ id }) => id).sort()).toEqual(
      ['m0', 'm1', 'm2'].map((id) => deadLetterIdOf(id, sentAt)).sort(),
    );
    expect((await createCountKept(platform)(['email'])).get('email')?.deadLetters).toBe(3);
  });

  it('leaves to come again exactly those that it could not look up', async () => {
    database.hooks.before = (operation, request) => {
      if (operation === 'get' && JSON.stringify(request).includes('#m1"')) throw new AnswerLost();
    };

    const { reported, lines } = await handle([{}, {}, {}]);

    expect(reported).toEqual(['m1']);
    expect(await lettersOf()).toHaveLength(2);
    expect(lines.filter(({ message }) => message === 'dead letter not recorded')).toMatchObject([
      { level: 'error', requestId: 'm1', error: { errorName: 'AnswerLost' } },
    ]);
  });

  it('leaves all of them to come again when they cannot be stored, and records them then', async () => {
    database.hooks.before = (operation) => {
      if (operation === 'transact') throw new AnswerLost();
    };
    const first = await handle([{}, {}]);
    database.hooks.before = undefined;

    const second = await handle([{}, {}]);

    expect([first.reported, second.reported]).toEqual([['m0', 'm1'], []]);
    expect(first.lines).toMatchObject(Array(2).fill({ message: 'dead letter not recorded' }));
    expect(await lettersOf()).toHaveLength(2);
  });

  it('writes one line for each, counted by its queue, with the id of the request that began it all', async () => {
    await failures.keep('email', 'm0', { cause, receives: 3 });

    const { lines } = await handle([{ content: { correlationId: 'request-1' } }, { body: 'no json' }]);

    const common = {
      level: 'error',
      message: 'dead letter',
      functionName: 'queues-record-dead-letter',
      queue: 'email',
    };
    expect(lines).toMatchObject([
      {
        ...common,
        requestId: 'm0',
        correlationId: 'request-1',
        messageId: 'm0',
        code: 'MAIL_UNAVAILABLE',
        receives: 3,
      },
      { ...common, requestId: 'm1', correlationId: 'm1', messageId: 'm1', code: 'WORKER_DIED', receives: 3 },
    ]);
    expect(lines.map(metricsOf)).toEqual(Array(2).fill({ 'DeadLetters by email': '1 Count' }));
  });

  it('logs nothing of what the message and the error say', async () => {
    await failures.keep('email', 'm0', { cause: { ...cause, message: '550 ada@example.com is unknown' }, receives: 3 });

    const { lines } = await handle([{ content: { name: 'Ada Lovelace' } }]);

    expect(JSON.stringify(lines)).not.toMatch(/Ada Lovelace|ada@example/);
  });

  it('needs no more than to record', () => {
    expect(trigger).toEqual({ kind: 'dead-letters', grants: ['dead-letters:record'] });
  });
});
