import { beforeEach, describe, expect, it } from '@jest/globals';
import { createHandler, trigger } from '../../../functions/queues/get-dead-letter.ts';
import { AnswerLost } from '../../../lib/data/database.ts';
import { describeAccess } from '../../support/access/describe-access.ts';
import { administered, inQueue } from '../../support/access/expectations.ts';
import { createTestStack, send } from '../../support/http.ts';
import { createMemoryDatabase, type MemoryDatabase } from '../../support/memory-database.ts';
import { auditOf, resetCalls } from '../../support/people.ts';
import { createQueues, type Queues, queueKeeper } from '../../support/queues.ts';

const absentId = '019a0000-0000-7000-8000-0000000fffff';
let database: MemoryDatabase;
let queues: Queues;

beforeEach(() => {
  database = createMemoryDatabase();
  queues = createQueues(database);
});

const get = (deadLetterId: string, name = 'email') =>
  send(createHandler(queues.deadLetters, createTestStack({ caller: queueKeeper })), { params: { name, deadLetterId } });
const messageIn = ({ json }: { json: Record<string, unknown> }) => (json.data as { message?: unknown }).message;

describe('GET /v1/queues/{name}/dead-letters/{deadLetterId}', () => {
  it('answers the message and why it was given up', async () => {
    const id = await queues.bury({ body: '{"type":"user.verified","data":{}}' });

    const answer = await get(id);

    expect(answer.status).toBe(200);
    expect(answer.json).toEqual({
      data: {
        id,
        message: { type: 'user.verified', data: {} },
        error: { code: 'MAIL_UNAVAILABLE', message: 'The mail server is down' },
        receives: 3,
        sentAt: '2026-03-08T08:00:01.000Z',
        diedAt: '2026-03-08T09:30:00.000Z',
      },
    });
  });

  it('makes one read, and puts it on record', async () => {
    const id = await queues.bury();
    resetCalls(database);

    await get(id);

    expect(database.calls).toEqual({ get: 1, batchGet: 0, query: 0, write: 1, transact: 0 });
    expect(auditOf(database, 'dead-letter.read')).toMatchObject([
      { actorId: queueKeeper.userId, subject: `queues/email/dead-letters/${id}`, outcome: 'success' },
    ]);
  });

  it('shows nothing that cannot be put on record', async () => {
    const id = await queues.bury({ body: '{"userId":"somebody"}' });
    database.hooks.before = (operation) => {
      if (operation === 'write') throw new AnswerLost();
    };

    const answer = await get(id);

    expect(answer.status).toBe(503);
    expect(answer.text).not.toContain('somebody');
  });

  it.each([
    ['null', null],
    ['0', 0],
    ['"text"', 'text'],
    ['[]', []],
    ['{"__proto__":{"admin":true}}', JSON.parse('{"__proto__":{"admin":true}}')],
    ['', ''],
    ['{"half":', '{"half":'],
    ['undefined', 'undefined'],
  ])('shows a body of %j as what it is', async (body, message) => {
    const answer = await get(await queues.bury({ body }));

    expect(answer.status).toBe(200);
    expect(messageIn(answer)).toEqual(message);
  });

  it('shows JSON of a hundred thousand levels as text, which could not be written as JSON again', async () => {
    const body = '['.repeat(100_000) + ']'.repeat(100_000);

    const answer = await get(await queues.bury({ body }));

    expect([answer.status, messageIn(answer)]).toEqual([200, body]);
  });

  it('finds one by its id in capitals', async () => {
    const id = await queues.bury();

    const answer = await get(id.toUpperCase());

    expect([answer.status, answer.json.data]).toEqual([200, expect.objectContaining({ id })]);
    expect(auditOf(database, 'dead-letter.read')).toMatchObject([{ subject: expect.stringMatching(id) }]);
  });

  it('answers 404 for one that is absent, or of another queue, and says nothing of it on record', async () => {
    const id = await queues.bury();

    const answers = [await get(absentId), await get(id, 'email-urgent')];

    expect(answers.map(({ status, json }) => [status, json.code])).toEqual(Array(2).fill([404, 'NO_SUCH_DEAD_LETTER']));
    expect(await get(id, 'faxes')).toMatchObject({ status: 404, json: { code: 'NO_SUCH_QUEUE' } });
    expect(auditOf(database, 'dead-letter.read')).toEqual([]);
  });

  it('refuses what is no id with 400', async () => {
    expect((await get('1')).json.code).toBe('VALIDATION_FAILED');
  });
});

describeAccess(trigger, ({ queues, stack }) => createHandler(queues.deadLetters, stack), {
  ...administered('deadLetter', 200),
  ...inQueue,
});
