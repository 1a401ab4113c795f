import { beforeEach, describe, expect, it } from '@jest/globals';
import type { ScheduledEvent } from 'aws-lambda';
import { createHandler } from '../../../functions/audit/seal-audit-day.ts';
import { createDaySeals } from '../../../lib/audit/day-seal.ts';
import { createAuditRepository } from '../../../lib/audit/repository.ts';
import { createSealing } from '../../../lib/audit/sealing.ts';
import type { Database } from '../../../lib/data/database.ts';
import { createSecrets, newMasterSecret } from '../../../lib/secrets.ts';
import { addEntry } from '../../support/audit.ts';
import { createTestClock, type TestClock } from '../../support/clock.ts';
import { lambdaContext } from '../../support/http.ts';
import { withLogLines } from '../../support/log-lines.ts';
import { createMemoryDatabase, type MemoryDatabase } from '../../support/memory-database.ts';
import { createMemorySeals, type MemorySeals } from '../../support/memory-seals.ts';

const secret = newMasterSecret();
const daySeals = createDaySeals(createSecrets(async () => secret));
const hour = 60 * 60;
let clock: TestClock;
let database: MemoryDatabase;
let store: MemorySeals;

beforeEach(() => {
  clock = createTestClock('2026-03-08T00:15:00.000Z');
  database = createMemoryDatabase();
  store = createMemorySeals();
});

/** Some ticks at once; gives what they logged. */
async function seal(overrides: Partial<MemorySeals> = {}, ticks = 1, from: Database = database) {
  const entries = createAuditRepository({ database: from, clock });
  const handler = createHandler(createSealing({ entries, store: { ...store, ...overrides }, daySeals, clock }));
  const tick = () => handler({} as ScheduledEvent, lambdaContext()).catch(() => undefined);
  const { lines } = await withLogLines(() => Promise.all(Array.from({ length: ticks }, tick)));
  return { line: lines.at(-1), lines };
}

async function sealOf(day: string) {
  const found = await daySeals.read(store.texts.get(day) ?? '');
  if (!found) throw new Error(`${day} has no seal`);
  return found;
}

