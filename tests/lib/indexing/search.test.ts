import { beforeEach, describe, expect, it } from '@jest/globals';
import type { GetRequest, QueryRequest } from '../../../lib/data/database.ts';
import type { Position } from '../../../lib/data/page.ts';
import type { Selection } from '../../../lib/indexing/course.ts';
import { createIndexSearch } from '../../../lib/indexing/search.ts';
import { createIndexUpkeep } from '../../../lib/indexing/upkeep.ts';
import { withLogLines } from '../../support/log-lines.ts';
import { resetCalls } from '../../support/people.ts';
import { cardId, cardIndex, createCards, markedCardIndex } from './cards.ts';

let desk: ReturnType<typeof createCards>;

beforeEach(() => {
  desk = createCards();
});

const enter = (...numbers: number[]) => createIndexUpkeep(cardIndex, desk.platform).enter(numbers.map(cardId));
const byName: Selection = { list: 'NAME', descending: false };

/** The names on each page, to the end. */
async function pagesOf(
  selection: Selection,
  { limit = 20, sifts = false, without = '', index = cardIndex } = {},
): Promise<string[][]> {
  const findPage = createIndexSearch(index, desk.platform);
  const pages: string[][] = [];
  let after: Position | undefined;
  do {
    const pick = ({ name }: { readonly name: string }) => (name === without ? undefined : name);
    const page = await findPage({ selection, limit, after, sifts, pick });
    pages.push([...page.items]);
    after = page.next;
  } while (after);
  return pages;
}

const namesOf = async (selection: Selection) => (await pagesOf(selection)).flat();

/** What each query and each batch read asked for. */
function watchReads() {
  const reads: { limit?: number | undefined; range?: unknown; records?: number }[] = [];
  desk.database.hooks.before = (operation, request) => {
    const { limit, range } = request as QueryRequest;
    if (operation === 'query') reads.push({ limit, range });
    if (operation === 'batchGet') reads.push({ records: (request as GetRequest[]).length });
  };
  return reads;
}

async function addNamed(...names: string[]): Promise<void> {
  for (const [at, name] of names.entries()) await desk.add(at + 1, name);
  await enter(...names.map((_, at) => at + 1));
  resetCalls(desk.database);
}

