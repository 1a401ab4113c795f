import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { AnswerLost, type Database, DatabaseBusy } from '../../../lib/data/database.ts';
import { deadLetterIdOf } from '../../../lib/messaging/dead-letter-id.ts';
import { createDeadLetterRepository } from '../../../lib/messaging/dead-letter-repository.ts';
import { createParkMessage, createRecordDeadLetters, type GivenUp } from '../../../lib/messaging/parking.ts';
import { createCountKept } from '../../../lib/messaging/queue-counts.ts';
import { startTestDynamoDb, type TestDynamoDb } from '../../support/dynamodb.ts';
import { createMemoryDatabase, type MemoryDatabase } from '../../support/memory-database.ts';
import { createTestPlatform, type TestPlatformOptions } from '../../support/platform.ts';
import { type MessageFields, sqsRecord } from '../../support/queue.ts';

const sentAt = new Date('2026-03-08T09:00:00.000Z');
const failure = { cause: { code: 'MAIL_UNAVAILABLE', message: 'The mail server is down' }, receives: 3 };
const givenUp = (number: number, fields: MessageFields = {}): GivenUp => ({
  record: sqsRecord({ messageId: `m${number}`, sentAt, ...fields }),
  failure,
});
const messages = (count: number, from = 0) => Array.from({ length: count }, (_, index) => givenUp(from + index));

let dynamo: TestDynamoDb;
let database: MemoryDatabase;

beforeAll(async () => {
  dynamo = await startTestDynamoDb();
}, 120_000);

afterAll(() => dynamo?.stop());

beforeEach(() => {
  database = createMemoryDatabase();
});

/** What records, and what tells what is recorded, on a database. */
function recordingOn(store: Database = database, options: TestPlatformOptions = {}) {
  const platform = createTestPlatform(store, options);
  const deadLetters = createDeadLetterRepository(platform);
  return {
    record: createRecordDeadLetters(platform),
    park: createParkMessage(platform),
    countOf: async () => (await createCountKept(platform)(['email'])).get('email')?.deadLetters,
    lettersOf: async () => (await deadLetters.list('email', { limit: 1_000 })).items,
  };
}

describe('recording dead letters', () => {
  it('keeps the message as it was sent, why it was given up, and when', async () => {
    const { record, lettersOf } = recordingOn();

    await record('email', [givenUp(1, { body: 'no json' })]);

    expect(await lettersOf()).toEqual([
      {
        id: deadLetterIdOf('m1', sentAt),
        queue: 'email',
        body: 'no json',
        error: failure.cause,
        receives: 3,
        sentAt: sentAt.toISOString(),
        diedAt: '2026-03-08T09:30:00.000Z',
        version: 1,
      },
    ]);
  });

  it('makes one transaction for all messages of a batch', async () => {
    const { record, countOf } = recordingOn();

    const failed = await record('email', messages(10));

    expect(failed.size).toBe(0);
    expect(database.calls).toEqual({ get: 0, batchGet: 0, query: 0, write: 0, transact: 1 });
    expect(await countOf()).toBe(10);
  });

  it('takes no offence at messages that are recorded already, and counts each once', async () => {
    const { record, countOf, lettersOf } = recordingOn();
    await record('email', messages(4));

    const again = await record('email', messages(4));
    const overlapping = await record('email', messages(4, 2));
    const twiceInOne = await record('email', [givenUp(9), givenUp(9)]);

    expect([again, overlapping, twiceInOne].map(({ size }) => size)).toEqual([0, 0, 0]);
    expect(await lettersOf()).toHaveLength(7);
    expect(await countOf()).toBe(7);
  });

  it('answers each of them when the store does not', async () => {
    const { record } = recordingOn();
    database.hooks.before = () => {
      throw new AnswerLost();
    };

    const failed = await record('email', messages(3));

    expect([...failed.keys()]).toEqual(['m0', 'm1', 'm2']);
    expect(failed.get('m0')).toBeInstanceOf(AnswerLost);
    // It is asked as often as for one: to ask for each would outlast the invocation.
    expect(database.calls.transact).toBeLessThanOrEqual(8);
  });

  it('is not put off by an answer that was lost: what is there counts', async () => {
    const { record, countOf } = recordingOn();
    let lost = 0;
    database.hooks.after = () => {
      lost += 1;
      if (lost === 1) throw new AnswerLost();
    };

    const failed = await record('email', messages(10));

    expect([lost > 0, failed.size, await countOf()]).toEqual([true, 0, 10]);
  });

  it('leaves to come again what is too long for any item, and records the others', async () => {
    const { record, countOf, lettersOf } = recordingOn(dynamo.database);
    const tooLong = givenUp(99, { body: 'x'.repeat(1024 * 1024) });

    const failed = await record('email', [...messages(4), tooLong, ...messages(5, 4)]);

    expect([...failed.keys()]).toEqual(['m99']);
    expect(await lettersOf()).toHaveLength(9);
    expect(await countOf()).toBe(9);
  });

  it('bears a storm: 500 letters at once on a store that lets one transaction at a time change the tally', async () => {
    let [isBusy, conflicts] = [false, 0];
    const contended = {
      ...database,
      async transact(...call: Parameters<MemoryDatabase['transact']>) {
        if (isBusy) conflicts += 1;
        if (isBusy) throw new DatabaseBusy();
        isBusy = true;
        await Promise.resolve();
        await database.transact(...call).finally(() => {
          isBusy = false;
        });
      },
    };
    // Whoever has to wait lets the others go on.
    const sleep = () => new Promise((resolve) => setImmediate(resolve));
    const { record, countOf } = recordingOn(contended, { sleep });
    const batches = Array.from({ length: 50 }, (_, batch) => messages(10, batch * 10));

    const lanes = Array.from({ length: 5 }, async (_, lane) => {
      for (const batch of batches.filter((__, index) => index % 5 === lane))
        expect((await record('email', batch)).size).toBe(0);
    });
    await Promise.all(lanes);

    expect(await countOf()).toBe(500);
    expect(conflicts).toBeGreaterThan(0);
  });
});

describe('parking a message', () => {
  it('records it once, however often, by one transaction', async () => {
    const { park, countOf } = recordingOn();

    await park('email', givenUp(1).record, failure);
    const calls = { ...database.calls };
    await park('email', givenUp(1).record, failure);

    expect(calls).toEqual({ get: 0, batchGet: 0, query: 0, write: 0, transact: 1 });
    expect(await countOf()).toBe(1);
  });

  it('fails when it is not recorded, so that the message comes again', async () => {
    const { park, countOf } = recordingOn();
    database.hooks.before = (operation) => {
      if (operation === 'transact') throw new AnswerLost();
    };

    await expect(park('email', givenUp(1).record, failure)).rejects.toBeInstanceOf(AnswerLost);

    expect(await countOf()).toBe(0);
  });
});
