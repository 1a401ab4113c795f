import { beforeEach, describe, expect, it } from '@jest/globals';
import { createHandler, trigger } from '../../../functions/queues/redrive-dead-letters.ts';
import { AnswerLost } from '../../../lib/data/database.ts';
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
/** Whether the queue refuses a message, and what happens when it is asked to take one. */
let refuses: (id: string) => boolean;

beforeEach(() => {
  refuses = () => false;
  database = createMemoryDatabase();
  queues = createQueues(database, (id) => refuses(id));
});

const redrive = (name = 'email') =>
  send(createHandler(queues.redriving, createTestStack({ caller: queueKeeper })), {
    method: 'POST',
    params: { name },
  });
const sentIds = () => queues.sent.map(({ id }) => id);

describe('POST /v1/queues/{name}/redrive', () => {
  it('sends all of a queue’s dead letters, the oldest first, and takes them away', async () => {
    const ids = await queues.buryAll(Array(25).fill({}));
    const other = await queues.bury({ queue: 'email-urgent' });

    const answer = await redrive();

    expect([answer.status, answer.json]).toEqual([202, { data: { count: 25 } }]);
    expect(sentIds()).toEqual(ids);
    expect(queues.sent[0]).toMatchObject({ queue: 'email', body: '{"number":1}', redriven: true });
    expect([await queues.idsOf(), await queues.countOf()]).toEqual([[], 0]);
    expect(await queues.idsOf('email-urgent')).toEqual([other]);
  });

  it('makes a query and a transaction for each ten, with one audit entry that names them', async () => {
    const ids = await queues.buryAll(Array(25).fill({}));
    resetCalls(database);

    await redrive();

    expect(database.calls).toEqual({ get: 0, batchGet: 0, query: 3, write: 0, transact: 3 });
    const entries = auditOf(database, 'dead-letters.redriven');
    expect(entries).toHaveLength(3);
    expect(entries[0]).toMatchObject({ actorId: queueKeeper.userId, subject: 'queues/email/dead-letters' });
    expect(entries.flatMap(({ details }) => (details as { ids: string[] }).ids).sort()).toEqual(ids);
  });

  it('works for as long as there is time, with the patience of a worker for each of its calls', async () => {
    await queues.buryAll(Array(25).fill({}));
    const seen: number[] = [];
    database.hooks.before = () => void seen.push(currentPatience().tries);

    await redrive();

    expect(new Set(seen)).toEqual(new Set([workerPatience(() => 0).tries]));
  });

  it('has nothing to send where there is nothing, and knows no queue of another name', async () => {
    const [empty, absent] = [await redrive(), await redrive('faxes')];

    expect([empty.status, empty.json]).toEqual([202, { data: { count: 0 } }]);
    expect([absent.status, absent.json.code]).toEqual([404, 'NO_SUCH_QUEUE']);
  });

  it('leaves what the queue refuses where it is, and goes on with the others', async () => {
    const ids = await queues.buryAll(Array(35).fill({}));
    const poison = [ids[0], ...ids.slice(10, 20)];
    refuses = (id) => poison.includes(id);

    const answer = await redrive();

    expect([answer.status, answer.json]).toEqual([202, { data: { count: 24 } }]);
    expect([await queues.idsOf(), await queues.countOf()]).toEqual([poison, 11]);
    expect(sentIds()).toEqual(ids.filter((id) => !poison.includes(id)));
  });

  it('answers 503 when the queue takes none of them, and nothing is lost', async () => {
    const ids = await queues.buryAll(Array(25).fill({}));
    refuses = () => true;

    const answer = await redrive();

    expect(answer).toMatchObject({ status: 503, json: { code: 'QUEUES_UNAVAILABLE' } });
    expect([await queues.idsOf(), await queues.countOf()]).toEqual([ids, 25]);
  });

  it('gives a queue up that does not answer, instead of waiting for it with each ten', async () => {
    await queues.buryAll(Array(100).fill({}));
    let asked = 0;
    refuses = () => {
      asked += 1;
      queues.clock.advance(0.25);
      return true;
    };

    const answer = await redrive();

    expect([answer.status, asked]).toEqual([503, 10]);
  });

  it('stops when its time is up, tells how many it sent, and sends the others when it is asked again', async () => {
    const ids = await queues.buryAll(Array(100).fill({}));
    refuses = () => {
      queues.clock.advance(0.2);
      return false;
    };

    const [first, second, third] = [await redrive(), await redrive(), await redrive()];

    expect([first, second, third].map(({ json }) => (json.data as { count: number }).count)).toEqual([40, 40, 20]);
    expect(sentIds()).toEqual(ids);
    expect(await queues.countOf()).toBe(0);
  });

  it('does not meet again what dies again meanwhile', async () => {
    await queues.buryAll(Array(15).fill({}));
    queues.clock.advance(1);
    const dying: Promise<unknown>[] = [];
    refuses = (id) => {
      dying.push(queues.bury({ messageId: `again-${id}`, sentAt: queues.clock() }));
      return false;
    };

    const answer = await redrive();
    await Promise.all(dying);

    expect(answer.json).toEqual({ data: { count: 15 } });
    expect([queues.sent.length, await queues.countOf()]).toEqual([15, 15]);
  });

  it('leaves what was sent and not taken away to be redriven again, when it dies in between', async () => {
    const ids = await queues.buryAll(Array(25).fill({}));
    let commits = 0;
    database.hooks.before = (operation) => {
      if (operation !== 'transact') return;
      commits += 1;
      if (commits > 1) throw new AnswerLost();
    };

    const died = await redrive();
    database.hooks.before = undefined;
    const again = await redrive();

    expect([died.status, again.json]).toEqual([503, { data: { count: 15 } }]);
    expect([...new Set(sentIds())].sort()).toEqual(ids);
    expect(sentIds()).toHaveLength(35);
    expect([await queues.idsOf(), await queues.countOf()]).toEqual([[], 0]);
  });

  it.each([1, 2, 3, 4, 5])(
    'loses and miscounts nothing when several do it at once, and one deletes some (%d)',
    async (seed) => {
      const ids = await queues.buryAll(Array(95).fill({}));
      const deleted = ids.filter((_, index) => index % 7 === seed);
      const before = deleted.map((id) =>
        queues.deadLetters.delete('email', id).then(
          () => 1,
          () => 0,
        ),
      );

      const counts = await Promise.all(Array.from({ length: 3 }, () => queues.redriving.redriveAll('email')));
      const removed = (await Promise.all(before)).reduce((sum: number, each) => sum + each, 0);

      const redriven = counts.reduce((sum, { count }) => sum + count, 0);
      expect(redriven + removed).toBe(95);
      expect([await queues.idsOf(), await queues.countOf()]).toEqual([[], 0]);
      const missing = ids.filter((id) => !deleted.includes(id) && !sentIds().includes(id));
      expect(missing).toEqual([]);
      const recorded = auditOf(database, 'dead-letters.redriven').flatMap(
        ({ details }) => (details as { ids: string[] }).ids,
      );
      expect([recorded.length, new Set(recorded).size]).toEqual([redriven, redriven]);
      // They did meet: somebody looked again for what was left.
      expect(database.calls.batchGet).toBeGreaterThan(1);
    },
  );
});

describeAccess(trigger, ({ queues, stack }) => createHandler(queues.redriving, stack), ofQueue(202));
