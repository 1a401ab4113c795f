import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Database, Item } from '../../../../../lib/data/database.ts';
import { createDaySeals } from '../../../../../lib/domains/operations/audit/day-seal.ts';
import type { SealStore } from '../../../../../lib/domains/operations/audit/seal-store.ts';
import { createSealing } from '../../../../../lib/domains/operations/audit/sealing.ts';
import { createSecrets, type Secrets } from '../../../../../lib/secrets/secrets.ts';
import { addEntry, entriesOf } from '../../../../support/audit.ts';
import { createTestClock } from '../../../../support/clock.ts';
import { withLogLines } from '../../../../support/log-lines.ts';
import { createMemoryDatabase, type MemoryDatabase } from '../../../../support/memory-database.ts';
import { createMemorySeals, type MemorySeals } from '../../../../support/memory-seals.ts';
import { createTestPlatform } from '../../../../support/platform.ts';

const day = '2026-03-07';
const bytes = (filling: string) => Buffer.alloc(32, filling).toString('base64');
const secretsOf = (current: number, ...versions: readonly number[]): Secrets =>
  createSecrets(async () =>
    JSON.stringify({ current, secrets: Object.fromEntries(versions.map((each) => [each, bytes(`v${each}`)])) }),
  );
const secrets = secretsOf(1, 1);
const rotated = secretsOf(2, 1, 2);

/** A store that overwrites, as an S3 does that knows no conditions. */
interface OverwritingSeals extends MemorySeals {
  /** Every text that was ever stored for the day. */
  readonly written: Set<string>;
}

interface Run {
  readonly secrets?: Secrets;
  /** Whether this run sees an entry that others do not. */
  readonly seesForged?: boolean;
  /** What happens before a call of the database or the store, by its number, and after it. */
  readonly before?: (call: number) => unknown;
  readonly after?: (call: number) => unknown;
}

let database: MemoryDatabase;
let store: OverwritingSeals;

function createOverwritingSeals(): OverwritingSeals {
  const seals = createMemorySeals();
  const written = new Set<string>();
  return {
    ...seals,
    written,
    async add(of, text) {
      seals.texts.set(of, text);
      if (of === day) written.add(text);
      return true;
    },
  };
}

beforeEach(async () => {
  database = createMemoryDatabase();
  store = createOverwritingSeals();
  await run({}, '2026-03-07T09:00:00.000Z');
  await addEntry(database, `${day}T10:00:00.000Z`);
  await addEntry(database, `${day}T11:00:00.000Z`);
});

/** Wraps methods, so that something happens before and after their calls, which are counted in one list. */
function stepped<T extends object>(
  parts: T,
  names: readonly (keyof T & string)[],
  { before, after }: Run,
  calls: string[],
): T {
  const wrap = (name: keyof T & string) =>
    async function step(...args: unknown[]) {
      const number = calls.push(name);
      await before?.(number);
      const answer = await (parts[name] as (...given: unknown[]) => Promise<unknown>)(...args);
      await after?.(number);
      return answer;
    };
  return { ...parts, ...Object.fromEntries(names.map((name) => [name, wrap(name)])) };
}

/** The database as a run reads it before which somebody has changed the first entry of a day. */
function withForged(parts: Database): Database {
  return {
    ...parts,
    async query(request) {
      const page = await parts.query(request);
      return { ...page, items: page.items.map((item, at) => (at === 0 ? { ...item, subject: 'users/forged' } : item)) };
    },
  };
}

/** One run; gives its calls, and what it answered or the message of its error. */
async function seal(options: Run = {}, now = '2026-03-08T00:15:00.000Z') {
  const calls: string[] = [];
  const seen = options.seesForged ? withForged(database) : database;
  const from = stepped<Database>(seen, ['get', 'query', 'write'], options, calls);
  const platform = createTestPlatform(from, { clock: createTestClock(now), secrets: options.secrets ?? secrets });
  const seals = stepped<SealStore>(store, ['list', 'find', 'add'], options, calls);
  const result = await createSealing({ ...platform, database: from, store: seals })().catch(({ message }) => message);
  return { result: result as unknown, calls };
}

