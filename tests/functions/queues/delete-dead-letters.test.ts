import { beforeEach, describe, expect, it } from '@jest/globals';
import { createHandler, trigger } from '../../../functions/queues/delete-dead-letters.ts';
import { workerPatience } from '../../../lib/patience.ts';
import { currentPatience } from '../../../lib/waiting.ts';
import { describeAccess } from '../../support/access/describe-access.ts';
import { ofQueue } from '../../support/access/expectations.ts';
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

const remove = (name = 'email') =>
  send(createHandler(queues.deadLetters, createTestStack({ caller: queueKeeper })), {
    method: 'DELETE',
    params: { name },
  });

describe('DELETE /v1/queues/{name}/dead-letters', () => {
  it('deletes all of a queue’s dead letters, and no others', async () => {
    await queues.buryAll(Array(130).fill({}));
    const other = await queues.bury({ queue: 'email-urgent' });

    const answer = await remove();

    expect([answer.status, answer.text]).toEqual([204, '']);
    expect([await queues.idsOf(), await queues.countOf()]).toEqual([[], 0]);
    expect([await queues.idsOf('email-urgent'), await queues.countOf('email-urgent')]).toEqual([[other], 1]);
    expect(queues.sent).toEqual([]);
  });

  it('makes a query and a transaction for each fifty, with one audit entry that names them', async () => {
    const ids = await queues.buryAll(Array(120).fill({}));
    resetCalls(database);

    await remove();

    expect(database.calls).toEqual({ get: 0, batchGet: 0, query: 3, write: 0, transact: 3 });
    const entries = auditOf(database, 'dead-letters.deleted');
    expect(entries).toHaveLength(3);
    expect(entries[0]).toMatchObject({ actorId: queueKeeper.userId, subject: 'queues/email/dead-letters' });
    expect(entries.flatMap(({ details }) => (details as { ids: string[] }).ids).sort()).toEqual(ids);
  });

  it('has nothing to do where there is nothing, and knows no queue of another name', async () => {
    const [empty, absent] = [await remove(), await remove('faxes')];

    expect([empty.status, absent.status, absent.json.code]).toEqual([204, 404, 'NO_SUCH_QUEUE']);
    expect(auditOf(database, 'dead-letters.deleted')).toEqual([]);
  });

  it('answers 503 when there was no time for all, and deletes the others when it is asked again', async () => {
    await queues.buryAll(Array(260).fill({}));
    database.hooks.after = (operation) => {
      if (operation === 'transact') queues.clock.advance(2);
    };

    const first = await remove();
    const left = await queues.countOf();
    const second = await remove();

    expect(first).toMatchObject({ status: 503, json: { code: 'DEAD_LETTERS_LEFT' }, headers: { 'retry-after': '1' } });
    expect(first.json.detail).toContain('200 dead letters');
    expect([left, second.status, await queues.countOf()]).toEqual([60, 204, 0]);
  });

  it('works for as long as there is time, with the patience of a worker for each of its calls', async () => {
    await queues.buryAll(Array(25).fill({}));
    const seen: number[] = [];
    database.hooks.before = () => void seen.push(currentPatience().tries);

    await remove();

    expect(new Set(seen)).toEqual(new Set([workerPatience(() => 0).tries]));
  });

  it('leaves those that were sent since it began', async () => {
    await queues.bury();
    const later = await queues.bury({ sentAt: queues.clock() });

    await remove();

    expect(await queues.idsOf()).toEqual([later]);
  });

  it('counts each letter once when several delete and redrive them at once', async () => {
    const ids = await queues.buryAll(Array(130).fill({}));

    const [redriven] = await Promise.all([
      queues.redriving.redriveAll('email'),
      queues.deadLetters.deleteAll('email'),
      queues.deadLetters.deleteAll('email'),
    ]);

    const taken = ['dead-letters.redriven', 'dead-letters.deleted'].map((action) =>
      auditOf(database, action).flatMap(({ details }) => (details as { ids: string[] }).ids),
    );
    expect(taken.flat().sort()).toEqual(ids);
    expect(taken[0]).toHaveLength(redriven.count);
    expect([await queues.idsOf(), await queues.countOf()]).toEqual([[], 0]);
  });
});

describeAccess(trigger, ({ queues, stack }) => createHandler(queues.deadLetters, stack), ofQueue(204));
