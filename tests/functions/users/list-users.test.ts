import { beforeEach, describe, expect, it } from '@jest/globals';
import { createHandler, trigger } from '../../../functions/users/list-users.ts';
import type { Caller } from '../../../lib/access/caller.ts';
import { AnswerLost, type QueryRequest } from '../../../lib/data/database.ts';
import type { User } from '../../../lib/domains/identity/users/schema.ts';
import { createCursorSeal } from '../../../lib/http/cursor-seal.ts';
import { createSecrets, newMasterSecret } from '../../../lib/secrets/secrets.ts';
import { describeAccess } from '../../support/access/describe-access.ts';
import { admins } from '../../support/access/expectations.ts';
import { northClinic, plantClinics, southClinic } from '../../support/clinics.ts';
import { send } from '../../support/http.ts';
import { createMemoryDatabase, type MemoryDatabase } from '../../support/memory-database.ts';
import {
  auditOf,
  callerOf,
  createPeople,
  machineWith,
  type People,
  resetCalls,
  stackOf,
} from '../../support/people.ts';

const secret = newMasterSecret();
const seal = createCursorSeal(createSecrets(async () => secret));
const adminCaller = callerOf({ id: '019a0000-0000-7000-8000-00000000aaaa', roles: ['admin'] });
let database: MemoryDatabase;
let people: People;

beforeEach(() => {
  database = createMemoryDatabase();
  plantClinics(database);
  people = createPeople(database);
});

const list = (query = '', caller: Caller = adminCaller) =>
  send(createHandler(people.listings, { ...stackOf(caller), cursors: seal }), { query });
const namesOf = ({ json }: { readonly json: Record<string, unknown> }) => (json.data as User[]).map(({ name }) => name);
const cursorOf = ({ json }: { readonly json: Record<string, unknown> }) =>
  (json.meta as { nextCursor?: string }).nextCursor;

/** The names on each page of a list, to its end. */
async function pagesOf(query: string): Promise<string[][]> {
  const pages: string[][] = [];
  for (let cursor: string | undefined = ''; cursor !== undefined; ) {
    const answer = await list(`${query}${cursor && `&cursor=${cursor}`}`);
    if (answer.status !== 200) throw new Error(answer.text);
    pages.push(namesOf(answer));
    cursor = cursorOf(answer);
  }
  return pages;
}

async function enrolNamed(...names: string[]): Promise<User[]> {
  const enrolled: User[] = [];
  for (const name of names) enrolled.push(await people.enrol({ name }));
  await people.catchUp();
  resetCalls(database);
  return enrolled;
}

describe('GET /v1/users', () => {
  it('shows everybody, newest first, and nothing of how they are stored', async () => {
    const enrolled = await enrolNamed('Ada', 'Bea', 'Cleo');

    const answer = await list();

    expect(answer.status).toBe(200);
    expect(answer.json.data).toEqual(enrolled.reverse());
    expect(answer.json.meta).toEqual({ limit: 20 });
  });

  it.each([
    ['createdAt', ['Zoë', 'ann lee', 'Anna', 'Ann', 'Émile']],
    ['-createdAt', ['Émile', 'Ann', 'Anna', 'ann lee', 'Zoë']],
    ['name', ['Ann', 'ann lee', 'Anna', 'Émile', 'Zoë']],
    ['-name', ['Zoë', 'Émile', 'Anna', 'ann lee', 'Ann']],
    ['email', ['Zoë', 'ann lee', 'Anna', 'Ann', 'Émile']],
    ['-email', ['Émile', 'Ann', 'Anna', 'ann lee', 'Zoë']],
  ])('sorts by %s', async (sort, names) => {
    await enrolNamed('Zoë', 'ann lee', 'Anna', 'Ann', 'Émile');

    expect(await pagesOf(`limit=2&sort=${sort}`)).toEqual([names.slice(0, 2), names.slice(2, 4), names.slice(4)]);
  });

  it('makes one query, one batch read and one entry on record for a page', async () => {
    await enrolNamed('Ada', 'Bea', 'Cleo');

    await list('limit=2');

    expect(database.calls).toEqual({ get: 0, batchGet: 1, query: 1, write: 1, transact: 0 });
  });

  it('reads no more entries than it shows where nothing sifts them, and at most a hundred, or two of words', async () => {
    await enrolNamed('Ada', 'Bea', 'Cleo');
    const limits: (number | undefined)[] = [];
    database.hooks.before = (operation, request) => {
      if (operation === 'query') limits.push((request as QueryRequest).limit);
    };

    const queries = ['', 'role=user', 'status=deleted', 'q=a', 'role=user&status=active', `clinicId=${northClinic}`];
    for (const query of queries) await list(`limit=2&${query}`);

    expect(limits).toEqual([2, 2, 2, 200, 100, 100]);
  });

  it('asks for the longest of several words, which the fewest people have', async () => {
    const ranges: unknown[] = [];
    database.hooks.before = (operation, request) => {
      if (operation === 'query') ranges.push((request as QueryRequest).range);
    };

    await list('q=ada+lovelace+of+x');

    expect(ranges).toEqual([{ prefix: 'lovelace' }]);
  });

  it('reads of those found by a word no more people than it shows', async () => {
    await enrolNamed(...Array.from({ length: 30 }, (_, at) => `Ada ${at}`));
    let read = 0;
    database.hooks.before = (operation, request) => {
      if (operation === 'batchGet') read = (request as unknown[]).length;
    };

    await list('limit=5&q=ada');

    expect(read).toBe(5);
  });

  it('reads nobody where no entry is found', async () => {
    const answer = await list('q=nobody');

    expect(answer.json).toEqual({ data: [], meta: { limit: 20 } });
    expect(database.calls).toEqual({ get: 0, batchGet: 0, query: 1, write: 1, transact: 0 });
  });
});

