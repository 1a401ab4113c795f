import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Action } from '../../../lib/data/database.ts';
import { createIndexRebuild } from '../../../lib/indexing/rebuild.ts';
import { createIndexUpkeep } from '../../../lib/indexing/upkeep.ts';
import { withLogLines } from '../../support/log-lines.ts';
import type { MemoryDatabase } from '../../support/memory-database.ts';
import { resetCalls } from '../../support/people.ts';
import {
  cardId,
  cardIndex,
  cards,
  createCards,
  malformedInEntered,
  markedCardIndex,
  namedCardIndex,
  scanOf,
} from './cards.ts';

let desk: ReturnType<typeof createCards>;

beforeEach(() => {
  desk = createCards();
});

const upkeepOf = ({ platform }: ReturnType<typeof createCards>, index = cardIndex) =>
  createIndexUpkeep(index, platform);
const enter = (...numbers: number[]) => upkeepOf(desk).enter(numbers.map(cardId));
const adasEntries = ['NAME ada lovelace 1', 'NUMBER#76 7654321 1', 'WORD#a ada 1', 'WORD#l lovelace 1'];

/** Changes what was entered for a card, past every rule. */
function spoil(number: number, fields: Readonly<Record<string, unknown>>): void {
  for (const item of desk.database.itemsOf('index'))
    if (item.sk === 'ENTERED' && item.pk.endsWith(cardId(number))) desk.database.plant('index', { ...item, ...fields });
}

/** The writes of each transaction and of each lone write, as `<kind> <list>`. */
function watchWrites(database: MemoryDatabase): string[][] {
  const writes: string[][] = [];
  const told = (action: Action) =>
    `${action.kind} ${(action.kind === 'put' ? action.item.pk : action.key.pk).replace(/^CARDS#|#019a.*/g, '')}`;
  database.hooks.before = (operation, request) => {
    if (operation === 'transact') writes.push((request as Action[]).map(told));
    if (operation === 'write') writes.push([told(request as Action)]);
  };
  return writes;
}