describe('seal-audit-day', () => {
  it('seals the days that are over, 35 at first, those without entries too', async () => {
    await addEntry(database, '2026-03-07T10:00:00.000Z');
    await addEntry(database, '2026-03-07T23:59:59.999Z');
    await addEntry(database, '2026-03-08T00:00:00.000Z');

    const { line } = await seal();

    const days = [...store.texts.keys()];
    expect(line).toMatchObject({ message: 'schedule', days: 35, entries: 2 });
    expect([days[0], days.at(-1), days.length]).toEqual(['2026-02-01', '2026-03-07', 35]);
    expect((await sealOf('2026-03-07')).entries.map(({ key }) => key.slice(0, 24))).toEqual([
      '2026-03-07T10:00:00.000Z',
      '2026-03-07T23:59:59.999Z',
    ]);
  });

  it('leaves a day alone until it has been over for a quarter of an hour', async () => {
    clock = createTestClock('2026-03-08T00:14:59.999Z');

    await seal();

    expect([...store.texts.keys()].at(-1)).toBe('2026-03-06');
  });

  it('goes on from the last sealed day, each day from the head of the one before', async () => {
    await seal();
    await addEntry(database, '2026-03-08T12:00:00.000Z');
    clock.advance(48 * hour);

    const { line } = await seal();

    const [before, after] = [await sealOf('2026-03-07'), await sealOf('2026-03-08')];
    expect(line).toMatchObject({ days: 2, entries: 1 });
    expect(after.previousHead).toBe(before.head);
    expect((await sealOf('2026-03-09')).previousHead).toBe(after.head);
    expect(await sealOf('2026-02-01')).not.toHaveProperty('previousHead');
  });

  it('does nothing, and reads no entry, when all is sealed', async () => {
    await seal();
    const sealed = new Map(store.texts);
    Object.assign(database.calls, { query: 0 });

    const { line } = await seal();

    expect(line).toMatchObject({ days: 0, entries: 0 });
    expect(store.texts).toEqual(sealed);
    expect(database.calls.query).toBe(0);
  });

  it('makes one query a day of few entries', async () => {
    await seal();
    clock.advance(24 * hour);
    Object.assign(database.calls, { get: 0, batchGet: 0, query: 0, write: 0, transact: 0 });

    await seal();

    expect(database.calls).toEqual({ get: 0, batchGet: 0, query: 1, write: 0, transact: 0 });
  });

  it('makes the same seals whoever makes them, so that a crash or a rival does no harm', async () => {
    await addEntry(database, '2026-03-07T10:00:00.000Z', { details: { b: 1, a: [2] } });
    await seal();
    const sealed = new Map(store.texts);
    for (const day of ['2026-03-06', '2026-03-07']) store.texts.delete(day);

    await seal({}, 5);

    expect(store.texts).toEqual(sealed);
  });

  it('ends when another run has sealed the day in the meantime, and changes nothing of it', async () => {
    store.texts.set('2026-03-05', await daySeals.write({ day: '2026-03-05', head: 'A'.repeat(43), entries: [] }));
    const rivals = 'the seal of another run';

    const { line } = await seal({
      async add(day, text) {
        if (day === '2026-03-07') store.texts.set(day, rivals);
        return store.add(day, text);
      },
    });

    expect(line).toMatchObject({ level: 'info', days: 1 });
    expect(store.texts.get('2026-03-07')).toBe(rivals);
  });

  it.each<[string, (text: string) => string | undefined]>([
    ['was changed', (text) => text.replace('"head":"', '"head":"A')],
    ['cannot be read', () => '{'],
    ['is of another day', () => store.texts.get('2026-03-06')],
    ['is empty', () => ''],
  ])('seals nothing behind a seal that %s, and says so', async (_, tamper) => {
    await seal();
    const text = tamper(store.texts.get('2026-03-07') ?? '');
    if (text !== undefined) store.texts.set('2026-03-07', text);
    clock.advance(24 * hour);

    const { line } = await seal();

    expect(line).toMatchObject({ level: 'error', error: { message: expect.stringContaining('2026-03-07') } });
    expect(store.texts.has('2026-03-08')).toBe(false);
  });

  it('is not kept from sealing by a seal that somebody made for a day to come', async () => {
    await seal();
    store.texts.set('2027-01-01', 'forged');
    clock.advance(24 * hour);

    const { line } = await seal();

    expect(line).toMatchObject({ days: 1 });
    expect(store.texts.has('2026-03-08')).toBe(true);
  });

  it('does not fill a hole, which would hide that a seal was removed', async () => {
    await seal();
    store.texts.delete('2026-02-20');
    clock.advance(24 * hour);

    await seal();

    expect(store.texts.has('2026-02-20')).toBe(false);
  });

  it('reads a day to its end, however many pages that takes', async () => {
    for (let minute = 10; minute < 17; minute++) await addEntry(database, `2026-03-07T10:${minute}:00.000Z`);
    const paged: Database = { ...database, query: (request) => database.query({ ...request, limit: 2 }) };

    await seal({}, 1, paged);

    expect((await sealOf('2026-03-07')).entries).toHaveLength(7);
  });

  it('reads what was stored just before, not what an index or a replica shows', async () => {
    const requests: unknown[] = [];
    database.hooks.before = (_, request) => requests.push(request);

    await seal();

    expect(requests).toHaveLength(35);
    for (const request of requests) expect(request).toMatchObject({ table: 'audit', consistent: true });
  });

  it('does not seal anew what is older than 35 days, so that a seal that was taken away stays away', async () => {
    await seal();
    clock.advance(30 * 24 * hour);
    await seal();
    for (const day of [...store.texts.keys()].filter((each) => each >= '2026-02-20')) store.texts.delete(day);

    await seal();

    const days = [...store.texts.keys()];
    expect(days.filter((day) => day >= '2026-02-20')[0]).toBe('2026-03-03');
    expect((await sealOf('2026-03-03')).previousHead).toBe((await sealOf('2026-02-19')).head);
  });

  it('leaves the head of each day in the log', async () => {
    const { lines } = await seal();

    const { head } = await sealOf('2026-03-07');
    expect(lines).toContainEqual(expect.objectContaining({ message: 'audit day sealed', day: '2026-03-07', head }));
  });
});
