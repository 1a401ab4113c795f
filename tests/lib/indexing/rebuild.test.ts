import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Item } from '../../../lib/data/database.ts';
import { createIndexRebuild, type Progress } from '../../../lib/indexing/rebuild.ts';
import { createIndexUpkeep } from '../../../lib/indexing/upkeep.ts';
import { withLogLines } from '../../support/log-lines.ts';
import type { MemoryDatabase } from '../../support/memory-database.ts';
import { resetCalls } from '../../support/people.ts';
import { cardId, cardIndex, createCards, malformedInEntered, scanOf } from './cards.ts';

let desk: ReturnType<typeof createCards>;
let reported: Progress[];

beforeEach(async () => {
  desk = createCards();
  reported = [];
  await desk.add(1, 'Ada Lovelace', { numbers: ['1234567'] });
  await desk.add(2, 'Bea Byron');
});

const enter = (...numbers: number[]) => createIndexUpkeep(cardIndex, desk.platform).enter(numbers.map(cardId));
const rebuild = (scan = scanOf(desk.database)) =>
  createIndexRebuild(cardIndex, { ...desk.platform, scan })((progress) => void reported.push(progress));
const right = [
  ...['NAME ada lovelace 1', 'NUMBER#76 7654321 1', 'WORD#a ada 1', 'WORD#l lovelace 1'],
  ...['NAME bea byron 2', 'WORD#b bea 2', 'WORD#b byron 2'],
].sort();

/** Takes entries away, past every rule. */
function lose(database: MemoryDatabase, place: string): Promise<unknown> {
  const lost = database.itemsOf('index').filter((item) => item.place === place);
  return Promise.all(lost.map(({ pk, sk }) => database.write({ kind: 'delete', table: 'index', key: { pk, sk } })));
}

/** Changes items of the index, past every rule. */
function spoil(which: (item: Item) => boolean, fields: Readonly<Record<string, unknown>>): void {
  for (const item of desk.database.itemsOf('index'))
    if (which(item)) desk.database.plant('index', { ...item, ...fields });
}