describe('the upkeep of an index', () => {
  it('enters a record in its lists, by its words and by the last digits of its numbers', async () => {
    await desk.add(1, 'Ada Lovelace', { numbers: ['1234567'] });

    await enter(1);

    expect(desk.entered()).toEqual(adasEntries);
  });

  it('lets an entry hold its own word and nothing else of the record', async () => {
    await desk.add(1, 'Ada Lovelace', { numbers: ['1234567'] });

    await enter(1);

    const word = desk.database.itemsOf('index').find(({ list }) => list === 'WORD#l');
    expect(Object.keys(word ?? {}).sort()).toEqual(
      ['commitId', 'entity', 'index', 'list', 'pk', 'place', 'recordId', 'shared', 'sk', 'version'].sort(),
    );
    expect(JSON.stringify(word)).not.toMatch(/ada|1234567/i);
  });

  it('reads, writes in one transaction, and reads again', async () => {
    await desk.add(1, 'Ada Lovelace', { numbers: ['1234567'] });
    resetCalls(desk.database);
    const writes = watchWrites(desk.database);

    await enter(1);

    expect(desk.database.calls).toEqual({ get: 0, batchGet: 2, query: 0, write: 0, transact: 1 });
    expect(writes).toEqual([['put RECORD', 'update NAME', 'update NUMBER#76', 'update WORD#a', 'update WORD#l']]);
  });

  it('writes of a change only what is changed', async () => {
    await desk.add(1, 'Ada Lovelace', { numbers: ['1234567'] });
    await enter(1);
    await desk.change(1, { name: 'Ada King' });
    const writes = watchWrites(desk.database);

    await enter(1);

    expect(writes).toEqual([['update RECORD', 'delete NAME', 'delete WORD#l', 'update NAME', 'update WORD#k']]);
    expect(desk.entered()).toEqual(['NAME ada king 1', 'NUMBER#76 7654321 1', 'WORD#a ada 1', 'WORD#k king 1']);
  });

  it('writes nothing of a change that moves no entry, and for a record that comes twice', async () => {
    await desk.add(1, 'Ada Lovelace');
    await enter(1, 1);
    await desk.change(1, { note: 'Likes engines.' });
    resetCalls(desk.database);

    await enter(1, 1);

    expect(desk.database.calls).toEqual({ get: 0, batchGet: 1, query: 0, write: 0, transact: 0 });
  });

  it('has a sparse list hold those with its value alone', async () => {
    await desk.add(1, 'Ada', { mark: 'rare' });
    await desk.add(2, 'Bea');

    await enter(1, 2);

    expect(desk.entered().filter((entry) => entry.startsWith('MARK'))).toEqual(['MARK#rare ada 1']);
  });

  it('enters sixteen words of a record at most', async () => {
    await desk.add(1, Array.from({ length: 20 }, (_, at) => `word${at}`).join(' '));

    await enter(1);

    expect(desk.entered().filter((entry) => entry.startsWith('WORD'))).toHaveLength(16);
  });

  it('enters numbers of four digits or more', async () => {
    await desk.add(1, 'Ada', { numbers: ['321', '4321'] });

    await enter(1);

    expect(desk.entered()).toEqual(['NAME ada 1', 'NUMBER#12 1234 1', 'WORD#a ada 1']);
  });

  it('enters how a word begins in digits, by four to nine of them, as numbers that end so', async () => {
    await desk.add(1, '123456789012');

    await enter(1);

    expect(desk.entered().filter((entry) => entry.startsWith('NUMBER'))).toEqual([
      'NUMBER#43 4321 1',
      'NUMBER#54 54321 1',
      'NUMBER#65 654321 1',
      'NUMBER#76 7654321 1',
      'NUMBER#87 87654321 1',
      'NUMBER#98 987654321 1',
    ]);
  });

  it('enters a word in digits as a word alone where records have no numbers', async () => {
    await desk.add(1, '123456789012');

    await upkeepOf(desk, namedCardIndex).enter([cardId(1)]);

    expect(desk.entered()).toEqual(['WORD#1 123456789012 1']);
  });

  it('leaves nothing of a record that is gone', async () => {
    await desk.add(1, 'Ada Lovelace', { numbers: ['1234567'] });
    await enter(1);
    await desk.drop(1);

    await enter(1);

    expect(desk.database.itemsOf('index')).toEqual([]);
  });

  it('enters many records by few reads, and one after the other where one cannot be', async () => {
    for (let number = 1; number <= 120; number++) await desk.add(number, `Card ${number}`);
    desk.database.hooks.before = (operation, request) => {
      if (operation === 'transact' && JSON.stringify(request).includes(cardId(7))) throw new Error('cannot be written');
    };
    resetCalls(desk.database);
    const numbers = Array.from({ length: 120 }, (_, at) => at + 1);

    const { result: succeeded } = await withLogLines(() =>
      upkeepOf(desk).enterChanged(numbers.map((number) => cards.key({ id: cardId(number) }))),
    );

    expect(numbers.filter((_, at) => !succeeded[at])).toEqual([7]);
    expect(new Set(desk.entered().map((entry) => entry.split(' ').at(-1))).size).toBe(119);
    expect(desk.database.calls.batchGet).toBe(6);
  });

  it.each([
    ['what was entered for it', 'index', { entries: 'x' }, true],
    ['the record', 'platform', { name: 1 }, false],
  ] as const)('lets no others wait for a record where %s is malformed', async (_, table, fields, mends) => {
    for (const number of [1, 2, 3]) await desk.add(number, `Card ${number}`);
    await enter(2);
    for (const number of [1, 2, 3]) await desk.change(number, { name: `Change ${number}` });
    const [item] = desk.database
      .itemsOf(table)
      .filter(({ sk, pk }) => /ENTERED|CARD/.test(sk) && pk.includes(cardId(2)));
    if (item) desk.database.plant(table, { ...item, ...fields });

    const { result, lines } = await withLogLines(() =>
      upkeepOf(desk).enterChanged([1, 2, 3].map((number) => cards.key({ id: cardId(number) }))),
    );

    expect(result).toEqual([true, mends, true]);
    expect(lines).toMatchObject([{ message: mends ? 'malformed index item' : 'record not entered' }]);
    const named = desk.entered().filter((entry) => entry.startsWith('NAME change'));
    expect(named).toEqual([1, 2, 3].filter((number) => mends || number !== 2).map((n) => `NAME change ${n} ${n}`));
  });

  it.each(malformedInEntered)(
    'replaces what was entered for a record where %s is malformed, by one transaction, and then has nothing to do',
    async (_, fields) => {
      await desk.add(1, 'Ada Lovelace');
      await desk.add(2, 'Bea');
      await enter(1, 2);
      await desk.change(1, { name: 'Ada King' });
      spoil(1, fields);
      resetCalls(desk.database);

      const { result: failed, lines } = await withLogLines(() => enter(1));

      expect(failed.size).toBe(0);
      expect(lines).toMatchObject([{ message: 'malformed index item' }]);
      expect(desk.database.calls).toEqual({ get: 0, batchGet: 2, query: 0, write: 0, transact: 1 });
      expect(desk.entered()).toEqual(expect.arrayContaining(['NAME ada king 1', 'WORD#a ada 1', 'WORD#k king 1']));
      resetCalls(desk.database);
      expect([await withLogLines(() => enter(1, 2)), desk.database.calls.transact]).toMatchObject([{ lines: [] }, 0]);
    },
  );

  it('replaces what was entered for a record that stands nowhere any more', async () => {
    await desk.add(1, 'Ada');
    await enter(1);
    spoil(1, { version: 'x' });
    const nowhere = { ...cardIndex, entriesOf: () => [] };

    await withLogLines(() => createIndexUpkeep(nowhere, desk.platform).enter([cardId(1)]));

    expect(desk.database.itemsOf('index').find(({ sk }) => sk === 'ENTERED')).toMatchObject({
      version: 1,
      entries: [],
    });
  });

  it('puts its entries over malformed ones that lie in their place', async () => {
    await desk.add(1, 'Ada');
    await enter(1);
    const [entry] = desk.database.itemsOf('index').filter(({ list }) => list === 'NAME');
    if (entry) desk.database.plant('index', { ...entry, version: 'x', shared: 'x' });
    spoil(1, { entries: [] });

    expect((await enter(1)).size).toBe(0);
    expect(desk.database.itemsOf('index').find(({ list }) => list === 'NAME')).toMatchObject({ version: 1, shared: 0 });
  });

  it('passes over what is no record', async () => {
    expect(await upkeepOf(desk).enterChanged([{ pk: 'CARD#1', sk: 'SESSION' }])).toEqual([true]);
    expect(desk.database.calls.batchGet).toBe(0);
  });
});

