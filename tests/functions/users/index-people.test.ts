import { beforeEach, describe, expect, it } from '@jest/globals';
import { createHandler, trigger } from '../../../functions/users/index-people.ts';
import type { Action } from '../../../lib/data/database.ts';
import { peopleIndex } from '../../../lib/domains/identity/users/people-index.ts';
import type { User } from '../../../lib/domains/identity/users/schema.ts';
import { createIndexRebuild } from '../../../lib/indexing/rebuild.ts';
import { createIndexUpkeep } from '../../../lib/indexing/upkeep.ts';
import { reaches } from '../../../lib/streams/trigger.ts';
import { scanOf } from '../../lib/indexing/cards.ts';
import { lambdaContext } from '../../support/http.ts';
import { createIdentity, signedInPerson, signedInSession } from '../../support/identity.ts';
import { withLogLines } from '../../support/log-lines.ts';
import { createMemoryDatabase, type MemoryDatabase } from '../../support/memory-database.ts';
import { callerOf, createPeople, type People, resetCalls } from '../../support/people.ts';

let database: MemoryDatabase;
let people: People;

beforeEach(() => {
  database = createMemoryDatabase();
  people = createPeople(database);
});

const ada = { name: 'Ada Lovelace', email: 'ada@example.com' };
const entryItems = () => database.itemsOf('index').filter(({ pk, sk }) => pk.startsWith('PEOPLE#') && sk !== 'ENTERED');
const entries = () =>
  entryItems()
    .map(({ pk, sk }) => `${pk} / ${sk.replace(/ #.*/, '')}`)
    .sort();

const created = '2026-03-08T09:30:01.000Z';
const adasEntries = [
  `PEOPLE#CREATED / ${created}`,
  'PEOPLE#EMAIL / ada@example.com',
  'PEOPLE#NAME / ada lovelace',
  `PEOPLE#ROLE#user#CREATED / ${created}`,
  'PEOPLE#ROLE#user#NAME / ada lovelace',
  `PEOPLE#STATUS#active#CREATED / ${created}`,
  'PEOPLE#STATUS#active#NAME / ada lovelace',
  'PEOPLE#WORD#a / ada',
  'PEOPLE#WORD#a / ada@example.com',
  'PEOPLE#WORD#c / com',
  'PEOPLE#WORD#e / example',
  'PEOPLE#WORD#l / lovelace',
];

/** The person as somebody is enrolled and entered. */
async function enrolEntered(overrides: Parameters<People['enrol']>[0] = ada): Promise<User> {
  const person = await people.enrol(overrides);
  await people.catchUp();
  return person;
}

/** How many items each transaction has from now on; what is audited is entered by lone writes. */
function watchWrites(): number[] {
  const sizes: number[] = [];
  database.hooks.before = (operation, request) => {
    if (operation === 'transact') sizes.push((request as Action[]).length);
  };
  return sizes;
}

