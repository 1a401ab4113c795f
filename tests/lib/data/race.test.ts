import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Database } from '../../../lib/data/database.ts';
import { insert, update } from '../../../lib/data/write.ts';
import { newId } from '../../../lib/ids.ts';
import { sleep } from '../../../lib/live/sleep.ts';
import { startTestDynamoDb, type TestDynamoDb } from '../../support/dynamodb.ts';
import { createMemoryDatabase } from '../../support/memory-database.ts';
import { createTestPlatform } from '../../support/platform.ts';
import { NoteTaken, noteOf, notes, taken } from './note.ts';

const entry = { action: 'user.profile-changed', subject: 'notes/n1', outcome: 'success' } as const;
let dynamo: TestDynamoDb;

beforeAll(async () => {
  dynamo = await startTestDynamoDb();
});

afterAll(() => dynamo?.stop());

describe.each([
  ['memory', createMemoryDatabase],
  ['DynamoDB', () => dynamo.database],
])('twenty commits at once on %s', (_name, open: () => Database) => {
  it('that insert one key: one wins, the others get the error that their write names', async () => {
    const { commit } = createTestPlatform(open(), { sleep });
    const id = newId();
    const rivals = Array.from({ length: 20 }, (_, rival) =>
      insert(notes, noteOf({ id, reads: rival }), { conflict: taken }),
    );

    const outcomes = await Promise.allSettled(rivals.map((write) => commit([write], { audit: [entry] })));

    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const outcome of outcomes) if (outcome.status === 'rejected') expect(outcome.reason).toBeInstanceOf(NoteTaken);
  });

  it('that add to one item: all are counted', async () => {
    const { read, commit } = createTestPlatform(open(), { sleep });
    const id = newId();
    await commit([insert(notes, noteOf({ id }), { conflict: taken })]);

    const addOne = () => commit([update(notes, { id }, { add: { reads: 1 }, conflict: taken })]);
    await Promise.all(Array.from({ length: 20 }, addOne));

    expect(await read.find(notes, { id })).toMatchObject({ reads: 20, version: 21 });
  });
});