describe('the search for people', () => {
  it.each([
    ['the beginning of a name', 'ad', ['Ada Lovelace', 'Adam Łukasz']],
    ['another case', 'LOVE', ['Ada Lovelace']],
    ['no accents', 'lukasz', ['Adam Łukasz']],
    ['accents', 'lovél', ['Ada Lovelace']],
    ['several words in any order', 'lov ada', ['Ada Lovelace']],
    ['words of different people', 'lovelace łukasz', []],
    ['a part of the address', 'person-1', ['Ada Lovelace']],
    ['a whole address', 'person-2@EXAMPLE.com', ['Adam Łukasz']],
    ['the beginning of an address', 'person-2@ex', ['Adam Łukasz']],
    ['the end of a word', 'lace', []],
    ['a word and a part of the address', 'love example', ['Ada Lovelace']],
  ])('goes by %s', async (_, q, names) => {
    await enrolNamed('Ada Lovelace', 'Adam Łukasz', 'Bea');

    expect((await pagesOf(`q=${encodeURIComponent(q)}`)).flat()).toEqual(names);
  });

  it.each([
    ['as it is typed', 'q=ann+lee@example.com', ['Tagged', 'Ann']],
    ['encoded', 'q=ann%2Blee%40example.com', ['Tagged', 'Ann']],
    ['as a form sends a space', 'q=Ann+lee%40example.com', ['Tagged', 'Ann']],
    ['and a space as it is encoded', 'q=Ann%20lee@example.com', ['Ann']],
    ['and the beginning of an address', 'q=ann+lee@ex', ['Tagged', 'Ann']],
    ['between the words of a name', 'q=ann+leeds', ['Ann']],
    ['in an address of somebody else', 'q=bob+lee@example.com', []],
    ['before another address', 'q=ann+leeds@example.com', []],
  ])('goes by a plus %s', async (_, query, names) => {
    await people.enrol({ name: 'Tagged', email: 'ann+lee@example.com' });
    await people.enrol({ name: 'Ann Leeds', email: 'lee@example.com' });
    await people.enrol({ name: 'Lee', email: 'ann@example.com' });

    const found = (await pagesOf(query)).flat().map((name) => name.split(' ')[0]);

    expect(found.sort()).toEqual([...names].sort());
  });

  it('finds somebody once who has several words with the same beginning, page by page', async () => {
    await enrolNamed('Anna Andersson', 'Anders Anker', 'Annette', 'Anton Ander');

    const pages = await pagesOf('q=an&limit=1');

    expect(pages.flat().sort()).toEqual(['Anders Anker', 'Anna Andersson', 'Annette', 'Anton Ander']);
  });

  it('finds a person by the new name and no longer by the old', async () => {
    const [ada] = await enrolNamed('Ada Lovelace');
    if (ada) await people.profiles.change(callerOf(ada), { userId: ada.id }, { name: 'Ada King' });

    expect([await pagesOf('q=king'), await pagesOf('q=lovelace')]).toEqual([[['Ada King']], [[]]]);
  });

  it('finds names that fold to much more than they are', async () => {
    await enrolNamed('\ufdfa'.repeat(50));

    expect((await list(`q=${encodeURIComponent('\ufdfa')}`)).json.data).toHaveLength(1);
  });

  it.each([
    ...['createdAt', '-createdAt', 'name', 'email'].map((sort) => `q=ada&sort=${sort}`),
    ...['role=doctor&sort=email', 'status=active&sort=-email', 'role=user&status=locked&sort=email'],
  ])('refuses the sort of %s, which no list serves', async (query) => {
    const answer = await list(query);

    expect(answer.status).toBe(400);
    expect(answer.json).toMatchObject({ code: 'SORT_NOT_SERVED', errors: [{ path: 'sort' }] });
  });
});

