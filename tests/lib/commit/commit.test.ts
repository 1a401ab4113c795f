import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Commit } from '../../../lib/commit/commit.ts';
import { runWithPendingRecord } from '../../../lib/commit/pending-record.ts';
import { runInContext } from '../../../lib/context.ts';
import { equals } from '../../../lib/data/condition.ts';
import { AnswerLost, type Database, DatabaseBusy } from '../../../lib/data/database.ts';
import { check, insert, remove, update, upsert } from '../../../lib/data/write.ts';
import { userVerified } from '../../../lib/domains/identity/events/accounts.ts';
import { Unavailable } from '../../../lib/errors.ts';
import { createTestClock, type TestClock } from '../../support/clock.ts';
import { createMemoryDatabase, type Hook, type MemoryDatabase, type Operation } from '../../support/memory-database.ts';
import { createTestPlatform } from '../../support/platform.ts';
import { leases, NoteTaken, noteOf, notes, taken } from '../data/note.ts';

let clock: TestClock;
let database: MemoryDatabase;
let commit: Commit;
let pauses: number[];

beforeEach(() => {
  clock = createTestClock();
  database = createMemoryDatabase();
  pauses = [];
  commit = createTestPlatform(database, { clock, sleep: async (milliseconds) => pauses.push(milliseconds) }).commit;
});

const note = (id = 'n1') => createTestPlatform(database, { clock }).read.find(notes, { id });
const insertNote = (id = 'n1') => insert(notes, noteOf({ id }), { conflict: taken });
const rename = (text: string, id = 'n1') => update(notes, { id }, { set: { text }, conflict: taken });
const countRead = (id = 'n1') => update(notes, { id }, { add: { reads: 1 }, conflict: taken });
const verified = userVerified.of({
  subject: 'users/u1',
  data: { userId: '019a0000-0000-7000-8000-000000000001' },
});
const entry = { action: 'user.verified', subject: 'users/u1', outcome: 'success' } as const;

/** Fails the first `times` calls of an operation. */
function failing(operation: Operation, error: () => Error, times = 1): Hook {
  let failed = 0;
  return (called) => {
    if (called === operation && failed++ < times) throw error();
  };
}

describe('commit', () => {
  it('carries out one write plainly, several in one transaction, and reads nothing', async () => {
    await commit([insertNote('n1')]);
    await commit([rename('second', 'n1')]);
    await commit([insertNote('n2'), rename('third', 'n1')]);

    expect(await note('n1')).toMatchObject({ text: 'third', version: 3 });
    expect(await note('n2')).toMatchObject({ text: 'first', version: 1 });
    expect(database.calls).toEqual({ get: 2, batchGet: 0, query: 0, write: 2, transact: 1 });
  });

  it('gives back the result', async () => {
    expect(await commit([insertNote()], { result: 'made' })).toBe('made');
    expect(await commit([rename('new')])).toBeUndefined();
  });

  it('stores events and audit entries in the transaction of the change, with where they came from', async () => {
    const context = {
      functionName: 'f',
      requestId: 'request-1',
      correlationId: 'origin-1',
      address: '203.0.113.7',
      actorId: 'u1',
    };

    await runInContext(context, () => commit([insertNote()], { events: [verified], audit: [entry] }));

    expect(database.calls).toMatchObject({ write: 0, transact: 1 });
    expect(database.itemsOf('events')).toMatchObject([
      {
        event: {
          type: 'user.verified',
          version: 1,
          time: '2026-03-08T09:30:00.000Z',
          correlationId: 'origin-1',
          data: verified.data,
        },
      },
    ]);
    expect(database.itemsOf('audit')).toMatchObject([
      { pk: 'AUDIT#2026-03-08', actorId: 'u1', address: '203.0.113.7', requestId: 'request-1', details: {} },
    ]);
  });

  it('stores neither event nor audit entry when the change is refused', async () => {
    await commit([insertNote()]);

    await expect(commit([insertNote()], { events: [verified], audit: [entry] })).rejects.toThrow(NoteTaken);

    expect([...database.itemsOf('events'), ...database.itemsOf('audit')]).toEqual([]);
  });

  it('throws the error of the first write whose condition failed, with the value as it is', async () => {
    await commit([insertNote()]);
    const seen: unknown[] = [];
    const stale = update(
      notes,
      { id: 'n1' },
      {
        set: { text: 'new' },
        when: equals('version', 7),
        conflict: (old) => {
          seen.push(old);
          return new Error('stale');
        },
      },
    );

    await expect(commit([insertNote('n2'), stale, rename('x', 'n3')])).rejects.toThrow('stale');

    expect(seen).toEqual([{ ...noteOf(), version: 1 }]);
    expect(await note('n2')).toBeUndefined();
  });

  it('does not update, remove or check what is not there', async () => {
    const conflict = taken;

    for (const write of [
      rename('x'),
      remove(notes, { id: 'n1' }, { conflict }),
      check(notes, { id: 'n1' }, { conflict }),
    ])
      await expect(commit([write, insertNote('n2')])).rejects.toThrow(NoteTaken);
    await expect(commit([rename('x')])).rejects.toThrow(NoteTaken);
  });

  it('removes what is there, and without a conflict also what is not', async () => {
    await commit([insertNote()]);

    await commit([remove(notes, { id: 'n1' })]);
    await commit([remove(notes, { id: 'n1' })]);

    expect(database.itemsOf('identity')).toEqual([]);
  });

  it('takes an expired item for absent: it can be inserted over, and not updated', async () => {
    const lease = (holder: string, endsAt: string) => insert(leases, { id: 'l1', holder, endsAt }, { conflict: taken });
    await commit([lease('first', '2026-03-08T09:31:00.000Z')]);
    await expect(commit([lease('second', '2026-03-08T09:32:00.000Z')])).rejects.toThrow(NoteTaken);

    clock.advance(60);

    await expect(commit([update(leases, { id: 'l1' }, { set: { holder: 'late' }, conflict: taken })])).rejects.toThrow(
      NoteTaken,
    );
    await commit([lease('second', '2026-03-08T09:32:00.000Z')]);
    expect(database.itemsOf('identity')).toMatchObject([{ holder: 'second', version: 1 }]);
  });

  it('moves the expiry of an item by an update', async () => {
    await commit([insert(leases, { id: 'l1', holder: 'x', endsAt: '2026-03-08T09:31:00.000Z' }, { conflict: taken })]);

    await commit([update(leases, { id: 'l1' }, { expiresAt: new Date('2026-03-08T10:00:00.000Z'), conflict: taken })]);

    clock.advance(120);
    expect(await createTestPlatform(database, { clock }).read.find(leases, { id: 'l1' })).toMatchObject({
      holder: 'x',
      version: 2,
    });
  });
});