describe('an upkeep that meets others', () => {
  it('enters a record once that many enter at once', async () => {
    await desk.add(1, 'Ada Lovelace', { numbers: ['1234567'] });

    const failed = await Promise.all(Array.from({ length: 5 }, () => enter(1)));

    expect(failed.map(({ size }) => size)).toEqual([0, 0, 0, 0, 0]);
    expect(desk.entered()).toEqual(adasEntries);
  });

  it('leaves no entry of a record that changes while it is entered', async () => {
    await desk.add(1, 'Ada Lovelace');
    await enter(1);
    await desk.change(1, { name: 'Ada King' });
    // Another upkeep finds that nothing is to be done for the second change, before the first one has its entries.
    let isFirst = true;
    desk.database.hooks.after = async (operation) => {
      if (operation !== 'batchGet' || !isFirst) return;
      isFirst = false;
      await desk.change(1, { name: 'Ada Lovelace' });
      await enter(1);
    };

    await enter(1);

    expect(desk.entered()).toEqual(['NAME ada lovelace 1', 'WORD#a ada 1', 'WORD#l lovelace 1']);
  });

  it('does not put old entries beside those of a later change that was entered meanwhile', async () => {
    await desk.add(1, 'Ada Lovelace');
    await enter(1);
    await desk.change(1, { name: 'Ada King' });
    let isFirst = true;
    desk.database.hooks.after = async (operation) => {
      if (operation !== 'batchGet' || !isFirst) return;
      isFirst = false;
      await desk.change(1, { name: 'Ada Byron' });
      await enter(1);
      // What was entered in between is to be known to who enters this change.
      await desk.change(1, { name: 'Ada Cole' });
    };

    await enter(1);

    expect(desk.entered()).toEqual(['NAME ada cole 1', 'WORD#a ada 1', 'WORD#c cole 1']);
  });

  it('forgets nothing that was entered meanwhile for a record that is there again', async () => {
    await desk.add(1, 'Ada Lovelace');
    await enter(1);
    await desk.drop(1);
    desk.database.hooks.before = async (operation, request) => {
      if (operation !== 'write' || !JSON.stringify(request).includes('ENTERED')) return;
      desk.database.hooks.before = undefined;
      await desk.add(1, 'Ada King');
      await enter(1);
      await desk.change(1, { name: 'Ada Cole' });
    };

    await enter(1);

    expect(desk.database.hooks.before).toBeUndefined();
    expect(desk.entered()).toEqual(['NAME ada cole 1', 'WORD#a ada 1', 'WORD#c cole 1']);
  });

  it('makes anew once what many find malformed at once, beside who changes the record', async () => {
    await desk.add(1, 'Ada Lovelace', { numbers: ['1234567'] });
    await enter(1);
    spoil(1, { version: 'x' });

    const { result } = await withLogLines(() =>
      Promise.all([enter(1), enter(1), desk.change(1, { name: 'Ada King' }).then(() => enter(1)), enter(1)]),
    );

    expect(result.map((failed) => (failed as ReadonlySet<string>).size)).toEqual([0, 0, 0, 0]);
    expect(desk.entered()).toEqual(expect.arrayContaining(['NAME ada king 1', 'WORD#k king 1']));
    const [kept] = desk.database.itemsOf('index').filter(({ sk }) => sk === 'ENTERED');
    expect(JSON.stringify(kept?.entries)).not.toContain('lovelace');
  });

  it('does not write over what was entered meanwhile in place of what it found malformed', async () => {
    await desk.add(1, 'Ada Lovelace');
    await enter(1);
    await desk.change(1, { name: 'Ada King' });
    spoil(1, { version: 'x' });
    let isFirst = true;
    desk.database.hooks.after = async (operation) => {
      if (operation !== 'batchGet' || !isFirst) return;
      isFirst = false;
      await desk.change(1, { name: 'Ada Byron' });
      await enter(1);
      await desk.change(1, { name: 'Ada Cole' });
    };

    await withLogLines(() => enter(1));

    expect(desk.entered().filter((entry) => /byron|king/.test(entry))).toEqual([]);
    expect(desk.entered()).toEqual(expect.arrayContaining(['NAME ada cole 1', 'WORD#c cole 1']));
  });

  it('forgets nothing that was entered meanwhile in place of what it found malformed', async () => {
    await desk.add(1, 'Ada Lovelace');
    await enter(1);
    await desk.drop(1);
    spoil(1, { version: 'x' });
    desk.database.hooks.before = async (operation, request) => {
      if (operation !== 'write' || !JSON.stringify(request).includes('ENTERED')) return;
      desk.database.hooks.before = undefined;
      await desk.add(1, 'Ada King');
      await enter(1);
      await desk.change(1, { name: 'Ada Cole' });
    };

    await withLogLines(() => enter(1));

    expect(desk.database.hooks.before).toBeUndefined();
    expect(desk.entered().filter((entry) => entry.includes('king'))).toEqual([]);
  });

  it('gives a record back that does not stop changing', async () => {
    await desk.add(1, 'Ada 0');
    let changes = 0;
    desk.database.hooks.after = async (operation) => {
      if (operation === 'batchGet') await desk.change(1, { name: `Ada ${++changes}` });
    };

    expect([...(await enter(1))]).toEqual([cardId(1)]);
  });
});

