import { beforeEach, describe, expect, it } from '@jest/globals';
import { createHandler, trigger } from '../../../functions/audit/list-audit-events.ts';
import type { Item } from '../../../lib/data/database.ts';
import { createAuditSearch } from '../../../lib/domains/operations/audit/search.ts';
import { createCursorSeal } from '../../../lib/http/cursor-seal.ts';
import type { HttpHandler } from '../../../lib/http/stack.ts';
import { newId } from '../../../lib/ids.ts';
import { createSecrets, newMasterSecret } from '../../../lib/secrets/secrets.ts';
import { describeAccess } from '../../support/access/describe-access.ts';
import { admins } from '../../support/access/expectations.ts';
import { addEntry, auditor, entriesOf, headItem, impossibleHeads } from '../../support/audit.ts';
import { createTestClock, type TestClock } from '../../support/clock.ts';
import { metricsOf } from '../../support/embedded-metrics.ts';
import { createTestCaller, createTestStack, send } from '../../support/http.ts';
import { createIndexReaders } from '../../support/index-readers.ts';
import { createMemoryDatabase, type MemoryDatabase } from '../../support/memory-database.ts';
import { createTestPlatform } from '../../support/platform.ts';

interface Shown {
  readonly id: string;
  readonly time: string;
}

process.env.POLYCLINIC_METRICS = 'on';

const secret = newMasterSecret();
let clock: TestClock;
let database: MemoryDatabase;
let handler: HttpHandler;

const cursors = createCursorSeal(createSecrets(async () => secret));

beforeEach(() => {
  clock = createTestClock('2026-03-08T09:30:00.000Z');
  database = createMemoryDatabase();
  const search = createAuditSearch({ ...createTestPlatform(database, { clock }), database });
  const stack = createTestStack({ caller: createTestCaller({ permissions: auditor }) });
  handler = createHandler(search, { ...stack, cursors });
});

/** Who reads the stream of the audit has entered by then what was added. */
async function list(query = '') {
  await createIndexReaders(database)();
  return listNow(query);
}

const listNow = (query = '') => send(handler, { path: '/v1/audit-events', query });
const timesOf = ({ json }: { readonly json: Record<string, unknown> }) =>
  (json.data as Shown[]).map(({ time }) => time);
const cursorOf = ({ json }: { readonly json: Record<string, unknown> }) =>
  (json.meta as { nextCursor?: string }).nextCursor;
interface Forgery {
  readonly title: string;
  /** A stored entry as somebody might plant it who can write to the database. */
  readonly forge: (item: Item) => Item;
}

const anotherTime = '2026-03-08T08:02:30.000Z';
const forgeries: readonly Forgery[] = [
  { title: 'an entry in a partition that is none', forge: (item) => ({ ...item, pk: 'AUDIT#elsewhere' }) },
  { title: 'an entry in the partition of another day', forge: (item) => ({ ...item, pk: 'AUDIT#2026-03-07' }) },
  { title: 'an entry in the partition of a day to come', forge: (item) => ({ ...item, pk: 'AUDIT#2027-01-01' }) },
  {
    title: 'an entry sorted by another time than its own',
    forge: (item) => ({ ...item, sk: `${anotherTime}#${item.id}` }),
  },
  { title: 'an entry sorted by another id than its own', forge: (item) => ({ ...item, id: newId(Date.parse(at(2))) }) },
  { title: 'an entry that names another time', forge: (item) => ({ ...item, time: anotherTime }) },
  {
    title: 'an entry whose id is of another time',
    forge: (item) => ({ ...item, time: anotherTime, sk: `${anotherTime}#${item.id}` }),
  },
];

const at = (minute: number) => `2026-03-08T08:${String(minute).padStart(2, '0')}:00.000Z`;

/** Follows the cursors to the end; gives each page's times. */
async function readAll(query: string): Promise<string[][]> {
  const pages: string[][] = [];
  let cursor: string | undefined;
  do {
    const answer = await list(cursor === undefined ? query : `${query}&cursor=${cursor}`);
    expect(answer.status).toBe(200);
    pages.push(timesOf(answer));
    cursor = cursorOf(answer);
  } while (cursor !== undefined);
  return pages;
}