describe('what commit refuses to build', () => {
  it('takes 100 actions, events and audit entries among them', async () => {
    const writes = Array.from({ length: 98 }, (_, index) => insertNote(`n${index}`));

    await commit(writes, { events: [verified], audit: [entry] });

    expect(database.itemsOf('identity')).toHaveLength(98);
  });

  it('refuses 101 actions and none', async () => {
    const writes = Array.from({ length: 100 }, (_, index) => insertNote(`n${index}`));

    await expect(commit(writes, { audit: [entry] })).rejects.toThrow(RangeError);
    await expect(commit([])).rejects.toThrow(RangeError);
    expect(database.calls.transact).toBe(0);
  });

  it('refuses an item twice', async () => {
    await expect(commit([insertNote(), rename('x')])).rejects.toThrow(/once/);
    expect(database.calls.transact).toBe(0);
  });

  it('refuses conditions with nothing written that would show that they were met', async () => {
    await expect(commit([remove(notes, { id: 'n1' }, { conflict: taken })])).rejects.toThrow(RangeError);
  });
});

describe('a lost answer', () => {
  it.each(['before', 'after'] as const)('does not insert twice, lost %s the write', async (side) => {
    database.hooks[side] = failing('write', () => new AnswerLost());

    await commit([insertNote()]);

    expect(await note()).toMatchObject({ version: 1 });
    expect(database.calls.write).toBe(2);
  });

  it.each(['before', 'after'] as const)('does not update twice, lost %s the write', async (side) => {
    await commit([insertNote()]);
    database.hooks[side] = failing('write', () => new AnswerLost());

    await commit([rename('new')]);

    expect(await note()).toMatchObject({ text: 'new', version: 2 });
  });

  it('is no conflict of versions, when the change that raised the version is our own', async () => {
    await commit([insertNote()]);
    database.hooks.after = failing('write', () => new AnswerLost());

    await commit([update(notes, { id: 'n1' }, { set: { text: 'new' }, when: equals('version', 1), conflict: taken })]);

    expect(await note()).toMatchObject({ text: 'new', version: 2 });
  });

  it.each(['before', 'after'] as const)('does not carry out a transaction twice, lost %s it', async (side) => {
    await commit([insertNote()]);
    database.hooks[side] = failing('transact', () => new AnswerLost());

    await commit([insertNote('n2'), countRead()], { events: [verified], audit: [entry] });

    expect(await note()).toMatchObject({ reads: 1, version: 2 });
    expect(database.itemsOf('events')).toHaveLength(1);
    expect(database.itemsOf('audit')).toHaveLength(1);
  });

  it('is recognised by the commit that wrote, also when the store has forgotten the token', async () => {
    await commit([insertNote()]);
    const tokens: string[] = [];
    const forgetting: Database = {
      ...database,
      transact: (actions, token) => {
        tokens.push(token);
        return database.transact(actions, `${tokens.length}${token.slice(1)}`);
      },
    };
    const { commit: forgetful } = createTestPlatform(forgetting, { clock });
    database.hooks.after = failing('transact', () => new AnswerLost());

    await forgetful([insertNote('n2'), countRead()], { events: [verified] });

    expect(await note()).toMatchObject({ reads: 1 });
    expect(tokens).toEqual([tokens[0], tokens[0]]);
  });

  it('does not add twice when a rival writes in between', async () => {
    await commit([insertNote()]);
    const { commit: rival } = createTestPlatform(database, { clock });
    let lost = false;
    database.hooks.after = async (operation) => {
      if (operation !== 'transact' || lost) return;
      lost = true;
      await rival([rename('rival')]);
      throw new AnswerLost();
    };

    await commit([countRead()]);

    expect(await note()).toMatchObject({ text: 'rival', reads: 1 });
  });

  it('is not taken for success when it was a rival that wrote', async () => {
    const { commit: rival } = createTestPlatform(database, { clock });
    database.hooks.before = async (operation) => {
      database.hooks.before = undefined;
      if (operation === 'write') await rival([insertNote()]);
      throw new AnswerLost();
    };

    await expect(commit([insertNote()])).rejects.toThrow(NoteTaken);
  });
});