/** What some work gives, and what it logged as errors. */
async function logged<T>(work: () => Promise<T>) {
  const { result, lines } = await withLogLines(work);
  return { ...result, errors: lines.filter(({ level }) => level === 'error').map(({ message }) => message) };
}

const run = (...given: Parameters<typeof seal>) => logged(() => seal(...given));
const keptHead = () => database.itemsOf('platform')[0] as Item;
const sealOf = async () => createDaySeals(rotated).read(store.texts.get(day) ?? '');
const dieAt = (call: number) => (number: number) => {
  if (number === call) throw new Error('died');
};

/** The calls of a run that seals one day. */
const allCalls = ['get', 'list', 'find', 'query', 'write', 'add', 'write'];
const steps = allCalls.map((name, at) => [at + 1, name] as const);

describe('a run that seals a day', () => {
  it('claims the seal in the table, stores it, and moves the head on, by two writes of one unit each', async () => {
    const { calls } = await run();

    expect(calls).toEqual(allCalls);
    expect(Buffer.byteLength(JSON.stringify(keptHead()))).toBeLessThan(1_024);
    const { head } = (await sealOf()) ?? {};
    expect(keptHead()).toMatchObject({ day, head, claimedDay: day, claimedHead: head, claimedKeyVersion: 1 });
  });

  it.each(steps)('that died before call %d, %s, is followed by one that makes the same', async (call) => {
    const dead = await run({ before: dieAt(call) });

    const { result, errors } = await run();

    expect(dead.result).toBe('died');
    expect([errors, typeof result]).toEqual([[], 'object']);
    expect([keptHead().day, store.written.size, store.texts.has(day)]).toEqual([day, 1, true]);
  });

  it.each(steps)('that died after call %d, %s, is followed, though the key was changed since', async (call) => {
    await run({ after: dieAt(call) });
    const claimed = keptHead().claimedDay === day;

    const { errors } = await run({ secrets: rotated });

    expect(errors).toEqual([]);
    expect([keptHead().day, store.written.size]).toEqual([day, 1]);
    expect(store.texts.get(day)).toContain(`"keyVersion":${claimed ? 1 : 2}`);
  });

  it('that died before the very first seal was stored is followed, and no head is missed', async () => {
    [database, store] = [createMemoryDatabase(), createOverwritingSeals()];
    // Nothing is there to be followed: the head, the list, the entries and the claim come first.
    const dead = await run({ before: dieAt(5) });
    const claimed = keptHead();

    const { result, errors } = await run();

    expect(dead.calls).toEqual(['get', 'list', 'query', 'write', 'add']);
    expect(claimed).toMatchObject({ claimedDay: '2026-02-01' });
    expect(claimed).not.toHaveProperty('day');
    expect([result, errors]).toEqual([{ days: 35, entries: 0 }, []]);
  });
});

describe('two runs at once over a store that overwrites', () => {
  /** A run, before a call of which another one goes through; gives what both answered. */
  async function runWithRival(call: number, rival: Run) {
    const rivals: unknown[] = [];
    const before = async (number: number) => {
      if (number === call) rivals.push((await seal(rival)).result);
    };
    // Each run has both keys, as all instances have after a rotation.
    return logged(async () => ({ own: (await seal({ before, secrets: secretsOf(1, 1, 2) })).result, rivals }));
  }

  it.each(steps)('make one seal, where the other one runs before call %d, %s', async (call) => {
    const { own, rivals, errors } = await runWithRival(call, { secrets: rotated });

    expect([own, rivals]).toEqual([expect.any(Object), [expect.any(Object)]]);
    expect(errors).toEqual([]);
    expect([store.written.size, keptHead().day]).toEqual([1, day]);
  });

  it.each([
    // What was sealed before this run looked is followed, as it is by one that comes after the seal.
    [1, 'get', 'neither'],
    [2, 'list', 'neither'],
    [3, 'find', 'this one'],
    [4, 'query', 'this one'],
    [5, 'write', 'this one'],
    [6, 'add', 'the other one'],
    [7, 'write', 'neither'],
  ])(
    'make one seal, where the other one sees a forged entry before call %d, %s: %s says so',
    async (call, _, speaker) => {
      const { own, rivals, errors } = await runWithRival(call, { seesForged: true });

      const said = Object.entries({ 'this one': own, 'the other one': rivals[0] }).filter(
        ([, result]) => typeof result === 'string',
      );
      const expected = speaker === 'neither' ? [] : [[speaker, expect.stringContaining('for other entries')]];
      expect(said).toEqual(expected);
      expect(errors).toEqual(expected.map(() => 'audit day seen otherwise'));
      expect([store.written.size, (await sealOf())?.head]).toEqual([1, keptHead().head]);
    },
  );

  it('make one seal however many there are, each of which sees other entries than the next', async () => {
    const { results, errors } = await logged(async () => {
      const runs = Array.from({ length: 6 }, (_, at) => seal({ seesForged: at % 2 === 1 }));
      return { results: (await Promise.all(runs)).map(({ result }) => result) };
    });

    expect(results.filter((result) => typeof result === 'string')).toHaveLength(3);
    expect(errors).toEqual(Array(3).fill('audit day seen otherwise'));
    expect([store.written.size, (await sealOf())?.head]).toEqual([1, keptHead().head]);
  });
});

