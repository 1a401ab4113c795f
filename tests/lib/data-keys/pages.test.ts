import { beforeEach, describe, expect, it } from '@jest/globals';
import { at } from '../../../lib/data/read.ts';
import { insert } from '../../../lib/data/write.ts';
import type { DataKey } from '../../../lib/data-keys/data-key.ts';
import { dataKeyAt } from '../../../lib/data-keys/data-key-repository.ts';
import { createMemoryDatabase, type MemoryDatabase } from '../../support/memory-database.ts';
import { createTestPlatform, type TestPlatform } from '../../support/platform.ts';
import { createRecordKeys, type RecordKeys } from '../../support/record-keys.ts';
import { charts, ownFields, rows, shownFields } from './chart.ts';

const ids = Array.from({ length: 100 }, (_, index) => String(index).padStart(3, '0'));
const conflict = () => new Error('conflict');
let database: MemoryDatabase;
let platform: TestPlatform;
let keys: RecordKeys;

beforeEach(async () => {
  database = createMemoryDatabase();
  platform = createTestPlatform(database);
  keys = createRecordKeys(platform, { held: ['clinics'] });
  await keys.rotate();
  const clinic = await keys.keyring.obtain('clinics/one');
  for (const id of ids) await register(id, clinic);
});

/** Registers somebody by one transaction: the record, its row in the list of the clinic, and its key. */
async function register(id: string, clinic: DataKey): Promise<void> {
  const place = { id, clinicId: 'one' };
  const { key, write } = await keys.keyring.make(`patients/${id}`);
  const shown = shownFields.seal(place, { bloodGroup: 'A+' }, clinic);
  const own = ownFields.seal(place, { notes: `about ${id}`, address: null }, key);
  const row = { ...place, ...rows.fields.seal(place, { name: `Patient ${id}` }, clinic) };
  await platform.commit([
    insert(charts, { ...place, ...shown, ...own }, { conflict }),
    insert(rows.entity, row, { conflict }),
    write,
  ]);
}

/** What some work costs: calls of the database, and of the root key. */
async function costOf<T>(work: () => Promise<T>) {
  const before = { ...database.calls, root: keys.rootKey.opened };
  const result = await work();
  const after = { ...database.calls, root: keys.rootKey.opened };
  const spent = Object.entries(after).map(([name, count]) => [name, count - before[name as keyof typeof before]]);
  return { result, cost: Object.fromEntries(spent.filter(([, count]) => count !== 0)) };
}

describe('a page of a hundred rows that a clinic sees', () => {
  const list = async () => {
    const { items } = await platform.read.query(rows.entity, { partition: 'CHARTS#one', limit: 100 });
    const clinic = await keys.keyring.get('clinics/one');
    return items.map((row) => rows.fields.open(row, clinic).name);
  };

  it('costs a query and one key, which memory holds: no call to the root key', async () => {
    const first = await costOf(list);
    const second = await costOf(list);

    expect(first.result).toEqual(ids.map((id) => `Patient ${id}`));
    expect(first.cost).toEqual({ query: 1, batchGet: 1 });
    expect(second.cost).toEqual({ query: 1 });
  });

  it('costs one call to the root key in five minutes', async () => {
    await list();
    platform.clock.advance(300);

    const { cost } = await costOf(list);
    const next = await costOf(list);

    expect(cost).toEqual({ query: 2, batchGet: 1, root: 1 });
    expect(next.cost).toEqual({ query: 1 });
  });
});

describe('a page of a hundred records under keys of their own', () => {
  it('costs one batch read of the records, and one of the keys', async () => {
    const { result, cost } = await costOf(async () => {
      const records = await platform.read.findTogether(ids.map((id) => at(charts, { id })));
      const found = await keys.keyring.find(ids.map((id) => `patients/${id}` as const));
      return records.map((record) => {
        const key = record && found.get(`patients/${record.id}`);
        return key && ownFields.open(record, key).notes;
      });
    });

    expect(result).toEqual(ids.map((id) => `about ${id}`));
    expect(cost).toEqual({ batchGet: 2 });
  });
});

describe('a record by its id', () => {
  it('costs one read, in which its key comes along', async () => {
    const { result, cost } = await costOf(async () => {
      const [record, key] = await platform.read.findTogether([at(charts, { id: '007' }), dataKeyAt('patients/007')]);
      return record && ownFields.open(record, await keys.keyring.open('patients/007', key)).notes;
    });

    expect(result).toBe('about 007');
    expect(cost).toEqual({ batchGet: 1 });
  });
});

describe('a record that is new', () => {
  it('costs one transaction, in which its key is one write', async () => {
    const clinic = await keys.keyring.get('clinics/one');

    const { cost } = await costOf(() => register('new', clinic));

    expect(cost).toEqual({ transact: 1 });
  });
});
