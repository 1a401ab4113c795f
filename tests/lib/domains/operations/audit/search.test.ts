import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Position } from '../../../../../lib/data/page.ts';
import type { AuditFilter } from '../../../../../lib/domains/operations/audit/schema.ts';
import { createAuditSearch } from '../../../../../lib/domains/operations/audit/search.ts';
import { addEntry } from '../../../../support/audit.ts';
import { createTestClock } from '../../../../support/clock.ts';
import { startTestDynamoDb, type TestDynamoDb } from '../../../../support/dynamodb.ts';
import { createTestPlatform } from '../../../../support/platform.ts';

const clock = createTestClock('2026-03-08T09:30:00.000Z');
const at = (minute: number) => `2026-03-08T08:0${minute}:00.000Z`;
let dynamoDb: TestDynamoDb;

/** Six entries a minute apart, of which every other one was refused. */
beforeAll(async () => {
  dynamoDb = await startTestDynamoDb();
  for (let minute = 0; minute < 6; minute++)
    await addEntry(dynamoDb.database, at(minute), { outcome: minute % 2 ? 'refused' : 'success' });
});

afterAll(() => dynamoDb.stop());

/** The times of all that is found, a page of one after the other. */
async function timesOf(filter: AuditFilter): Promise<string[]> {
  const { database } = dynamoDb;
  const search = createAuditSearch({ ...createTestPlatform(database, { clock }), database });
  const times: string[] = [];
  let after: Position | undefined;
  do {
    const { items, next } = await search.list(filter, { limit: 1, after });
    times.push(...items.map(({ time }) => time));
    after = next;
  } while (after);
  return times;
}

describe('the search of the audit, on DynamoDB itself', () => {
  it.each<[string, AuditFilter]>([
    ['an actor', { actorId: 'actor-1' }],
    ['a subject', { subject: 'users/u1' }],
    ['a day', { from: '2026-03-08T00:00:00.000Z' }],
  ])('goes through the entries of %s', async (_, filter) => {
    expect(await timesOf(filter)).toEqual([5, 4, 3, 2, 1, 0].map(at));
  });

  it.each<[string, AuditFilter]>([
    ['an actor', { actorId: 'actor-1', outcome: 'refused' }],
    ['a subject', { subject: 'users/u1', outcome: 'refused' }],
    ['a day', { from: '2026-03-08T00:00:00.000Z', outcome: 'refused' }],
  ])('goes on behind the last that was shown of those looked at, of %s', async (_, filter) => {
    expect(await timesOf(filter)).toEqual([5, 3, 1].map(at));
  });

  it('takes both ends of a range with it', async () => {
    expect(await timesOf({ actorId: 'actor-1', from: at(2), to: at(3) })).toEqual([at(3), at(2)]);
  });

  it.each<[string, AuditFilter]>([
    ['from the future on', { from: '2027-01-01T00:00:00.000Z' }],
    ['of an actor from the future on', { actorId: 'actor-1', from: '2027-01-01T00:00:00.000Z' }],
    ['up to long ago', { to: '1999-01-01T00:00:00.000Z' }],
    ['of a subject up to long ago', { subject: 'users/u1', to: '1999-01-01T00:00:00.000Z' }],
  ])('finds nothing %s, which is no error', async (_, filter) => {
    expect(await timesOf(filter)).toEqual([]);
  });
});