describe('a busy store', () => {
  it('is tried again after growing, random pauses', async () => {
    database.hooks.before = failing('transact', () => new DatabaseBusy(), 3);

    await commit([insertNote()], { audit: [entry] });

    expect(database.calls.transact).toBe(4);
    expect(pauses).toHaveLength(3);
    pauses.forEach((pause, index) => {
      expect(pause).toBeGreaterThanOrEqual(0);
      expect(pause).toBeLessThan(25 * 2 ** index);
    });
  });

  it('is unavailable in the end, after pauses of under 2 s altogether', async () => {
    database.hooks.before = failing('write', () => new DatabaseBusy(), Number.POSITIVE_INFINITY);

    const failure = await commit([insertNote()]).catch((error: unknown) => error);

    expect(failure).toBeInstanceOf(Unavailable);
    expect(failure).toMatchObject({ code: 'DATABASE_UNAVAILABLE', retryAfter: 1 });
    expect(database.calls.write).toBe(8);
    expect(pauses.reduce((sum, pause) => sum + pause, 0)).toBeLessThan(2_000);
  });

  it('is not tried again for an error that another try would not mend', async () => {
    database.hooks.before = failing('write', () => new TypeError('a bug'));

    await expect(commit([insertNote()])).rejects.toThrow('a bug');
    expect(database.calls.write).toBe(1);
  });
});

describe('a pending record', () => {
  const recordOf = () => ({
    stored: false,
    writeOf: async (result: unknown) =>
      insert(notes, noteOf({ id: 'record', text: String(result) }), { conflict: taken }),
  });

  it('goes with the first commit that has a result, in its transaction and in front', async () => {
    const record = recordOf();

    await runWithPendingRecord(record, async () => {
      await commit([insertNote('n1')], { audit: [entry] });
      await commit([insertNote('n2')], { result: 'made' });
      await commit([insertNote('n3')], { result: 'more' });
    });

    expect(record.stored).toBe(true);
    expect(await note('record')).toMatchObject({ text: 'made' });
    expect(database.calls).toMatchObject({ write: 1, transact: 2 });
  });

  it('stays pending when its commit fails, and its own condition is looked at first', async () => {
    await commit([insertNote('record'), insertNote('n1')]);
    const record = recordOf();
    const other = insert(notes, noteOf({ id: 'n1' }), { conflict: () => new Error('not the record') });

    const rivals = runWithPendingRecord(record, () => commit([other], { result: 'made' }));

    await expect(rivals).rejects.toBeInstanceOf(NoteTaken);
    expect(record.stored).toBe(false);
  });
});

describe('an upsert', () => {
  const countUp = (when?: Parameters<typeof upsert>[2]['when']) =>
    upsert(
      notes,
      { id: 'n1' },
      { set: { id: 'n1', text: 'tally' }, add: { reads: 1 }, conflict: taken, ...(when && { when }) },
    );

  it('makes the value at first, and changes it from then on', async () => {
    await commit([countUp()]);
    await commit([countUp()]);

    expect(await note()).toMatchObject({ text: 'tally', reads: 2, version: 2 });
  });

  it('counts once when the answer to it was lost', async () => {
    database.hooks.after = failing('transact', () => new AnswerLost());

    await commit([countUp()]);

    expect(await note()).toMatchObject({ reads: 1 });
  });

  it('gives the error that it names when its condition does not hold', async () => {
    await commit([countUp()]);

    await expect(commit([countUp(equals('reads', 7))])).rejects.toBeInstanceOf(NoteTaken);
    expect(await note()).toMatchObject({ reads: 1 });
  });
});