describe('a run beside one of a release that claims nothing', () => {
  /** The head as that release leaves it. */
  function moveWithoutClaim(head: unknown): void {
    const { claimedDay: _, claimedHead: __, claimedKeyVersion: ___, ...kept } = keptHead();
    database.plant('platform', { ...kept, day, head } as Item);
  }

  it('says so where that one has sealed the day by other entries, and stores nothing', async () => {
    const before = (call: number) => call === 5 && moveWithoutClaim('C'.repeat(43));

    const { result, errors } = await run({ before });

    expect([result, errors]).toEqual([expect.stringContaining('for other entries'), ['audit day seen otherwise']]);
    expect(store.written.size).toBe(0);
  });

  it('leaves the day to that one where both saw the same entries', async () => {
    const before = async (call: number) => {
      if (call !== 5) return;
      await seal();
      moveWithoutClaim(keptHead().head);
    };

    const { result, calls, errors } = await run({ before });

    expect([result, errors]).toEqual([{ days: 0, entries: 0 }, []]);
    expect(calls).not.toContain('add');
  });
});

describe('a claim', () => {
  const claimAndDie = () => run({ after: dieAt(5) });

  it('keeps a day from being sealed by other entries, until they are as they were', async () => {
    await claimAndDie();
    const [first] = entriesOf(database);
    database.plant('audit', { ...(first as Item), action: 'forged' });
    const tampered = await run();
    const stored = store.written.size;
    database.plant('audit', first as Item);

    const mended = await run();

    expect(tampered).toMatchObject({ result: expect.stringContaining(day), errors: ['audit day seen otherwise'] });
    expect(stored).toBe(0);
    expect([mended.errors, store.written.size]).toEqual([[], 1]);
  });

  it('is not met by another key, when its own is gone', async () => {
    [database, store] = [createMemoryDatabase(), createOverwritingSeals()];
    await run({ before: dieAt(5) });

    const { result } = await run({ secrets: secretsOf(2, 2) });

    expect(result).toContain('Version 1 of the master secret is gone');
    expect(store.texts.size).toBe(0);
  });

  it('tells a seal that our key made of other entries from the one that was made', async () => {
    await claimAndDie();
    const before = createDaySeals(secrets).read(store.texts.get('2026-03-06') ?? '');
    const { head: previousHead = '' } = (await before) ?? {};
    const other = { day, previousHead, head: 'B'.repeat(43), entries: [] };
    store.texts.set(day, await createDaySeals(secrets).write(other));

    const { result } = await run();

    expect(result).toContain(`The seal of ${day} is not the one that was made`);
    expect(keptHead().day).toBe('2026-03-06');
  });

  it('of a day that was never sealed does not keep later days from it', async () => {
    await claimAndDie();

    await run({}, '2026-06-01T00:15:00.000Z');

    expect(keptHead()).toMatchObject({ day: '2026-05-31', claimedDay: '2026-05-31' });
  });

  it('of a day to come, which is none of ours, is not passed over', async () => {
    database.plant('platform', {
      ...keptHead(),
      ...{ claimedDay: '2026-12-31', claimedHead: 'A', claimedKeyVersion: 1 },
    });

    const { result } = await run();

    expect(result).toContain('was moved at the same time');
    expect(store.written.size).toBe(0);
  });
});
