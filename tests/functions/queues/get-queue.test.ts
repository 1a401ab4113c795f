import { beforeEach, describe, expect, it } from '@jest/globals';
import { createHandler, trigger } from '../../../functions/queues/get-queue.ts';
import { DependencyDown } from '../../../lib/messaging/decisions.ts';
import { createWaitOut } from '../../../lib/messaging/wait-out.ts';
import { describeAccess } from '../../support/access/describe-access.ts';
import { ofQueue } from '../../support/access/expectations.ts';
import { createTestStack, send } from '../../support/http.ts';
import { withLogLines } from '../../support/log-lines.ts';
import { createMemoryDatabase, type MemoryDatabase } from '../../support/memory-database.ts';
import { resetCalls } from '../../support/people.ts';
import { createTestPlatform } from '../../support/platform.ts';
import { sqsRecord } from '../../support/queue.ts';
import { createQueues, type Queues, queueKeeper } from '../../support/queues.ts';

let database: MemoryDatabase;
let queues: Queues;

beforeEach(() => {
  database = createMemoryDatabase();
  queues = createQueues(database);
});

const get = (name: string) =>
  send(createHandler(queues.service, createTestStack({ caller: queueKeeper })), { params: { name } });

describe('GET /v1/queues/{name}', () => {
  it('answers one queue, by one read', async () => {
    await queues.bury();
    resetCalls(database);

    const answer = await get('email');

    expect(answer).toMatchObject({ status: 200 });
    expect(answer.json).toEqual({
      data: { name: 'email', visible: 3, inFlight: 2, delayed: 1, oldestSeconds: 42, deadLetters: 1 },
    });
    expect(database.calls).toEqual({ get: 0, batchGet: 1, query: 0, write: 0, transact: 0 });
  });

  it('counts what waits for the end of an outage among what is delayed, and tells how long', async () => {
    const down = new DependencyDown('MAIL_UNAVAILABLE', 'down');
    const waitOut = createWaitOut({ ...createTestPlatform(database), send: async () => new Set() });
    await withLogLines(async () => {
      for (const messageId of ['probe', 'm1', 'm2']) {
        await waitOut('email', sqsRecord({ messageId }), down);
      }
    });
    queues.clock.advance(600);

    const answer = await get('email');

    expect(answer.json).toMatchObject({ data: { delayed: 3, oldestSeconds: 600 } });
  });

  it.each(['faxes', 'EMAIL', 'email-dead', 'constructor', 'e'.repeat(1_000), '%00'])(
    'answers 404 to %s, which no queue is called',
    async (name) => {
      expect(await get(name)).toMatchObject({ status: 404, json: { code: 'NO_SUCH_QUEUE' } });
    },
  );
});

describeAccess(trigger, ({ queues, stack }) => createHandler(queues.service, stack), ofQueue(200));