describe('the search of an index', () => {
  it('shows a list in its order, each way, page by page', async () => {
    await addNamed('Cleo', 'Ada', 'Bea');

    expect(await pagesOf(byName, { limit: 2 })).toEqual([['Ada', 'Bea'], ['Cleo']]);
    expect(await namesOf({ list: 'NAME', descending: true })).toEqual(['Cleo', 'Bea', 'Ada']);
    expect(await namesOf({ ...byName, range: { from: 'b', to: 'bz' } })).toEqual(['Bea']);
  });

  it('makes one query and one batch read, and reads no more than it shows where nothing sifts', async () => {
    await addNamed('Cleo', 'Ada', 'Bea');
    const reads = watchReads();

    await createIndexSearch(cardIndex, desk.platform)({ selection: byName, limit: 2, sifts: false, pick: () => 1 });

    expect(reads).toEqual([{ limit: 2, range: undefined }, { records: 2 }]);
  });

  it('reads a hundred entries of a list that it sifts, and two hundred of words', async () => {
    await addNamed(...Array.from({ length: 150 }, (_, at) => `Ada ${at}`));
    const reads = watchReads();

    await pagesOf(byName, { sifts: true, limit: 100, without: 'Ada 0' });
    await pagesOf({ text: 'ada' }, { limit: 100 });

    expect(reads).toMatchObject([
      ...[{ limit: 100 }, { records: 100 }, { limit: 100 }, { records: 50 }],
      ...[{ limit: 200 }, { records: 100 }, { limit: 200 }, { records: 50 }],
    ]);
  });

  it('queries the longest of several words and looks for the others on the records', async () => {
    await addNamed('Ada Lovelace', 'Ada King', 'Augusta Lovelace');
    const reads = watchReads();

    expect(await namesOf({ text: 'lovel ada' })).toEqual(['Ada Lovelace']);
    expect(reads).toEqual([{ limit: 200, range: { prefix: 'lovel' } }, { records: 2 }]);
  });

  it('finds once who has several words of one beginning, and reads them once', async () => {
    await addNamed('Anna Andersson Ante', 'Anders Anker', 'Annette', 'Anton Ander');
    const reads = watchReads();

    const found = await namesOf({ text: 'an' });

    expect(found.toSorted()).toEqual(['Anders Anker', 'Anna Andersson Ante', 'Annette', 'Anton Ander']);
    expect(reads[1]).toEqual({ records: 4 });
    expect((await pagesOf({ text: 'and' }, { limit: 1 })).flat().toSorted()).toEqual([
      'Anders Anker',
      'Anna Andersson Ante',
      'Anton Ander',
    ]);
    expect(await namesOf({ text: 'anna' })).toEqual(['Anna Andersson Ante']);
  });

  it('finds by a word in digits who has a number that reads the same from its end', async () => {
    await desk.add(1, '765', { numbers: ['4321567'] });
    await enter(1);

    expect(await namesOf({ text: '76' })).toEqual(['765']);
  });

  it.each([
    ['the last four digits', '4567', ['Ada']],
    ['more of them', '234567', ['Ada']],
    ['the whole number', '49301234567', ['Ada']],
    ['digits and a word', '4567 ad', ['Ada']],
    ['the digits of two numbers', '4567 3333', ['Ada']],
    ['digits and another word', '4567 bea', []],
    ['digits in the midst', '3012', []],
    ['three digits', '567', []],
    ['a word of three digits', '200', ['Bea 2000', 'Cleo 20001985x']],
    ['a word of four digits', '2000', ['Bea 2000', 'Cleo 20001985x']],
    ['how a word begins in digits', '20001', ['Cleo 20001985x']],
    ['all digits with which a word begins', '20001985', ['Cleo 20001985x']],
    ['digits and a letter', '20001985x', ['Cleo 20001985x']],
    ['digits and the beginning of a word', '2000 cl', ['Cleo 20001985x']],
    ['digits in the midst of a word', '1985', []],
  ])('goes by %s', async (_, text, names) => {
    await desk.add(1, 'Ada', { numbers: ['49301234567', '33333333'] });
    await desk.add(2, 'Bea 2000', { numbers: ['12', ''] });
    await desk.add(3, 'Cleo 20001985x');
    await enter(1, 2, 3);
    const reads = watchReads();

    expect((await namesOf({ text })).toSorted()).toEqual(names);
    expect(reads.filter(({ limit }) => limit !== undefined)).toHaveLength(1);
  });

  it('shows records as they are, and no more where they were', async () => {
    await addNamed('Ada', 'Bea', 'Cleo');
    await desk.change(1, { name: 'Zoe' });
    await desk.drop(2);

    expect(await namesOf(byName)).toEqual(['Cleo']);
    expect(await namesOf({ text: 'ada' })).toEqual([]);

    await enter(1, 2);

    expect(await namesOf(byName)).toEqual(['Cleo', 'Zoe']);
  });

  it('shows a record once of which an old entry is left beside its own', async () => {
    await addNamed('Ada', 'Bea');
    const [entry] = desk.database.itemsOf('index').filter(({ list, place }) => list === 'NAME' && place === 'ada');
    if (entry) desk.database.plant('index', { ...entry, place: 'cora', sk: `cora #${cardId(1)}` });

    expect(await pagesOf(byName)).toEqual([['Ada', 'Bea']]);
  });

  it('shows a record once of which an entry does not say yet that an earlier word begins like it', async () => {
    await addNamed('Ann Anna');
    const [entry] = desk.database.itemsOf('index').filter(({ list, place }) => list === 'WORD#a' && place === 'anna');
    if (entry) desk.database.plant('index', { ...entry, shared: 0 });

    expect(await namesOf({ text: 'an' })).toEqual(['Ann Anna']);
  });

  it.each([
    ['a field of it', { shared: 'x' }],
    ['its kind', { entity: 'x' }],
    ['its version', { version: 'x' }],
    ['its key, which its fields do not make', { place: 'ada' }],
  ])('passes over an entry of which %s is malformed, and logs it once', async (_, fields) => {
    await addNamed('Ada', 'Bea', 'Cleo');
    const [entry] = desk.database.itemsOf('index').filter(({ place }) => place === 'bea');
    const stray = { ...entry, place: 'bee', sk: `bee #${cardId(2)}`, pk: 'CARDS#NAME', list: 'NAME' };
    desk.database.plant('index', { ...stray, ...fields });

    const { result, lines } = await withLogLines(() => pagesOf(byName, { limit: 2 }));

    expect(result.flat()).toEqual(['Ada', 'Bea', 'Cleo']);
    expect(lines).toMatchObject([{ level: 'error', message: 'malformed item' }]);
  });

  it('passes over a record that nobody can read, and logs it', async () => {
    await addNamed('Ada', 'Bea', 'Cleo');
    const [card] = desk.database.itemsOf('platform').filter(({ name }) => name === 'Bea');
    if (card) desk.database.plant('platform', { ...card, name: 1 });

    const { result, lines } = await withLogLines(() => namesOf(byName));

    expect(result).toEqual(['Ada', 'Cleo']);
    expect(lines).toMatchObject([{ level: 'error', message: 'malformed item' }]);
  });

  it('leaves nobody out and shows nobody twice, however few pass on a page', async () => {
    await addNamed(...Array.from({ length: 130 }, (_, at) => `Ada ${String(at).padStart(3, '0')}`));
    const all = await namesOf(byName);

    expect((await pagesOf(byName, { limit: 7, sifts: true, without: 'Ada 003' })).flat()).toEqual(
      all.filter((name) => name !== 'Ada 003'),
    );
    expect((await pagesOf({ text: 'ada 0' }, { limit: 9 })).flat()).toEqual(all.slice(0, 100));
  });
});

