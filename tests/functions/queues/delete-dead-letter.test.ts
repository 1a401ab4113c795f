import { beforeEach, describe, expect, it } from '@jest/globals';
import { createHandler, trigger } from '../../../functions/queues/delete-dead-letter.ts';
import { AnswerLost } from '../../../lib/data/database.ts';
import { describeAccess } from '../../support/access/describe-access.ts';
import { administered, inQueue } from '../../support/access/expectations.ts';
import { createTestStack, send } from '../../support/http.ts';
import { createMemoryDatabase, type MemoryDatabase } from '../../support/memory-database.ts';
import { auditOf, resetCalls } from '../../support/people.ts';
import { createQueues, type Queues, queueKeeper } from '../../support/queues.ts';

let database: MemoryDatabase;
let queues: Queues;

beforeEach(() => {
  database = createMemoryDatabase();
  queues = createQueues(database);
});

const remove = (deadLetterId: string, name = 'email') =>
  send(createHandler(queues.deadLetters, createTestStack({ caller: queueKeeper })), {
    method: 'DELETE',
    params: { name, deadLetterId },
  });

describe('DELETE /v1/queues/{name}/dead-letters/{deadLetterId}', () => {
  it('deletes one, and no other, in one transaction with its tally and its audit entry', async () => {
    const [gone, stays] = await queues.buryAll([{}, {}]);
    resetCalls(database);

    const answer = await remove(String(gone));

    expect([answer.status, answer.text]).toEqual([204, '']);
    expect(database.calls).toEqual({ get: 0, batchGet: 0, query: 0, write: 0, transact: 1 });
    expect(await queues.idsOf()).toEqual([stays]);
    expect(await queues.countOf()).toBe(1);
    expect(auditOf(database, 'dead-letter.deleted')).toMatchObject([
      { actorId: queueKeeper.userId, subject: `queues/email/dead-letters/${gone}`, outcome: 'success' },
    ]);
    expect(queues.sent).toEqual([]);
  });

  it('answers 404 the second time, for another queue’s, and for no queue’s, and changes nothing then', async () => {
    const id = await queues.bury();

    const answers = [await remove(id, 'email-urgent'), await remove(id, 'faxes'), await remove(id), await remove(id)];

    expect(answers.map(({ status }) => status)).toEqual([404, 404, 204, 404]);
    expect(answers.map(({ json }) => json?.code)).toEqual([
      'NO_SUCH_DEAD_LETTER',
      'NO_SUCH_QUEUE',
      undefined,
      'NO_SUCH_DEAD_LETTER',
    ]);
    expect([await queues.countOf(), await queues.countOf('email-urgent')]).toEqual([0, 0]);
    expect(auditOf(database, 'dead-letter.deleted')).toHaveLength(1);
  });

  it('deletes it once of ten at once', async () => {
    const id = await queues.bury();

    const outcomes = await Promise.allSettled(Array.from({ length: 10 }, () => queues.deadLetters.delete('email', id)));

    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await queues.countOf()).toBe(0);
  });

  it('is not put off by an answer that was lost', async () => {
    const id = await queues.bury();
    let lost = false;
    database.hooks.after = (operation) => {
      if (operation !== 'transact' || lost) return;
      lost = true;
      throw new AnswerLost();
    };

    const answer = await remove(id);

    expect([lost, answer.status, await queues.countOf()]).toEqual([true, 204, 0]);
  });

  it('refuses what is no id with 400', async () => {
    expect((await remove('1')).status).toBe(400);
  });
});

describeAccess(trigger, ({ queues, stack }) => createHandler(queues.deadLetters, stack), {
  ...administered('deadLetter', 204),
  ...inQueue,
});
