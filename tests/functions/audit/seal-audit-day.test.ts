import { beforeEach, describe, expect, it } from '@jest/globals';
import type { ScheduledEvent } from 'aws-lambda';
import { createHandler } from '../../../functions/audit/seal-audit-day.ts';
import type { Database } from '../../../lib/data/database.ts';
import { createDaySeals } from '../../../lib/domains/operations/audit/day-seal.ts';
import { createSealing } from '../../../lib/domains/operations/audit/sealing.ts';
import { createSecrets, newMasterSecret } from '../../../lib/secrets/secrets.ts';
import { addEntry, headItem, impossibleHeads } from '../../support/audit.ts';
import { createTestClock, type TestClock } from '../../support/clock.ts';
import { metricsOf } from '../../support/embedded-metrics.ts';
import { lambdaContext } from '../../support/http.ts';
import { withLogLines } from '../../support/log-lines.ts';
import { createMemoryDatabase, type MemoryDatabase } from '../../support/memory-database.ts';
import { createMemorySeals, type MemorySeals } from '../../support/memory-seals.ts';
import { createTestPlatform, type TestPlatform } from '../../support/platform.ts';

process.env.POLYCLINIC_METRICS = 'on';

const secret = newMasterSecret();
const secrets = createSecrets(async () => secret);
const daySeals = createDaySeals(secrets);
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
async function seal(
  overrides: Partial<MemorySeals> = {},
  ticks = 1,
  from: Database = database,
  platformOverrides: Partial<TestPlatform> = {},
) {
  const platform = { ...createTestPlatform(database, { clock, secrets }), ...platformOverrides };
  const handler = createHandler(createSealing({ ...platform, database: from, store: { ...store, ...overrides } }));
  const tick = () => handler({} as ScheduledEvent, lambdaContext()).catch(() => undefined);
  const { lines } = await withLogLines(() => Promise.all(Array.from({ length: ticks }, tick)));
  return { line: lines.at(-1), lines };
}

async function sealOf(day: string) {
  const found = await daySeals.read(store.texts.get(day) ?? '');
  if (!found) throw new Error(`${day} has no seal`);
  return found;
}

/** Where the chain has come to, as it is kept apart from the seals. */
function keptHead() {
  const [item] = database.itemsOf('platform');
  return { first: item?.first, day: item?.day, head: item?.head as string | undefined };
}

/** A platform by which a run claims the first seal that it makes, and dies when it would move the head on to it. */
function dyingAfterSeal(): Pick<TestPlatform, 'writeAlone'> {
  const { writeAlone } = createTestPlatform(database, { clock, secrets });
  let claimed = false;
  return {
    async writeAlone(write) {
      if (claimed) throw new Error('died');
      claimed = true;
      await writeAlone(write);
    },
  };
}

