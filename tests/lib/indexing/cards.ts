import * as z from 'zod';
import type { Key } from '../../../lib/data/database.ts';
import { entity, type ValueOf } from '../../../lib/data/entity.ts';
import { at } from '../../../lib/data/read.ts';
import { insert, remove, update } from '../../../lib/data/write.ts';
import { fold, foldedWords } from '../../../lib/folded-words.ts';
import { defineIndex } from '../../../lib/indexing/definition.ts';
import type { Scan } from '../../../lib/indexing/rebuild.ts';
import { schema } from '../../../lib/schemas.ts';
import { createMemoryDatabase, type MemoryDatabase } from '../../support/memory-database.ts';
import { createTestPlatform } from '../../support/platform.ts';

/** A record of the tests' own, with a name, numbers of telephones and a value that few have. */
export const cards = entity({
  name: 'card',
  table: 'platform',
  schema: schema(() =>
    z.object({
      id: z.string(),
      name: z.string(),
      numbers: z.array(z.string()),
      mark: z.string().optional(),
      /** What the index knows nothing of. */
      note: z.string().optional(),
    }),
  ),
  key: ({ id }: { readonly id: string }) => ({ pk: `CARD#${id}`, sk: 'CARD' }),
});

type Card = ValueOf<typeof cards>;

const ofNames = {
  table: cards.table,
  at: (id: string) => at(cards, { id }),
  idAt: ({ pk, sk }: Key) => (sk === 'CARD' ? pk.slice('CARD#'.length) : undefined),
  words: ({ name }: Card) => foldedWords(name),
};
const ofCards = { ...ofNames, numbers: ({ numbers }: Card) => numbers };

export const cardIndex = defineIndex({
  ...ofCards,
  name: 'cards',
  lists: ({ name, mark }) => [
    { list: 'NAME', place: fold(name) },
    ...(mark === undefined ? [] : [{ list: `MARK#${mark}`, place: fold(name) }]),
  ],
  isObsolete: ({ pk }) => pk.startsWith('OLD-CARDS#'),
});

/** The words of the cards, and no numbers. */
export const namedCardIndex = defineIndex({ ...ofNames, name: 'named-cards' });

/** The words of the cards among all and among those of one mark; what has none stands nowhere. */
export const markedCardIndex = defineIndex({
  ...ofCards,
  name: 'marked-cards',
  scopes: ({ mark }) => (mark === undefined ? [] : ['ALL', `MARK#${mark}`]),
});

/** The id of a card by its number. */
export function cardId(number = 1): string {
  return `019a0000-0000-7000-8000-${String(number).padStart(12, '0')}`;
}

/** Cards on a database of the test's. */
export function createCards(database: MemoryDatabase = createMemoryDatabase()) {
  const platform = createTestPlatform(database);
  const { commit } = platform;
  const conflict = () => new Error('The card is not as it was thought to be');
  return {
    database,
    platform,
    add: (number: number, name: string, fields: { readonly numbers?: string[]; readonly mark?: string } = {}) =>
      commit([insert(cards, { id: cardId(number), name, numbers: [], ...fields }, { conflict })]),
    change: (number: number, set: { readonly name?: string; readonly mark?: string; readonly note?: string }) =>
      commit([update(cards, { id: cardId(number) }, { set, conflict })]),
    drop: (number: number) => commit([remove(cards, { id: cardId(number) })]),
    /** What is entered, as `<list> <place>` with the number of the card, in order. */
    entered: () =>
      database
        .itemsOf('index')
        .filter(({ entity: name }) => name === 'index-entry')
        .map(({ list, place, recordId }) => `${list} ${place} ${Number(String(recordId).slice(-12))}`)
        .sort(),
  };
}

/** Goes through a memory database as a scan goes through a table, in small pages. */
export function scanOf(database: MemoryDatabase): Scan {
  return async function* scan(table) {
    const items = database.itemsOf(table);
    for (let from = 0; from < items.length; from += 3) yield items.slice(from, from + 3);
  };
}

/** What may be malformed in what was entered for a record, and the fields that make it so. */
export const malformedInEntered: [string, Readonly<Record<string, unknown>>][] = [
  ['its list of entries', { entries: 'x' }],
  ['one of its entries', { entries: [{ list: 'NAME' }] }],
  ['its version, which is a text,', { version: 'x' }],
  ['its version, which is missing,', { version: undefined }],
  ['its version, which is a list,', { version: [1] }],
  ['its commit and version, which are missing,', { version: undefined, commitId: undefined }],
  ['its kind', { entity: 'x' }],
  ['its record, which is another one,', { recordId: cardId(2) }],
  ['its record, which is no id,', { recordId: 7 }],
];
