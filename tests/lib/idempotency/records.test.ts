import { beforeEach, describe, expect, it } from '@jest/globals';
import { createIdempotencyRecords } from '../../../lib/idempotency/records.ts';
import { asSet } from '../../../lib/sets.ts';
import { createTestCaller } from '../../support/http.ts';
import { createMemoryDatabase, type MemoryDatabase } from '../../support/memory-database.ts';
import { createTestPlatform } from '../../support/platform.ts';

const requestWith = (input: unknown) => ({ caller: createTestCaller(), route: 'POST /v1/things', key: 'key-1', input });
const listed = (...roles: string[]) => ({ body: { name: 'Grace', roles } });
const asSetOf = (...roles: string[]) => ({ body: { name: 'Grace', roles: asSet(roles) } });
let database: MemoryDatabase;

beforeEach(() => {
  database = createMemoryDatabase();
});

/** Puts a request on record, and tells what becomes of another one with its key. */
async function outcomeOf(first: unknown, second: unknown): Promise<string> {
  const platform = createTestPlatform(database);
  const records = createIdempotencyRecords(platform);
  await platform.commit([await records.pendingFor(requestWith(first)).writeOf({ id: 'a' })], { audit: [] });
  return records.find(requestWith(second)).then(
    (kept) => (kept ? 'replayed' : 'unknown'),
    ({ code }) => code,
  );
}

describe('a request on record', () => {
  it.each([
    ['as it was', listed('doctor', 'staff'), listed('doctor', 'staff'), 'replayed'],
    ['with its fields in another order', { a: 1, b: [{ c: 2, d: 3 }] }, { b: [{ d: 3, c: 2 }], a: 1 }, 'replayed'],
    ['with a set in another order', asSetOf('staff', 'doctor'), asSetOf('doctor', 'staff'), 'replayed'],
    ['with another set', asSetOf('staff', 'doctor'), asSetOf('doctor'), 'IDEMPOTENCY_KEY_REUSED'],
    ['with a list in another order', listed('staff', 'doctor'), listed('doctor', 'staff'), 'IDEMPOTENCY_KEY_REUSED'],
    ['as it was before there were sets', listed('staff', 'doctor'), asSetOf('staff', 'doctor'), 'replayed'],
    [
      'in another order than before there were sets',
      listed('staff', 'doctor'),
      asSetOf('doctor', 'staff'),
      'IDEMPOTENCY_KEY_REUSED',
    ],
    ['with nothing in place of something', { body: undefined }, { body: null }, 'IDEMPOTENCY_KEY_REUSED'],
  ])('that comes again %s', async (_, first, second, outcome) => {
    expect(await outcomeOf(first, second)).toBe(outcome);
  });

  it('leaves the sets of what was given as they are', async () => {
    const input = asSetOf('staff', 'doctor');

    await outcomeOf(input, input);

    expect(input.body.roles).toEqual(['staff', 'doctor']);
  });
});