const inLists = [
  ...['MARK#odd ada king 1', 'NAME ada king 1', 'NUMBER#76 7654321 1', 'WORD#a ada 1', 'WORD#k king 1'],
  ...['NAME cleo king 3', 'WORD#c cleo 3', 'WORD#k king 3', 'NAME dora drake 4', 'WORD#d dora 4', 'WORD#d drake 4'],
];
const inScopes = ['ALL', 'MARK#odd'].flatMap((scope) =>
  ['NUMBER#76 7654321 1', 'WORD#a ada 1', 'WORD#k king 1'].map((entry) => `${scope}#${entry}`),
);

describe.each([
  [cardIndex.name, cardIndex, inLists],
  [markedCardIndex.name, markedCardIndex, inScopes],
])('an upkeep of %s that is killed', (_, index, expected) => {
  /** A store after a change of each kind, of which nothing is entered yet. */
  async function changedCards() {
    const changed = createCards();
    await changed.add(1, 'Ada Lovelace', { numbers: ['1234567'], mark: 'rare' });
    await changed.add(2, 'Bea Byron');
    await changed.add(3, 'Cleo King');
    await upkeepOf(changed, index).enter([1, 2, 3].map(cardId));
    await changed.change(1, { name: 'Ada King', mark: 'odd' });
    await changed.drop(2);
    await changed.add(4, 'Dora Drake');
    return changed;
  }

  const all = [1, 2, 3, 4].map(cardId);
  const right = expected.toSorted();

  /** Lets the work die at its nth call, before or after that is carried out; answers whether it came so far. */
  async function killedAt(nth: number, when: 'before' | 'after', store: MemoryDatabase, work: () => Promise<unknown>) {
    let calls = 0;
    store.hooks[when] = () => {
      if (++calls >= nth) throw new Error('killed');
    };
    await withLogLines(() => work().catch(() => undefined));
    store.hooks[when] = undefined;
    return calls >= nth;
  }

  it.each(['before', 'after'] as const)('%s any of its calls leaves what the next change mends', async (when) => {
    let reached = true;
    for (let nth = 1; reached; nth++) {
      const store = await changedCards();
      reached = await killedAt(nth, when, store.database, () => upkeepOf(store, index).enter(all));

      await upkeepOf(store, index).enter(all);

      expect(store.entered()).toEqual(right);
    }
  });

  it.each(['before', 'after'] as const)(
    '%s any of its calls leaves what a rebuild mends, itself killed',
    async (when) => {
      let reached = true;
      for (let nth = 1; reached; nth++) {
        const store = await changedCards();
        const rebuild = createIndexRebuild(index, { ...store.platform, scan: scanOf(store.database) });
        reached = await killedAt(nth, when, store.database, () => rebuild(() => undefined));

        await rebuild(() => undefined);

        expect(store.entered()).toEqual(right);
      }
    },
  );
});
