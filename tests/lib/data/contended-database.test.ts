import { beforeEach, describe, expect, it } from '@jest/globals';
import { type Action, type Database, ItemContended } from '../../../lib/data/database.ts';
import { createContendedDatabase } from '../../support/contended-database.ts';
import { createMemoryDatabase, type MemoryDatabase } from '../../support/memory-database.ts';
import { seededRandom } from '../../support/random.ts';

let memory: MemoryDatabase;
let database: Database;

beforeEach(() => {
  memory = createMemoryDatabase();
  database = createContendedDatabase(memory, { share: 1, random: seededRandom(1) });
});

const key = { pk: 'COUNT', sk: 'COUNT' };
const oneMore = { kind: 'update', table: 'platform', key, changes: { add: { count: 1 } } } as const;
const named = (name: string): Action => ({ kind: 'put', table: 'platform', item: { pk: name, sk: 'NAME' } });

async function failuresOf(calls: readonly Promise<unknown>[]): Promise<unknown[]> {
  const outcomes = await Promise.allSettled(calls);
  return outcomes.map((outcome) => (outcome.status === 'fulfilled' ? undefined : outcome.reason));
}

describe('the database where transactions collide', () => {
  it('carries out one of many transactions on an item, and nothing of the others', async () => {
    const calls = Array.from({ length: 50 }, (_, at) => database.transact([oneMore, named(`n${at}`)], `token-${at}`));

    const failures = await failuresOf(calls);

    expect(failures.filter((failure) => failure === undefined)).toHaveLength(1);
    expect(failures.filter((failure) => failure instanceof ItemContended)).toHaveLength(49);
    expect(memory.itemsOf('platform')).toHaveLength(2);
    expect(memory.calls.transact).toBe(1);
  });

  it('refuses a write beside a transaction on its item, and reads in the midst of it', async () => {
    const transaction = database.transact([oneMore], 'token');

    const [written, read] = await Promise.allSettled([
      database.write(oneMore),
      database.get({ table: 'platform', key, consistent: true }),
      transaction,
    ]);

    expect(written).toMatchObject({ status: 'rejected', reason: expect.any(ItemContended) });
    expect(read.status).toBe('fulfilled');
  });

  it('lets writes by themselves take turns', async () => {
    await Promise.all(Array.from({ length: 50 }, () => database.write(oneMore)));

    expect(memory.itemsOf('platform')).toEqual([{ ...key, count: 50 }]);
  });
});
