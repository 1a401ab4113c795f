import { beforeEach, describe, expect, it } from '@jest/globals';
import { createHandler, trigger } from '../../../functions/queues/redrive-dead-letter.ts';
import { AnswerLost } from '../../../lib/data/database.ts';
import { describeAccess } from '../../support/access/describe-access.ts';
import { administered, inQueue } from '../../support/access/expectations.ts';
import { createTestStack, send } from '../../support/http.ts';
import { createMemoryDatabase, type MemoryDatabase } from '../../support/memory-database.ts';
import { auditOf, resetCalls } from '../../support/people.ts';
import { createQueues, type Queues, queueKeeper } from '../../support/queues.ts';

let database: MemoryDatabase;
let queues: Queues;
let isRefused: boolean;

beforeEach(() => {
  isRefused = false;
  database = createMemoryDatabase();
  queues = createQueues(database, () => isRefused);
});

const redrive = (deadLetterId: string, name = 'email') =>
  send(createHandler(queues.redriving, createTestStack({ caller: queueKeeper })), {
    method: 'POST',
    params: { name, deadLetterId },
  });

describe('POST /v1/queues/{name}/dead-letters/{deadLetterId}/redrive', () => {
  it('sends the message as it was, marked, to its queue, and takes the letter away', async () => {
    const [id, stays] = await queues.buryAll([
      { body: '{ "as": "it was" }', queue: 'email-urgent' },
      { queue: 'email-urgent' },
    ]);

    const answer = await redrive(String(id), 'email-urgent');

    expect([answer.status, answer.text]).toEqual([202, '']);
    expect(queues.sent).toEqual([{ queue: 'email-urgent', id, body: '{ "as": "it was" }', redriven: true }]);
    expect(await queues.idsOf('email-urgent')).toEqual([stays]);
    expect(await queues.countOf('email-urgent')).toBe(1);
  });

  it('makes one read and one transaction, with the audit entry in it', async () => {
    const id = await queues.bury();
    resetCalls(database);

    await redrive(id);

    expect(database.calls).toEqual({ get: 1, batchGet: 0, query: 0, write: 0, transact: 1 });
    expect(auditOf(database, 'dead-letter.redriven')).toMatchObject([
      { actorId: queueKeeper.userId, subject: `queues/email/dead-letters/${id}`, outcome: 'success' },
    ]);
  });

  it('answers 503 when the queue does not take it, and nothing is lost', async () => {
    const id = await queues.bury();
    isRefused = true;

    const answer = await redrive(id);

    expect(answer).toMatchObject({
      status: 503,
      json: { code: 'QUEUES_UNAVAILABLE' },
      headers: { 'retry-after': '1' },
    });
    expect([await queues.idsOf(), await queues.countOf()]).toEqual([[id], 1]);
    expect(auditOf(database, 'dead-letter.redriven')).toEqual([]);
  });

  it('leaves the letter, to be redriven again, when it dies between sending and taking away', async () => {
    const id = await queues.bury();
    database.hooks.before = (operation) => {
      if (operation === 'transact') throw new AnswerLost();
    };

    const died = await redrive(id);
    database.hooks.before = undefined;
    const [left, again] = [await queues.idsOf(), await redrive(id)];

    expect([died.status, left, again.status]).toEqual([503, [id], 202]);
    expect(queues.sent.map((message) => message.id)).toEqual([id, id]);
    expect([await queues.idsOf(), await queues.countOf()]).toEqual([[], 0]);
  });

  it('lets one of two at once win: the other finds nothing, and the message is sent twice at most', async () => {
    const id = await queues.bury();

    const outcomes = await Promise.allSettled([
      queues.redriving.redrive('email', id),
      queues.redriving.redrive('email', id),
    ]);

    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(outcomes.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { code: 'NO_SUCH_DEAD_LETTER' },
    });
    expect(queues.sent.length).toBeGreaterThanOrEqual(1);
    expect(queues.sent.length).toBeLessThanOrEqual(2);
    expect([await queues.idsOf(), await queues.countOf()]).toEqual([[], 0]);
  });

  it('and a deletion at once: one of them wins, and the letter is counted away once', async () => {
    const id = await queues.bury();

    const outcomes = await Promise.allSettled([
      queues.redriving.redrive('email', id),
      queues.deadLetters.delete('email', id),
    ]);

    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect([await queues.idsOf(), await queues.countOf()]).toEqual([[], 0]);
    expect(auditOf(database, 'dead-letter.redriven').length + auditOf(database, 'dead-letter.deleted').length).toBe(1);
  });

  it('answers 404 for one that is absent, of another queue, or of none, and sends nothing', async () => {
    const id = await queues.bury();

    const answers = [
      await redrive(id, 'email-urgent'),
      await redrive(id, 'faxes'),
      await redrive(id.replace(/.$/, 'x')),
    ];

    expect(answers.map(({ status }) => status)).toEqual([404, 404, 400]);
    expect(queues.sent).toEqual([]);
  });
});

describeAccess(trigger, ({ queues, stack }) => createHandler(queues.redriving, stack), {
  ...administered('deadLetter', 202),
  ...inQueue,
});
