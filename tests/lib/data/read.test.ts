import { beforeEach, describe, expect, it } from '@jest/globals';
import { at, type Reader } from '../../../lib/data/read.ts';
import { insert } from '../../../lib/data/write.ts';
import { NotFound } from '../../../lib/errors.ts';
import { createTestClock, type TestClock } from '../../support/clock.ts';
import { createMemoryDatabase, type MemoryDatabase } from '../../support/memory-database.ts';
import { createTestPlatform } from '../../support/platform.ts';
import { leases, noteOf, notes, taken } from './note.ts';

let clock: TestClock;
let database: MemoryDatabase;
let reader: Reader;

beforeEach(async () => {
  clock = createTestClock();
  database = createMemoryDatabase();
  const { read, commit } = createTestPlatform(database, { clock });
  reader = read;
  const lease = { id: 'l1', holder: 'x', endsAt: '2026-03-08T09:31:00.000Z' };
  await commit([insert(notes, noteOf(), { conflict: taken }), insert(leases, lease, { conflict: taken })]);
});

describe('a reader', () => {
  it('finds a value with its version', async () => {
    expect(await reader.find(notes, { id: 'n1' })).toEqual({ ...noteOf(), version: 1 });
    expect(await reader.find(notes, { id: 'n2' })).toBeUndefined();
  });

  it('reads consistently unless told otherwise', async () => {
    const seen: unknown[] = [];
    database.hooks.before = (_, request) => seen.push(request);

    await reader.find(notes, { id: 'n1' });
    await reader.find(notes, { id: 'n1' }, { consistent: false });

    expect(seen).toMatchObject([{ consistent: true }, { consistent: false }]);
  });

  it('gets a value, or throws the error that it was given', async () => {
    const missing = () => new NotFound('NOTE_NOT_FOUND', 'There is no such note.');

    await expect(reader.get(notes, { id: 'n2' }, missing)).rejects.toMatchObject({ code: 'NOTE_NOT_FOUND' });
    expect((await reader.get(notes, { id: 'n1' }, missing)).text).toBe('first');
  });

  it('finds values of several entities in one consistent read, each under its place', async () => {
    const seen: unknown[] = [];
    database.hooks.before = (_, request) => seen.push(request);

    const [lease, missing, note] = await reader.findTogether([
      at(leases, { id: 'l1' }),
      at(notes, { id: 'n2' }),
      at(notes, { id: 'n1' }),
    ]);

    expect([lease?.holder, missing, note?.text]).toEqual(['x', undefined, 'first']);
    expect(seen).toMatchObject([[{ consistent: true }, { consistent: true }, { consistent: true }]]);
  });

  it('does not see what has expired', async () => {
    clock.advance(60);

    expect(await reader.find(leases, { id: 'l1' })).toBeUndefined();
    expect(await reader.findTogether([at(leases, { id: 'l1' })])).toEqual([undefined]);
    expect(await reader.query(leases, { partition: 'LEASE#l1' })).toEqual({ items: [] });
  });

  it('queries a partition, and says where the page ended', async () => {
    const page = await reader.query(notes, { partition: 'NOTE#n1', limit: 1 });

    expect(page).toEqual({ items: [{ ...noteOf(), version: 1 }], next: { pk: 'NOTE#n1', sk: 'NOTE' } });
  });
});