const loseHead = () => database.write({ kind: 'delete', table: 'platform', key: { pk: 'AUDIT-SEALS', sk: 'HEAD' } });

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

  it('makes one query a day of few entries, reads where the chain has come to, claims the seal and moves on', async () => {
    await seal();
    clock.advance(24 * hour);
    Object.assign(database.calls, { get: 0, batchGet: 0, query: 0, write: 0, transact: 0 });

    await seal();

    expect(database.calls).toEqual({ get: 1, batchGet: 0, query: 1, write: 2, transact: 0 });
  });

  it('makes the same seals whoever makes them, so that a crash or a rival does no harm', async () => {
    await addEntry(database, '2026-03-07T10:00:00.000Z', { details: { b: 1, a: [2] } });
    await seal();
    const sealed = new Map(store.texts);
    const head = keptHead();
    store.texts.clear();
    await loseHead();

    await seal({}, 5);

    expect(store.texts).toEqual(sealed);
    expect(keptHead()).toEqual(head);
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
    database.hooks.before = (operation, request) => operation === 'query' && requests.push(request);

    await seal();

    expect(requests).toHaveLength(35);
    for (const request of requests) expect(request).toMatchObject({ table: 'audit', consistent: true });
  });

  it('seals nothing that is older than 35 days, and goes on from the last seal all the same', async () => {
    await seal();
    clock.advance(60 * 24 * hour);

    await seal();

    const added = [...store.texts.keys()].filter((day) => day > '2026-03-07');
    expect(added[0]).toBe('2026-04-02');
    expect((await sealOf('2026-04-02')).previousHead).toBe((await sealOf('2026-03-07')).head);
  });

  it.each([
    ['the last seal', ['2026-03-07']],
    ['the last three', ['2026-03-05', '2026-03-06', '2026-03-07']],
    ['one in the middle', ['2026-02-20']],
    ['the first', ['2026-02-01']],
  ])('does not seal a day anew whose seal was taken away, but names it and goes on: %s', async (_, gone) => {
    await seal();
    const { head } = keptHead();
    for (const day of gone) store.texts.delete(day);
    await addEntry(database, `${gone.at(-1)}T12:00:00.000Z`);
    clock.advance(24 * hour);

    const { lines, line } = await seal();

    expect(gone.filter((day) => store.texts.has(day))).toEqual([]);
    expect(line).toMatchObject({ days: 1 });
    expect((await sealOf('2026-03-08')).previousHead).toBe(head);
    expect(lines).toContainEqual(
      expect.objectContaining({ level: 'error', message: 'audit seals gone', days: gone, count: gone.length }),
    );
    expect(metricsOf(line)).toMatchObject({ 'audit.tampered by ': `${gone.length} Count` });
  });

  it('does not seal anew what was sealed when all seals are gone', async () => {
    await seal();
    store.texts.clear();

    const { line } = await seal();

    expect(line).toMatchObject({ days: 0 });
    expect(store.texts.size).toBe(0);
  });

  it('seals nothing behind a genuine seal that is not the one that was made', async () => {
    await seal();
    const { entries, ...genuine } = await sealOf('2026-03-07');
    store.texts.set('2026-03-07', await daySeals.write({ ...genuine, entries, head: 'A'.repeat(43) }));
    clock.advance(24 * hour);

    const { line } = await seal();

    expect(line).toMatchObject({ level: 'error', error: { message: expect.stringContaining('2026-03-07') } });
    expect(store.texts.has('2026-03-08')).toBe(false);
  });

  it.each([...impossibleHeads, ['of years to come', headItem('2026-02-01', '2030-01-01')] as const])(
    'names a kept head %s, seals nothing over it, and ends',
    async (_, head) => {
      clock = createTestClock('2026-03-07T09:30:00.000Z');
      await seal();
      clock = createTestClock('2026-03-08T09:30:00.000Z');
      database.plant('platform', head);

      const { lines, line } = await seal();

      expect(lines).toContainEqual(expect.objectContaining({ level: 'error', message: 'audit head invalid' }));
      expect(line).toMatchObject({ level: 'error', error: { message: expect.stringContaining('head') } });
      expect(metricsOf(line)).toMatchObject({ 'audit.tampered by ': '1 Count' });
      expect(store.texts.has('2026-03-07')).toBe(false);
      expect(database.itemsOf('platform')).toEqual([head]);
    },
  );

  it('takes a head for its own that a run has kept whose clock is a moment ahead', async () => {
    await seal();
    clock = createTestClock('2026-03-08T00:14:59.999Z');

    const { lines } = await seal();

    expect(lines.filter(({ level }) => level === 'error')).toEqual([]);
  });

  it('names a kept head that is gone beside the seals, once, and follows the seals', async () => {
    await seal();
    const head = keptHead();
    await loseHead();

    const [first, second] = [await seal(), await seal()];

    expect(first.lines).toContainEqual(
      expect.objectContaining({ level: 'error', message: 'audit head gone', first: '2026-02-01', day: '2026-03-07' }),
    );
    expect(metricsOf(first.line)).toMatchObject({ 'audit.tampered by ': '1 Count' });
    expect(second.lines.filter(({ level }) => level === 'error')).toEqual([]);
    expect(keptHead()).toEqual(head);
  });

  it('takes no head for gone that a rival has kept since it looked', async () => {
    const rival = createSealing({ ...createTestPlatform(database, { clock, secrets }), database, store });

    const { lines } = await seal({
      async list() {
        await rival();
        return store.list();
      },
    });

    expect(lines.filter(({ level }) => level === 'error')).toEqual([]);
    expect(keptHead()).toMatchObject({ day: '2026-03-07' });
  });

  it('goes on where a run died between a seal and the head', async () => {
    await seal();
    clock.advance(24 * hour);
    await seal({}, 1, database, dyingAfterSeal());
    const behind = keptHead();

    const { line } = await seal();

    expect(behind).toMatchObject({ day: '2026-03-07' });
    expect(keptHead()).toEqual({ first: '2026-02-01', day: '2026-03-08', head: (await sealOf('2026-03-08')).head });
    expect(line).toMatchObject({ level: 'info', days: 0 });
  });

  it('goes on where the very first run died', async () => {
    await seal({}, 1, database, dyingAfterSeal());
    const stored = store.texts.size;

    await seal();

    expect(stored).toBe(1);
    expect([...store.texts.keys()].length).toBe(35);
    expect(keptHead()).toMatchObject({ first: '2026-02-01', day: '2026-03-07' });
  });

  it('calls people where a day has other entries than when it was claimed', async () => {
    await seal();
    clock.advance(24 * hour);
    await seal({ add: () => Promise.reject(new Error('died')) });
    await addEntry(database, '2026-03-08T12:00:00.000Z');

    const { lines, line } = await seal();

    const head = expect.any(String);
    expect(lines).toContainEqual(
      expect.objectContaining({ level: 'error', message: 'audit day seen otherwise', day: '2026-03-08', head }),
    );
    expect(line).toMatchObject({ level: 'error', error: { message: expect.stringContaining('2026-03-08') } });
    expect(metricsOf(line)).toMatchObject({ 'audit.tampered by ': '1 Count' });
    expect(store.texts.has('2026-03-08')).toBe(false);
  });

  it('does not go on from a genuine seal that goes on from another one than the last', async () => {
    await seal();
    const foreign = { day: '2026-03-08', previousHead: 'A'.repeat(43), head: 'B'.repeat(43), entries: [] };
    store.texts.set('2026-03-08', await daySeals.write(foreign));
    clock.advance(48 * hour);

    const { line } = await seal();

    expect(line).toMatchObject({ level: 'error', error: { message: expect.stringContaining('2026-03-08') } });
    expect(keptHead()).toMatchObject({ day: '2026-03-07' });
  });

  it('takes no seal for gone that a rival has made since it looked', async () => {
    await seal();
    clock.advance(24 * hour);

    const rival = createSealing({ ...createTestPlatform(database, { clock, secrets }), database, store });

    const { lines } = await seal({
      async list() {
        const days = await store.list();
        await rival();
        return days;
      },
    });

    expect(lines.filter(({ level }) => level === 'error')).toEqual([]);
    expect(keptHead()).toMatchObject({ day: '2026-03-08' });
  });

  it('never moves the head back, however many run at once', async () => {
    await seal({}, 5);
    clock.advance(72 * hour);

    const { lines } = await seal({}, 5);

    expect(lines.filter(({ level }) => level === 'error')).toEqual([]);
    expect(keptHead()).toMatchObject({ first: '2026-02-01', day: '2026-03-10' });
  });

  it('leaves the head of each day in the log', async () => {
    const { lines } = await seal();

    const { head } = await sealOf('2026-03-07');
    expect(lines).toContainEqual(expect.objectContaining({ message: 'audit day sealed', day: '2026-03-07', head }));
  });
});
