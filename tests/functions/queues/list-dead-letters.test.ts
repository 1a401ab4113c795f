import { beforeEach, describe, expect, it } from '@jest/globals';
import { createHandler, trigger } from '../../../functions/queues/list-dead-letters.ts';
import { AnswerLost } from '../../../lib/data/database.ts';
import { createCursorSeal } from '../../../lib/http/cursor-seal.ts';
import { createSecrets } from '../../../lib/secrets/secrets.ts';
import { describeAccess } from '../../support/access/describe-access.ts';
import { ofQueue } from '../../support/access/expectations.ts';
import { createTestCaller, createTestStack, send } from '../../support/http.ts';
import { createMemoryDatabase, type MemoryDatabase } from '../../support/memory-database.ts';
import { auditOf, resetCalls } from '../../support/people.ts';
import { createQueues, type Queues, queueKeeper } from '../../support/queues.ts';

let database: MemoryDatabase;
let queues: Queues;

beforeEach(() => {
  database = createMemoryDatabase();
  queues = createQueues(database);
});

const seal = createCursorSeal(
  createSecrets(async () => JSON.stringify({ current: 1, secrets: { 1: `${'A'.repeat(43)}=` } })),
);
const list = (query = '', name = 'email', caller = queueKeeper) =>
  send(createHandler(queues.deadLetters, { ...createTestStack({ caller }), cursors: seal }), {
    params: { name },
    query,
  });
const idsIn = ({ json }: { json: Record<string, unknown> }) => (json.data as { id: string }[]).map(({ id }) => id);
const cursorIn = ({ json }: { json: Record<string, unknown> }) => (json.meta as { nextCursor?: string }).nextCursor;

describe('GET /v1/queues/{name}/dead-letters', () => {
  it('answers what the queue has given up, each with its error, the one sent last first', async () => {
    const [first, second] = await queues.buryAll([
      {},
      { body: 'no json', error: { code: 'WORKER_DIED', message: 'It died' } },
    ]);
    await queues.bury({ queue: 'email-urgent' });

    const answer = await list();

    expect(answer.status).toBe(200);
    expect(answer.json).toEqual({
      data: [
        {
          id: second,
          message: 'no json',
          error: { code: 'WORKER_DIED', message: 'It died' },
          receives: 3,
          sentAt: '2026-03-08T08:00:02.000Z',
          diedAt: '2026-03-08T09:30:00.000Z',
        },
        {
          id: first,
          message: { number: 1 },
          error: { code: 'MAIL_UNAVAILABLE', message: 'The mail server is down' },
          receives: 3,
          sentAt: '2026-03-08T08:00:01.000Z',
          diedAt: '2026-03-08T09:30:00.000Z',
        },
      ],
      meta: { limit: 20 },
    });
  });

  it('leads through all of them, each once', async () => {
    const ids = await queues.buryAll(Array(5).fill({}));

    const first = await list('limit=2');
    const second = await list(`limit=2&cursor=${cursorIn(first)}`);
    const third = await list(`limit=2&cursor=${cursorIn(second)}`);

    expect([first, second, third].flatMap(idsIn)).toEqual(ids.toReversed());
    expect(cursorIn(third)).toBeUndefined();
  });

  it('makes one query, and puts the list on record', async () => {
    await queues.buryAll(Array(3).fill({}));
    resetCalls(database);

    await list('limit=2');

    expect(database.calls).toEqual({ get: 0, batchGet: 0, query: 1, write: 1, transact: 0 });
    expect(auditOf(database, 'dead-letters.listed')).toMatchObject([
      { actorId: queueKeeper.userId, subject: 'queues/email/dead-letters', outcome: 'success' },
    ]);
  });

  it('shows nothing that cannot be put on record', async () => {
    await queues.bury({ body: '{"userId":"somebody"}' });
    database.hooks.before = (operation) => {
      if (operation === 'write') throw new AnswerLost();
    };

    const answer = await list();

    expect(answer.status).toBe(503);
    expect(answer.text).not.toContain('somebody');
  });

  it('takes no cursor of another queue, nor of another caller', async () => {
    await queues.buryAll([{}, {}, { queue: 'email-urgent' }, { queue: 'email-urgent' }]);
    const cursor = cursorIn(await list('limit=1'));
    const query = `limit=1&cursor=${cursor}`;

    const answers = [
      await list(query),
      await list(query, 'email-urgent'),
      await list(query, 'email', { ...queueKeeper, userId: createTestCaller().userId.replace(/1$/, '2') }),
    ];

    expect(answers.map(({ status }) => status)).toEqual([200, 400, 400]);
    expect(answers.slice(1).map(({ json }) => json.code)).toEqual(['INVALID_CURSOR', 'INVALID_CURSOR']);
  });

  it('answers an empty list for a queue that has given nothing up, and 404 for one that is not there', async () => {
    const [empty, absent] = [await list('', 'email-urgent'), await list('', 'faxes')];

    expect([empty.status, empty.json.data]).toEqual([200, []]);
    expect([absent.status, absent.json.code]).toEqual([404, 'NO_SUCH_QUEUE']);
  });

  it.each(['limit=0', 'limit=101', 'cursor=x', 'code=WORKER_DIED'])('refuses ?%s with 400', async (query) => {
    expect((await list(query)).status).toBe(400);
  });
});

describeAccess(trigger, ({ queues, stack }) => createHandler(queues.deadLetters, stack), ofQueue(200));
