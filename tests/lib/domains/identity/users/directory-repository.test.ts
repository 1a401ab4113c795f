import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Action } from '../../../../../lib/data/database.ts';
import { createMemoryDatabase, type MemoryDatabase } from '../../../../support/memory-database.ts';
import { callerOf, createPeople, type People } from '../../../../support/people.ts';

let database: MemoryDatabase;
let people: People;
let transactions: (readonly Action[])[];

beforeEach(() => {
  database = createMemoryDatabase();
  people = createPeople(database);
  transactions = [];
  database.hooks.before = (operation, request) => {
    if (operation === 'transact') transactions.push(request as readonly Action[]);
  };
});

const ada = { name: 'Ada Lovelace', email: 'ada@example.com' };
const entryItems = () => database.itemsOf('identity').filter(({ pk }) => pk.startsWith('PEOPLE#'));
const entries = () =>
  entryItems()
    .map(({ pk, sk }) => `${pk} / ${sk.replace(/ #.*/, '')}`)
    .sort();

const adasEntries = [
  'PEOPLE#CREATED / 2026-03-08T09:30:01.000Z',
  'PEOPLE#EMAIL / ada@example.com',
  'PEOPLE#NAME / ada lovelace',
  'PEOPLE#WORD#a / ada',
  'PEOPLE#WORD#a / ada@example.com',
  'PEOPLE#WORD#c / com',
  'PEOPLE#WORD#e / example',
  'PEOPLE#WORD#l / lovelace',
];

describe('the directory', () => {
  it('gets an entry for each order, and one for each word of name and address, with the person', async () => {
    await people.enrol(ada);

    expect(entries()).toEqual(adasEntries);
    // The person; the address, how often it was taken, and the end of what was asked for by it; the security item, the event
    // and the audit entry.
    expect(transactions.map(({ length }) => length)).toEqual([adasEntries.length + 7]);
  });

  it('stays as it is when roles or status change', async () => {
    const [admin, person] = [await people.enrol({ roles: ['admin'] }), await people.enrol(ada)];
    const before = entryItems();

    await people.administration.setRoles(callerOf(admin), { userId: person.id }, { roles: ['user', 'admin'] });
    await people.deletions.delete(callerOf(admin), { userId: person.id });

    expect(entryItems()).toEqual(before);
  });

  it('keeps sixteen words of somebody at most', async () => {
    await people.enrol({ ...ada, name: 'a b c d e f g h i j k l m n o p q r s t u v' });

    expect(entries().filter((entry) => entry.includes('#WORD#'))).toHaveLength(16);
    expect(transactions.map(({ length }) => length)).toEqual([3 + 16 + 7]);
  });

  it('moves with a name', async () => {
    const person = await people.enrol(ada);

    await people.profiles.change(callerOf(person), { userId: person.id }, { name: 'Ada King' });

    const moved = [...adasEntries, 'PEOPLE#NAME / ada king', 'PEOPLE#WORD#k / king'];
    expect(entries()).toEqual(moved.filter((entry) => !entry.endsWith('lovelace')).sort());
    const words = entryItems().filter(({ pk }) => pk.startsWith('PEOPLE#WORD#'));
    expect(new Set(words.map(({ words: all }) => JSON.stringify(all)))).toEqual(
      new Set([JSON.stringify(['ada', 'king', 'ada@example.com', 'example', 'com'])]),
    );
  });

  it('moves with an address', async () => {
    const { id: userId } = await people.enrol(ada);
    const person = await people.repository.find(userId);
    if (!person) throw new Error('there is nobody');
    const changeId = '019a0000-0000-7000-8000-00000000e001';

    await people.commit(
      people.repository.changeEmail(person, { email: 'ada@king.test', changeId, now: people.clock() }),
    );

    expect(entries()).toEqual([
      'PEOPLE#CREATED / 2026-03-08T09:30:01.000Z',
      'PEOPLE#EMAIL / ada@king.test',
      'PEOPLE#NAME / ada lovelace',
      'PEOPLE#WORD#a / ada',
      'PEOPLE#WORD#a / ada@king.test',
      'PEOPLE#WORD#k / king',
      'PEOPLE#WORD#l / lovelace',
      'PEOPLE#WORD#t / test',
    ]);
  });

  it('does not get a part of two changes at once: of a name and an address the later one is made again', async () => {
    const { id: userId } = await people.enrol(ada);
    const read = await people.repository.find(userId);
    if (!read) throw new Error('there is nobody');
    await people.profiles.change(callerOf(read), { userId }, { name: 'Ada King' });
    const changeId = '019a0000-0000-7000-8000-00000000e001';

    const late = people.commit(
      people.repository.changeEmail(read, { email: 'a@b.test', changeId, now: people.clock() }),
    );

    await expect(late).rejects.toMatchObject({ code: 'CONCURRENT_CHANGE' });
    expect(entries()).toContain('PEOPLE#EMAIL / ada@example.com');
  });

  it('enters, at the next change of name, somebody who was there before there was a directory', async () => {
    const planted = createMemoryDatabase();
    const person = await people.enrol(ada);
    for (const item of database.itemsOf('identity'))
      if (!item.pk.startsWith('PEOPLE#')) planted.plant('identity', item);
    const later = createPeople(planted);

    await later.profiles.change(callerOf(person), { userId: person.id }, { name: 'Ada King' });

    const entered = planted.itemsOf('identity').filter(({ pk }) => pk.startsWith('PEOPLE#'));
    expect(entered.map(({ pk }) => pk)).toEqual(
      expect.arrayContaining(['PEOPLE#NAME', 'PEOPLE#WORD#k', 'PEOPLE#WORD#a']),
    );
  });
});