describe('the search in a scope of an index', () => {
  const enterMarked = (...numbers: number[]) =>
    createIndexUpkeep(markedCardIndex, desk.platform).enter(numbers.map(cardId));
  const namesIn = async (scope: string, text: string) =>
    (await pagesOf({ text, scope }, { index: markedCardIndex })).flat();

  beforeEach(async () => {
    await desk.add(1, 'Ada Lovelace', { mark: 'red', numbers: ['1234567'] });
    await desk.add(2, 'Ada King', { mark: 'blue', numbers: ['9994567'] });
    await desk.add(3, 'Ada Byron', { numbers: ['8884567'] });
    await enterMarked(1, 2, 3);
  });

  it.each([
    ['MARK#red', 'ada', ['Ada Lovelace']],
    ['MARK#blue', 'ada', ['Ada King']],
    ['MARK#blue', 'lovelace', []],
    ['MARK#red', 'ada lov', ['Ada Lovelace']],
    ['MARK#red', '4567', ['Ada Lovelace']],
    ['ALL', 'ada', ['Ada Lovelace', 'Ada King']],
    ['ALL', '4567', ['Ada Lovelace', 'Ada King']],
    ['MARK#green', 'ada', []],
  ])('finds of %s by %s what stands in it', async (scope, text, names) => {
    expect(await namesIn(scope, text)).toEqual(names);
  });

  it('reads no entry and no record of another scope', async () => {
    for (let number = 10; number < 40; number++) await desk.add(number, `Ada ${number}`, { mark: 'blue' });
    await enterMarked(...Array.from({ length: 30 }, (_, at) => at + 10));
    const reads = watchReads();

    expect(await namesIn('MARK#red', 'ada')).toEqual(['Ada Lovelace']);
    expect(reads).toEqual([{ limit: 200, range: { prefix: 'ada' } }, { records: 1 }]);
  });

  it('shows nothing any more in a scope that it has left, and then in the one that it has come to', async () => {
    await desk.change(1, { mark: 'blue' });

    expect([await namesIn('MARK#red', 'ada'), await namesIn('ALL', 'lovelace')]).toEqual([[], ['Ada Lovelace']]);

    await enterMarked(1);

    expect([await namesIn('MARK#red', 'ada'), await namesIn('MARK#blue', 'lov')]).toEqual([[], ['Ada Lovelace']]);
  });

  it('finds nothing without a scope where an index has scopes', async () => {
    expect((await pagesOf({ text: 'ada' }, { index: markedCardIndex })).flat()).toEqual([]);
  });
});