describe('the rebuild of an index', () => {
  it('enters records that were there before the index was', async () => {
    const end = await rebuild();

    expect(desk.entered()).toEqual(right);
    expect(end).toEqual({ records: 2, entries: 7, removed: 0, failed: 0 });
    expect(reported.at(-1)).toEqual(end);
  });

  it('makes entries again that were lost, and writes no others', async () => {
    await enter(1, 2);
    await lose(desk.database, 'lovelace');
    resetCalls(desk.database);

    await rebuild();

    expect(desk.entered()).toEqual(right);
    expect(desk.database.calls).toMatchObject({ transact: 1, write: 0 });
  });

  it('takes entries out of which no record knows, of a record that is gone as well', async () => {
    await enter(1, 2);
    const entry = desk.database.itemsOf('index').find(({ place }) => place === 'lovelace');
    if (!entry) throw new Error('there is none');
    for (const number of [1, 9])
      desk.database.plant('index', {
        ...entry,
        place: 'lost',
        sk: `lost #${cardId(number)}`,
        recordId: cardId(number),
      });
    await desk.drop(2);

    const { removed } = await rebuild();

    expect(desk.entered()).toEqual(right.filter((each) => each.endsWith('1')));
    expect(removed).toBe(2);
    expect(desk.database.itemsOf('index').filter(({ sk }) => sk === 'ENTERED')).toHaveLength(1);
  });

  it('removes what an earlier release has left in the table of the records', async () => {
    desk.database.plant('platform', { pk: 'OLD-CARDS#NAME', sk: 'ada' });

    const { removed } = await rebuild();

    expect(removed).toBe(1);
    expect(desk.database.itemsOf('platform').map(({ sk }) => sk)).toEqual(['CARD', 'CARD']);
  });

  it('leaves the entries of other indexes alone', async () => {
    const other = { pk: 'CARDSHARPS#NAME', sk: `ada #${cardId(9)}`, entity: 'index-entry', version: 1 };
    desk.database.plant('index', other);

    await rebuild();

    expect(desk.database.itemsOf('index')).toContainEqual(other);
  });

  it('leaves an entry that a record regains while it looks', async () => {
    await enter(1, 2);
    const entry = desk.database.itemsOf('index').find(({ place }) => place === 'lovelace');
    if (!entry) throw new Error('there is none');
    desk.database.plant('index', {
      ...entry,
      list: 'NAME',
      pk: 'CARDS#NAME',
      place: 'ada king',
      sk: `ada king #${cardId(1)}`,
    });
    // The record gets the name just before the strange entry is taken out.
    desk.database.hooks.before = async (operation, request) => {
      if (operation !== 'write' || !JSON.stringify(request).includes('"delete"')) return;
      desk.database.hooks.before = undefined;
      await desk.change(1, { name: 'Ada King' });
      await enter(1);
    };

    await rebuild();

    expect(desk.entered()).toContain('NAME ada king 1');
  });

  it('leaves an entry that was left behind to who enters its record, who may find it wanted again', async () => {
    await enter(1, 2);
    await rebuild(async function* scan(table) {
      for (const item of desk.database.itemsOf(table)) {
        if (item.place === 'lovelace') await desk.change(1, { name: 'Ada King' });
        yield [item];
        if (item.place === 'lovelace') await desk.change(1, { name: 'Ada Lovelace' });
      }
    });

    await enter(1);

    expect(desk.entered()).toEqual(right);
  });

  it('is no matter to who changes records while it runs', async () => {
    let calls = 0;
    desk.database.hooks.after = async (operation) => {
      if (operation !== 'batchGet' || ++calls > 4) return;
      await desk.change(1, { name: calls % 2 === 1 ? 'Ada King' : 'Ada Lovelace' });
      await enter(1);
    };

    await rebuild();

    expect(desk.entered()).toEqual(right);
  });

  it('makes anew what is malformed in the index, and goes on to all others', async () => {
    await enter(1, 2);
    await desk.add(3, 'Cleo');
    spoil((item) => item.sk === 'ENTERED' && item.recordId === cardId(1), { entries: 'x' });
    spoil((item) => item.place === 'byron', { shared: 'x' });

    const { result } = await withLogLines(() => rebuild());

    expect(result).toMatchObject({ records: 3, failed: 0 });
    expect(desk.entered()).toEqual([...right, 'NAME cleo 3', 'WORD#c cleo 3'].sort());
    const { result: next, lines } = await withLogLines(() => rebuild());
    expect([next.failed, lines]).toEqual([0, []]);
  });

  it('takes out what was entered for a record that is gone, malformed as it may be', async () => {
    await enter(1, 2);
    await desk.drop(1);
    spoil((item) => item.sk === 'ENTERED' && item.recordId === cardId(1), { entries: 'x' });

    const { result } = await withLogLines(() => rebuild());

    expect(result).toMatchObject({ removed: 4, failed: 0 });
    expect(desk.entered()).toEqual(right.filter((each) => each.endsWith('2')));
    expect(desk.database.itemsOf('index').filter(({ sk }) => sk === 'ENTERED')).toHaveLength(1);
  });

  it.each<[string, (item: Item) => Item]>([
    ['a field of it', (item) => ({ ...item, shared: 'x' })],
    ['its kind', (item) => ({ ...item, entity: 'x' })],
    ['its version', (item) => ({ ...item, version: 'x' })],
    ['its commit and version, which it lacks', ({ version: _, commitId: __, ...item }) => item as Item],
    ['its commit, which is no text', (item) => ({ ...item, commitId: [1], shared: 'x' })],
    ['its key, which its fields do not make', (item) => ({ ...item, place: 'ada lovelace' })],
    ['the end of its key', (item) => ({ ...item, sk: 'zoe' })],
    ['its key, which is that of what is entered', (item) => ({ ...item, sk: 'ENTERED' })],
  ])('takes out a stray entry of which %s is malformed, once', async (_, spoilt) => {
    await enter(1, 2);
    const [entry] = desk.database.itemsOf('index').filter(({ place }) => place === 'bea byron');
    if (!entry) throw new Error('there is none');
    const stray = { ...entry, place: 'zoe', sk: `zoe #${cardId(9)}`, recordId: cardId(9) };
    desk.database.plant('index', spoilt(stray));

    const { result } = await withLogLines(() => rebuild());

    expect(result).toMatchObject({ removed: 1, failed: 0 });
    expect(desk.entered()).toEqual(right);
    const { result: next, lines } = await withLogLines(() => rebuild());
    expect([next, lines]).toEqual([{ records: 2, entries: 7, removed: 0, failed: 0 }, []]);
  });

  it('leaves a malformed entry that is made anew while it looks', async () => {
    await enter(1, 2);
    let spoilt = false;
    desk.database.hooks.before = async (operation, request) => {
      if (operation !== 'write' || !JSON.stringify(request).includes('"delete"')) return;
      desk.database.hooks.before = undefined;
      await desk.add(9, 'Zoe');
      await enter(9);
      spoilt = true;
    };
    const [entry] = desk.database.itemsOf('index').filter(({ place }) => place === 'bea byron');
    const stray = { place: 'zoe', sk: `zoe #${cardId(9)}`, recordId: cardId(9), shared: 'x', version: 'x' };
    if (entry) desk.database.plant('index', { ...entry, ...stray });

    await withLogLines(() => rebuild());

    expect(spoilt).toBe(true);
    expect(desk.entered()).toContain('NAME zoe 9');
  });

  it('mends a wanted entry that became malformed after its record was looked at', async () => {
    await enter(1, 2);
    const scan = scanOf(desk.database);

    const { result } = await withLogLines(() =>
      rebuild(async function* (table, options) {
        if (table === 'index') spoil((item) => item.place === 'byron', { version: 'x' });
        yield* scan(table, options);
      }),
    );

    expect(result).toMatchObject({ removed: 0, failed: 0 });
    expect(desk.database.itemsOf('index').find(({ place }) => place === 'byron')).toMatchObject({ version: 1 });
  });

  it.each<[string, Readonly<Record<string, unknown>>]>(malformedInEntered)(
    'makes anew what was entered for a record of which %s is malformed, and finds nothing to do then',
    async (_, fields) => {
      await enter(1, 2);
      spoil((item) => item.sk === 'ENTERED' && item.recordId === cardId(1), fields);
      await desk.change(1, { name: 'Ada King' });

      const { result } = await withLogLines(() => rebuild());

      expect(result).toMatchObject({ records: 2, removed: 2, failed: 0 });
      expect(desk.entered()).toEqual(
        right.map((each) => each.replace('ada lovelace', 'ada king').replace('#l lovelace', '#k king')).sort(),
      );
      const { result: next, lines } = await withLogLines(() => rebuild());
      expect([next.removed, next.failed, lines]).toEqual([0, 0, []]);
    },
  );

  it.each<[string, Readonly<Record<string, unknown>>]>(malformedInEntered)(
    'forgets what was entered for a record that is gone where %s is malformed',
    async (_, fields) => {
      await enter(1, 2);
      await desk.drop(1);
      spoil((item) => item.sk === 'ENTERED' && item.recordId === cardId(1), fields);

      const { result } = await withLogLines(() => rebuild());

      expect(result).toMatchObject({ removed: 4, failed: 0 });
      expect(desk.database.itemsOf('index').filter(({ sk }) => sk === 'ENTERED')).toHaveLength(1);
    },
  );

  it('tells of a malformed record, whose entries it leaves alone, and takes a malformed one of another out', async () => {
    await enter(1, 2);
    const [lost] = desk.database.itemsOf('index').filter(({ place }) => place === 'byron');
    desk.database.plant('index', { ...lost, pk: 'CARDS#WORD#x', sk: 'x', list: 'WORD#x', place: 'x', shared: 'x' });
    spoil((item) => item.sk === 'ENTERED' && item.recordId === cardId(1), { entries: 'x' });
    for (const card of desk.database.itemsOf('platform'))
      if (card.id === cardId(1)) desk.database.plant('platform', { ...card, name: 1 });

    const { result, lines } = await withLogLines(() => rebuild());

    expect(result).toMatchObject({ removed: 1, failed: 2 });
    expect(lines.map(({ message }) => message)).toEqual(
      expect.arrayContaining(['record not entered', 'malformed index item']),
    );
    expect(desk.entered()).toEqual(expect.arrayContaining(right));
  });

  it('tells how many records could not be entered', async () => {
    desk.database.hooks.before = (operation) => {
      if (operation === 'transact') throw new Error('cannot be written');
    };

    expect(await rebuild()).toMatchObject({ records: 2, failed: 2 });
  });
});