describe('the filters of people', () => {
  beforeEach(async () => {
    await people.enrol({ name: 'Root', roles: ['admin'] });
    await people.enrol({ name: 'Nora', roles: ['doctor'], clinicId: northClinic });
    await people.enrol({ name: 'Nick', roles: ['staff', 'user'], clinicId: northClinic });
    await people.enrol({ name: 'Sam', roles: ['doctor'], clinicId: southClinic });
    const gone = await people.enrol({ name: 'Gone' });
    await people.deletions.delete(adminCaller, { userId: gone.id });
    const late = await people.enrol({ name: 'Late' });
    await people.commit([people.repository.markLocked(late.id, new Date('2026-03-08T10:00:00.000Z'))]);
  });

  it.each([
    ['role=doctor', ['Sam', 'Nora']],
    ['role=user', ['Late', 'Gone', 'Nick']],
    [`clinicId=${northClinic}`, ['Nick', 'Nora']],
    [`clinicId=${northClinic}&role=doctor`, ['Nora']],
    ['status=deleted', ['Gone']],
    ['status=locked', ['Late']],
    ['status=active', ['Sam', 'Nick', 'Nora', 'Root']],
    ['q=n&role=staff', ['Nick']],
    ['role=doctor&sort=name', ['Nora', 'Sam']],
    ['role=doctor&sort=-name', ['Sam', 'Nora']],
    ['role=user&sort=createdAt', ['Nick', 'Gone', 'Late']],
    ['status=active&sort=-name', ['Sam', 'Root', 'Nora', 'Nick']],
    ['status=locked&sort=email', ['Late']],
    ['role=user&status=deleted', ['Gone']],
    ['role=user&status=locked', ['Late']],
    [`role=doctor&clinicId=${southClinic}&status=active`, ['Sam']],
    ['q=l&status=locked', ['Late']],
  ])('go by %s', async (query, names) => {
    expect((await pagesOf(query)).flat()).toEqual(names);
  });

  it.each([1, 2, 3])('leave nobody out and show nobody twice on pages of %p', async (limit) => {
    expect((await pagesOf(`role=user&limit=${limit}`)).flat()).toEqual(['Late', 'Gone', 'Nick']);
    expect((await pagesOf(`status=active&sort=name&limit=${limit}`)).flat()).toEqual(['Nick', 'Nora', 'Root', 'Sam']);
  });

  it('may leave a page empty while there is more, where no list is of what is looked for', async () => {
    await enrolNamed(...Array.from({ length: 120 }, (_, at) => `Extra ${at}`));

    expect(await pagesOf(`clinicId=${southClinic}`)).toEqual([[], ['Sam']]);
    expect(await pagesOf('role=doctor')).toEqual([['Sam', 'Nora']]);
    expect(await pagesOf('status=deleted')).toEqual([['Gone']]);
  });

  it.each([
    'role=nurse',
    'clinicId=north',
    'status=gone',
    'sort=roles',
    'q=',
    'q=%20',
    'q=!!!',
    `q=${'a'.repeat(101)}`,
    'limit=0',
    'limit=101',
    'name=Ada',
    'role=user&role=admin',
  ])('refuse %s with 400', async (query) => {
    expect((await list(query)).json.code).toBe('VALIDATION_FAILED');
  });
});

describe('what is listed', () => {
  it('is on record with the filter, but for a free text that may name somebody', async () => {
    await list(`q=lovelace&role=doctor&clinicId=${northClinic}`);

    const [entry] = auditOf(database, 'users.listed');
    expect(entry).toMatchObject({
      actorId: adminCaller.userId,
      subject: 'users',
      outcome: 'success',
      details: { filter: { q: true, role: 'doctor', clinicId: northClinic } },
    });
    expect(JSON.stringify(entry)).not.toContain('lovelace');
  });

  it('is not shown where it cannot be put on record', async () => {
    await enrolNamed('Ada Lovelace');
    database.hooks.before = (operation) => {
      if (operation === 'write') throw new AnswerLost();
    };

    const answer = await list();

    expect(answer.status).toBe(503);
    expect(answer.text).not.toContain('Lovelace');
  });

  it('is for admins, and for API keys that may list people', async () => {
    const answers = [
      await list('', callerOf({ id: adminCaller.userId, roles: ['user', 'doctor', 'staff'] })),
      await list('', machineWith('users:read', 'users:manage')),
      await list('', machineWith('users:list')),
    ];

    expect(answers.map(({ status }) => status)).toEqual([403, 403, 200]);
    expect(auditOf(database, 'users.listed')).toMatchObject([{ actorId: machineWith().keyId }]);
  });

  it('goes on for the same filter and caller only', async () => {
    await enrolNamed('Ada', 'Bea', 'Cleo');
    const cursor = cursorOf(await list('limit=1'));

    const answers = [
      await list(`limit=1&cursor=${cursor}`),
      await list(`limit=1&sort=name&cursor=${cursor}`),
      await list(`limit=1&cursor=${cursor}`, machineWith('users:list')),
    ];

    expect(answers.map(({ json }) => json.code)).toEqual([undefined, 'INVALID_CURSOR', 'INVALID_CURSOR']);
  });

  it('shows somebody once whom a query sees twice while they are being moved', async () => {
    const [ada] = await enrolNamed('Ada', 'Bea');
    const entry = database.itemsOf('index').find(({ pk, recordId }) => pk === 'PEOPLE#NAME' && recordId === ada?.id);
    if (entry) database.plant('index', { ...entry, sk: `cora #${ada?.id}`, place: 'cora' });

    expect(await pagesOf('sort=name')).toEqual([['Ada', 'Bea']]);
  });
});

describeAccess(trigger, ({ people, stack }) => createHandler(people.listings, stack), { statuses: admins(200) });