describe('GET /v1/audit-events', () => {
  const id = '019a0000-0000-7000-8000-00000000000a';

  it.each([`actorId=${id}`, `subject=users/${id}`, `subject=queues/email/dead-letters/${id}`])(
    'finds by %s in capitals as well, and goes on by either',
    async (query) => {
      const [field = '', value = ''] = query.split('=');
      for (const minute of [0, 1]) await addEntry(database, at(minute), { [field]: value });

      const page = await list(`limit=1&${query.replace(id, id.toUpperCase())}`);
      const next = await list(`limit=1&${query}&cursor=${cursorOf(page)}`);

      expect([timesOf(page), timesOf(next)]).toEqual([[at(1)], [at(0)]]);
    },
  );

  it('shows who did what to what, when and with what result, and nothing of how it is stored', async () => {
    await addEntry(database, at(0), { details: { sessions: 3 }, address: '203.0.113.7' });

    const answer = await list();

    const [stored] = entriesOf(database);
    const entry = { action: 'user.verified', actorId: 'actor-1', subject: 'users/u1', outcome: 'success' };
    expect(answer.json.data).toEqual([
      {
        ...entry,
        id: stored?.id,
        time: at(0),
        requestId: stored?.requestId,
        address: '203.0.113.7',
        details: { sessions: 3 },
      },
    ]);
  });

  it('shows the newest first, of today and of the days before', async () => {
    for (const time of ['2026-03-06T23:59:59.999Z', at(1), at(2)]) await addEntry(database, time);

    const pages = await readAll('limit=20');

    expect(pages.slice(0, 3)).toEqual([[at(2), at(1)], [], ['2026-03-06T23:59:59.999Z']]);
  });

  it('goes back 31 days, a page a day, when nobody says from when on', async () => {
    for (const time of ['2026-02-06T00:00:00.000Z', '2026-02-05T23:59:59.999Z']) await addEntry(database, time);

    const pages = await readAll('');

    expect(pages).toHaveLength(31);
    expect(pages.flat()).toEqual(['2026-02-06T00:00:00.000Z']);
  });

  it('goes back as far as it is told, and no farther', async () => {
    const times = ['2026-01-31T23:59:59.999Z', '2026-02-01T00:00:00.000Z', '2026-02-02T12:00:00.000Z'];
    for (const time of times) await addEntry(database, time);

    const pages = await readAll('from=2026-02-01T00:00:00Z&to=2026-02-02T12:00:00Z');

    expect(pages).toEqual([['2026-02-02T12:00:00.000Z'], ['2026-02-01T00:00:00.000Z']]);
  });

  it('keeps to the days that it began with when the day changes between two pages', async () => {
    await addEntry(database, '2026-02-06T12:00:00.000Z');
    let answer = await list();
    clock.advance(24 * 60 * 60);
    const times: string[] = [];

    while (cursorOf(answer)) {
      answer = await list(`cursor=${cursorOf(answer)}`);
      times.push(...timesOf(answer));
    }

    expect(times).toEqual(['2026-02-06T12:00:00.000Z']);
  });

  it.each([
    ['an actor', 'actorId=actor-2'],
    ['a subject', 'subject=users%2Fu2'],
    ['an action', 'action=user.deleted'],
    ['an action and an outcome', 'action=user.deleted&outcome=refused'],
    ['an action from an instant on', 'action=user.deleted&from=2026-03-08T08:01:00Z'],
    ['an outcome', 'outcome=refused&from=2026-03-08T00:00:00Z'],
    ['all of them', 'actorId=actor-2&subject=users%2Fu2&action=user.deleted&outcome=refused'],
    ['an actor and an action', 'actorId=actor-2&action=user.deleted'],
    ['a subject and an outcome', 'subject=users%2Fu2&outcome=refused'],
  ])('finds what is of %s, each once, over pages of two', async (_, query) => {
    const wanted = { actorId: 'actor-2', subject: 'users/u2', action: 'user.deleted', outcome: 'refused' } as const;
    for (let minute = 0; minute < 10; minute++) await addEntry(database, at(minute), minute % 2 ? wanted : {});

    const pages = await readAll(`${query}&limit=2`);

    expect(pages.flat()).toEqual([at(9), at(7), at(5), at(3), at(1)]);
    expect(Math.max(...pages.map(({ length }) => length))).toBe(2);
  });

  it('looks past what the actor did to others, to fill a page', async () => {
    await addEntry(database, at(1), { subject: 'users/u2' });
    await addEntry(database, at(2), { subject: 'users/u3' });

    expect(timesOf(await list('actorId=actor-1&subject=users%2Fu2&limit=1'))).toEqual([at(1)]);
  });

  it('takes both ends of a range with it, whatever their offset', async () => {
    for (const minute of [0, 1, 2, 3]) await addEntry(database, at(minute));

    const answer = await list('actorId=actor-1&from=2026-03-08T09%3A01%3A00%2B01%3A00&to=2026-03-08T08:02:00Z');
    const asTyped = await list('actorId=actor-1&from=2026-03-08T09:01:00+01:00&to=2026-03-08T09:02:00+01:00');

    expect([timesOf(answer), timesOf(asTyped)]).toEqual([
      [at(2), at(1)],
      [at(2), at(1)],
    ]);
  });

  it('finds the entries of an action among however many others, in a range of times', async () => {
    for (let minute = 0; minute < 10; minute++)
      await addEntry(database, at(minute), minute % 3 === 0 ? { action: 'user.deleted' } : {});

    const pages = await readAll('action=user.deleted&limit=2');
    const between = await list(`action=user.deleted&from=${at(3)}&to=${at(6)}`);

    expect(pages.flat()).toEqual([at(9), at(6), at(3), at(0)]);
    expect(timesOf(between)).toEqual([at(6), at(3)]);
  });

  it('looks at 200 entries a page to find those that meet the filter, and goes on where it stopped', async () => {
    for (let number = 0; number < 450; number++)
      await addEntry(database, new Date(Date.parse(at(0)) + number).toISOString(), {
        ...(number === 0 && { action: 'user.deleted' }),
      });

    const pages = await readAll('actorId=actor-1&action=user.deleted');

    expect(pages).toEqual([[], [], [at(0)]]);
  });

  it('passes over an entry that cannot be read, and shows the others', async () => {
    await addEntry(database, at(1));
    await addEntry(database, at(2));
    const [, newer] = entriesOf(database);
    if (newer) database.plant('audit', { ...newer, outcome: 'fine' });

    const answer = await list();

    expect(timesOf(answer)).toEqual([at(1)]);
    expect(answer.lines).toContainEqual(expect.objectContaining({ message: 'malformed audit entry' }));
    expect(metricsOf(answer.lines.at(-1))).toMatchObject({ 'audit.tampered by ': '1 Count' });
  });

  it.each(forgeries)('drops and reports $title, and shows the others', async ({ forge }) => {
    for (const minute of [1, 2, 3]) await addEntry(database, at(minute));
    const [, stored] = entriesOf(database) as [Item, Item];
    await database.write({ kind: 'delete', table: 'audit', key: { pk: stored.pk, sk: stored.sk } });
    database.plant('audit', forge(stored));

    const answers = [
      ...[await list(''), await list('actorId=actor-1'), await list('subject=users%2Fu1')],
      await list('action=user.verified'),
    ];

    expect(answers.map(timesOf)).toEqual(Array(4).fill([at(3), at(1)]));
    for (const { lines } of answers.slice(1, 3)) {
      expect(lines).toContainEqual(expect.objectContaining({ level: 'error', message: 'forged audit entry' }));
      expect(metricsOf(lines.at(-1))).toMatchObject({ 'audit.tampered by ': '1 Count' });
    }
  });

  it.each([
    ['from before the first sealed day', '2025-03-01T10:00:00.000Z'],
    ['of the day before the first', '2026-03-01T23:59:59.999Z'],
  ])('drops and reports a flawless entry %s, by actor, by subject and by day', async (_, time) => {
    database.plant('platform', headItem('2026-03-02', '2026-03-06'));
    for (const each of [time, '2026-03-02T00:00:00.000Z', '2026-03-07T12:00:00.000Z', at(1)])
      await addEntry(database, each);

    const answers = [
      ...[await list('actorId=actor-1'), await list('subject=users%2Fu1'), await list('action=user.verified')],
      await list(`to=${time}`),
    ];

    const genuine = [at(1), '2026-03-07T12:00:00.000Z', '2026-03-02T00:00:00.000Z'];
    expect(answers.map(timesOf)).toEqual([genuine, genuine, genuine, []]);
    for (const { lines } of answers) {
      expect(lines).toContainEqual(
        expect.objectContaining({ level: 'error', message: 'forged audit entry', at: time }),
      );
      expect(metricsOf(lines.at(-1))).toMatchObject({ 'audit.tampered by ': '1 Count' });
    }
  });

  it.each(['2026-03-09T00:00:00.000Z', '2030-01-01T00:00:00.000Z'])(
    'drops and reports a flawless entry of %s, which is yet to come, whether or not days were sealed',
    async (time) => {
      for (const each of [time, '2026-03-08T23:59:59.999Z', '2025-03-01T10:00:00.000Z']) await addEntry(database, each);
      const before = [await list('actorId=actor-1'), await list('subject=users%2Fu1')];
      database.plant('platform', headItem('2025-03-01', '2026-03-06'));

      const answers = [...before, await list('actorId=actor-1'), await list('subject=users%2Fu1')];

      for (const answer of answers) {
        expect(timesOf(answer)).toEqual(['2026-03-08T23:59:59.999Z', '2025-03-01T10:00:00.000Z']);
        expect(answer.lines).toContainEqual(expect.objectContaining({ message: 'forged audit entry', at: time }));
      }
    },
  );

  it('shows what was added in the instant in which the day changed', async () => {
    database.hooks.before = async (operation) => {
      if (operation !== 'query') return;
      delete database.hooks.before;
      clock.advance(15 * 60 * 60);
      await addEntry(database, '2026-03-09T00:00:00.000Z');
    };

    expect(timesOf(await list('actorId=actor-1'))).toEqual(['2026-03-09T00:00:00.000Z']);
  });

  it.each(impossibleHeads)('reports a kept head %s, and goes by it in nothing', async (_, head) => {
    database.plant('platform', head);
    for (const time of ['2026-01-01T10:00:00.000Z', at(1)]) await addEntry(database, time);

    const { json, lines, status } = await list('actorId=actor-1');

    expect([status, timesOf({ json })]).toEqual([200, [at(1), '2026-01-01T10:00:00.000Z']]);
    expect(lines).toContainEqual(expect.objectContaining({ level: 'error', message: 'audit head invalid' }));
    expect(metricsOf(lines.at(-1))).toMatchObject({ 'audit.tampered by ': '1 Count' });
  });

  it('shows an entry that says it has expired, for none does', async () => {
    await addEntry(database, at(1));
    database.plant('audit', { ...(entriesOf(database)[0] as Item), expiresAt: -1 });

    expect(timesOf(await list('actorId=actor-1'))).toEqual([at(1)]);
  });

  it('goes on over pages of one although half of the entries are forged', async () => {
    for (const minute of [1, 2, 3, 4]) {
      await addEntry(database, at(minute));
      const stored = entriesOf(database).at(-1) as Item;
      if (minute % 2) database.plant('audit', { ...stored, pk: 'AUDIT#forged', sk: `${stored.sk}-` });
    }

    const pages = await readAll('actorId=actor-1&limit=1');

    expect(pages.flat()).toEqual([at(4), at(3), at(2), at(1)]);
  });

  it.each(['action=user.verified', 'action=user.verified&outcome=success'])(
    'makes one query of the index and one batch read, and reads the kept head once: %s',
    async (query) => {
      await addEntry(database, at(0));
      await createIndexReaders(database)();
      Object.assign(database.calls, { get: 0, batchGet: 0, query: 0, write: 0, transact: 0 });

      expect(timesOf(await list(query))).toEqual([at(0)]);
      expect(database.calls).toEqual({ get: 1, batchGet: 1, query: 1, write: 0, transact: 0 });
    },
  );

  it.each(['', 'actorId=actor-1', 'subject=users%2Fu1', 'actorId=actor-1&outcome=refused'])(
    'makes one query, and reads the kept head once: %s',
    async (query) => {
      await addEntry(database, at(0));
      await createIndexReaders(database)();
      Object.assign(database.calls, { get: 0, batchGet: 0, query: 0, write: 0, transact: 0 });

      await list(query);

      expect(database.calls).toEqual({ get: 1, batchGet: 0, query: 1, write: 0, transact: 0 });
    },
  );

  it.each([
    'from=2026-03-09T00:00:00Z',
    'from=9999-01-01T00:00:00Z&actorId=actor-1',
    'to=1999-12-31T23:59:59Z',
    'to=0000-01-01T00:00:00Z',
    'to=1999-12-31T23:59:59Z&subject=users%2Fu1',
    'from=0000-01-01T00:00:00Z&to=0000-01-01T00:00:00Z',
  ])('ends at once where there can be nothing: %s', async (query) => {
    await addEntry(database, at(0));

    expect(await readAll(query)).toEqual([[]]);
  });

  it('finds all of an actor from the beginning of time', async () => {
    await addEntry(database, at(0));

    expect(await readAll('actorId=actor-1&from=0000-01-01T00:00:00Z&to=9999-12-31T23:59:59Z')).toEqual([[at(0)]]);
  });

  it.each([
    ['from after to', 'from=2026-03-08T00:00:01Z&to=2026-03-08T00:00:00Z', 'to', 'range_reversed'],
    ['a time that is none', 'from=yesterday', 'from', 'invalid_format'],
    ['a time beyond four digits', 'to=9999-12-31T23:59:59-12:00', 'to', 'invalid_format'],
    ['another outcome', 'outcome=maybe', 'outcome', 'invalid_value'],
    ['an empty actor', 'actorId=', 'actorId', 'too_small'],
    ['a subject longer than any', `subject=${'x'.repeat(301)}`, 'subject', 'too_big'],
    ['a filter that is none', 'actor=me', 'actor', 'unknown_field'],
  ])('refuses %s with 400', async (_, query, path, code) => {
    const answer = await list(query);

    expect(answer.status).toBe(400);
    expect(answer.json.errors).toEqual([expect.objectContaining({ path, code })]);
  });

  it('refuses a cursor of another search', async () => {
    for (const minute of [0, 1]) await addEntry(database, at(minute));
    const cursor = cursorOf(await list('actorId=actor-1&limit=1'));

    const answer = await list(`actorId=actor-2&limit=1&cursor=${cursor}`);

    expect(answer.json.code).toBe('INVALID_CURSOR');
  });

  it('takes the cursor of the longest subject that there is', async () => {
    const subject = '語'.repeat(300);
    for (const minute of [0, 1]) await addEntry(database, at(minute), { subject });

    expect(await readAll(`subject=${encodeURIComponent(subject)}&limit=1`)).toEqual([[at(1)], [at(0)], []]);
  });

  it('is for those who may read the audit', async () => {
    const stack = { ...createTestStack({ caller: createTestCaller() }), cursors };
    const refusing = createHandler({ list: async () => ({ items: [] }) }, stack);

    const answer = await send(refusing, { path: '/v1/audit-events' });

    expect(answer.json).toMatchObject({ status: 403, code: 'PERMISSION_DENIED' });
  });
});

describeAccess(trigger, ({ audit, stack }) => createHandler(audit.search, stack), { statuses: admins(200) });