describe('index-people', () => {
  it('enters a person in the lists of all, of their role and of their status, and by each word', async () => {
    await enrolEntered();

    expect(entries()).toEqual(adasEntries);
  });

  it('leaves the transaction of a registration without an entry', async () => {
    const sizes = watchWrites();

    await people.enrol(ada);
    await people.catchUp();

    // The person; the address, how often it was taken, and the end of what was asked for by it; the security item, the
    // event and the audit entry. What is entered is one transaction of the index.
    expect(sizes).toEqual([7, adasEntries.length + 1]);
  });

  it('keeps sixteen words of somebody at most', async () => {
    await enrolEntered({ ...ada, name: 'a b c d e f g h i j k l m n o p q r s t u v' });

    expect(entries().filter((entry) => entry.includes('#WORD#'))).toHaveLength(16);
  });

  it('moves a person with their name, and writes no more of them', async () => {
    const person = await enrolEntered();
    await people.profiles.change(callerOf(person), { userId: person.id }, { name: 'Ada King' });
    const sizes = watchWrites();

    await people.catchUp();

    const renamed = adasEntries.map((entry) => entry.replace('lovelace', 'king').replace('#l ', '#k '));
    expect(entries()).toEqual(renamed.sort());
    // What is kept of the entries; a list of all, of the role and of the status, and a word, each taken out and put in.
    expect(sizes).toEqual([1 + 2 * 4]);
  });

  it('moves a person with their address', async () => {
    const { id: userId } = await enrolEntered();
    const person = await people.repository.find(userId);
    if (!person) throw new Error('there is nobody');
    const changeId = '019a0000-0000-7000-8000-00000000e001';
    await people.commit(
      people.repository.changeEmail(person, { email: 'ada@king.test', changeId, now: people.clock() }),
    );

    await people.catchUp();

    expect(entries().filter((entry) => /EMAIL|WORD/.test(entry))).toEqual([
      'PEOPLE#EMAIL / ada@king.test',
      'PEOPLE#WORD#a / ada',
      'PEOPLE#WORD#a / ada@king.test',
      'PEOPLE#WORD#k / king',
      'PEOPLE#WORD#l / lovelace',
      'PEOPLE#WORD#t / test',
    ]);
  });

  it('moves a person from one role to another, and from those who are there to those who are deleted', async () => {
    const admin = await enrolEntered({ roles: ['admin'] });
    const { id: userId } = await enrolEntered();
    await people.administration.setRoles(callerOf(admin), { userId }, { roles: ['admin'] });
    await people.deletions.delete(callerOf(admin), { userId });

    await people.catchUp();

    const hers = entryItems().filter(
      ({ recordId, list }) => recordId === userId && /^(ROLE|STATUS)/.test(String(list)),
    );
    expect(hers.map(({ list }) => list).sort()).toEqual(
      ['ROLE#admin#CREATED', 'ROLE#admin#NAME', 'STATUS#deleted#CREATED', 'STATUS#deleted#NAME'].sort(),
    );
  });

  it('is woken by people alone, and not by sessions, hashes of passwords and the like', async () => {
    const identity = await createIdentity(database);
    await signedInPerson(identity, ada);
    await signedInSession(identity, ada.email);
    const changes = database.changes.filter(({ table }) => table === trigger.table);

    const woken = changes.filter(({ eventName, key: { pk, sk } }) =>
      reaches(trigger, { eventName, dynamodb: { Keys: { pk: { S: pk }, sk: { S: sk } } } }),
    );

    expect(changes.length).toBeGreaterThan(5);
    expect(woken.map(({ key }) => key.sk)).toEqual(['PERSON']);
  });

  it('reads once and writes nothing for a change that is told of twice, or after its successor', async () => {
    const { id } = await enrolEntered();
    resetCalls(database);
    const record = {
      eventName: 'INSERT' as const,
      dynamodb: { Keys: { pk: { S: `USER#${id}` }, sk: { S: 'PERSON' } }, SequenceNumber: 's1' },
    };
    const handler = createHandler(createIndexUpkeep(peopleIndex, people));

    const { result, lines } = await withLogLines(() => handler({ Records: [record, record] }, lambdaContext()));

    expect(result).toEqual({ batchItemFailures: [] });
    expect(database.calls).toEqual({ get: 0, batchGet: 1, query: 0, write: 0, transact: 0 });
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatchObject({ table: 'identity', records: 2, failed: 0 });
  });
});

describe('the rebuild of the index of people', () => {
  it('enters those who were there before it, and removes the entries that lay beside them', async () => {
    await people.enrol(ada);
    database.plant('identity', { pk: 'PEOPLE#NAME', sk: 'ada lovelace #1', entity: 'directory-entry', version: 1 });

    await createIndexRebuild(peopleIndex, { ...people, scan: scanOf(database) })(() => undefined);

    expect(entries()).toEqual(adasEntries);
    expect(database.itemsOf('identity').filter(({ pk }) => pk.startsWith('PEOPLE#'))).toEqual([]);
  });
});
