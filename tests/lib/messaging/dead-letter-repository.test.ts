import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Commit } from '../../../lib/commit/commit.ts';
import type { Database } from '../../../lib/data/database.ts';
import { mostMessageBytes } from '../../../lib/message-bounds.ts';
import { deadLetterIdOf } from '../../../lib/messaging/dead-letter-id.ts';
import {
  createDeadLetterRepository,
  type DeadLetter,
  deadLetter,
} from '../../../lib/messaging/dead-letter-repository.ts';
import { createCountKept } from '../../../lib/messaging/queue-counts.ts';
import { startTestDynamoDb, type TestDynamoDb } from '../../support/dynamodb.ts';
import { createMemoryDatabase } from '../../support/memory-database.ts';
import { createTestPlatform } from '../../support/platform.ts';

const noon = new Date('2026-03-08T12:00:00.000Z');
const second = (number: number) => new Date(noon.getTime() + number * 1_000);
let dynamo: TestDynamoDb;

beforeAll(async () => {
  dynamo = await startTestDynamoDb();
}, 120_000);

afterAll(() => dynamo?.stop());

function letterOf(number: number, overrides: Partial<DeadLetter> = {}): DeadLetter {
  const sentAt = second(number);
  return {
    id: deadLetterIdOf(`message-${number}`, sentAt),
    queue: 'email',
    body: '{}',
    error: { code: 'MAIL_UNAVAILABLE', message: 'The mail server is down' },
    receives: 3,
    sentAt: sentAt.toISOString(),
    diedAt: sentAt.toISOString(),
    ...overrides,
  };
}

const [first, middle, last] = [letterOf(1), letterOf(2), letterOf(3)];
const everything = { limit: 100 };
const idsOf = ({ items }: { items: readonly DeadLetter[] }) => items.map(({ id }) => id);

describe.each<[string, () => Database]>([
  ['memory', createMemoryDatabase],
  ['DynamoDB', () => dynamo.database],
])('the dead letters on %s', (name, open) => {
  let commit: Commit;
  let deadLetters: ReturnType<typeof createDeadLetterRepository>;
  let countKept: ReturnType<typeof createCountKept>;
  // The tests share one DynamoDB: on it each takes away what it has added.
  beforeEach(async () => {
    const platform = createTestPlatform(open());
    commit = platform.commit;
    deadLetters = createDeadLetterRepository(platform);
    countKept = createCountKept(platform);
    if (name === 'memory') return;
    const left = idsOf(await deadLetters.list('email', everything));
    if (left.length > 0) await commit(deadLetters.take('email', left));
  });

  it('stand in the order of their sending, whichever end they are read from', async () => {
    await commit(deadLetters.add('email', [middle, last, first]));

    const newest = await deadLetters.list('email', { limit: 2, after: undefined });
    const rest = await deadLetters.list('email', { limit: 2, after: newest.next });
    const oldest = await deadLetters.listOldest('email', second(60), everything);

    expect([idsOf(newest), idsOf(rest)]).toEqual([[last.id, middle.id], [first.id]]);
    expect(idsOf(oldest)).toEqual([first.id, middle.id, last.id]);
  });

  it('can be read up to an instant, what was sent at that instant excluded', async () => {
    await commit(deadLetters.add('email', [first, middle, last]));

    const before = await deadLetters.listOldest('email', second(2), everything);
    const after = await deadLetters.listOldest('email', new Date(second(2).getTime() + 1), everything);

    expect([idsOf(before), idsOf(after)]).toEqual([[first.id], [first.id, middle.id]]);
  });

  it('are each queue’s own', async () => {
    await commit(deadLetters.add('email', [first]));

    expect(await deadLetters.find('email-urgent', first.id)).toBeUndefined();
    expect((await deadLetters.list('email-urgent', everything)).items).toEqual([]);
    const counts = await countKept(['email', 'email-urgent']);
    expect([...counts].map(([queue, { deadLetters: count }]) => [queue, count])).toEqual([
      ['email', 1],
      ['email-urgent', 0],
    ]);
  });

  it('are added together or not at all, and so is their tally', async () => {
    await commit(deadLetters.add('email', [first]));

    await expect(commit(deadLetters.add('email', [first, middle]))).rejects.toMatchObject({ code: 'ALREADY_RECORDED' });

    expect(idsOf(await deadLetters.list('email', everything))).toEqual([first.id]);
    expect((await countKept(['email'])).get('email')?.deadLetters).toBe(1);
  });

  it('are taken together or not at all, and so is their tally', async () => {
    await commit(deadLetters.add('email', [first, middle]));

    const taken = commit(deadLetters.take('email', [first.id, last.id]));

    await expect(taken).rejects.toMatchObject({ code: 'NO_SUCH_DEAD_LETTER' });
    expect((await deadLetters.findSome('email', [first.id, middle.id, last.id])).map(({ id }) => id)).toEqual([
      first.id,
      middle.id,
    ]);
    expect((await countKept(['email'])).get('email')?.deadLetters).toBe(2);
  });

  it('hold the longest message that a queue takes, ten of them in one transaction', async () => {
    const body = `"${'é'.repeat(mostMessageBytes / 2 - 1)}"`;
    const letters = Array.from({ length: 10 }, (_, number) => letterOf(100 + number, { body }));

    await commit(deadLetters.add('email', letters));

    expect(Buffer.byteLength(body)).toBe(mostMessageBytes);
    expect((await deadLetters.find('email', String(letters[9]?.id)))?.body).toBe(body);
  });
});

describe('the dead letters that are dealt with', () => {
  it('are seen as of now, not as of a second ago', async () => {
    const database = createMemoryDatabase();
    const asked: unknown[] = [];
    database.hooks.before = (_, request) => void asked.push(request);
    const deadLetters = createDeadLetterRepository(createTestPlatform(database));

    await deadLetters.listOldest('email', noon, everything);
    await deadLetters.find('email', first.id);

    expect(asked).toMatchObject([{ consistent: true }, { consistent: true }]);
  });
});

describe('the id of a dead letter', () => {
  it('is the same for each copy of a message, and another for any other message', () => {
    const ids = ['a', 'a', 'b'].map((messageId) => deadLetterIdOf(messageId, noon));

    expect(ids[0]).toBe(ids[1]);
    expect(ids[0]).not.toBe(ids[2]);
    expect(deadLetterIdOf('a', second(1))).not.toBe(ids[0]);
  });

  it('is a UUIDv7 of the time of sending', () => {
    const id = deadLetterIdOf('a', noon);

    expect(deadLetter().shape.id.parse(id)).toMatch(
      /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    );
    expect(Number.parseInt(id.replace('-', '').slice(0, 12), 16)).toBe(noon.getTime());
  });
});
