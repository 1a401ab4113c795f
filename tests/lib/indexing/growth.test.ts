import { BatchWriteCommand, DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { tableName, tables } from '../../../infra/tables.ts';
import { auditEntries } from '../../../lib/commit/audit-entry.ts';
import type { Database, Item } from '../../../lib/data/database.ts';
import { createDynamoDatabase } from '../../../lib/data/dynamo-database.ts';
import type { Table } from '../../../lib/data/table.ts';
import { peopleIndex } from '../../../lib/domains/identity/users/people-index.ts';
import type { StoredPerson } from '../../../lib/domains/identity/users/schema.ts';
import { auditActionIndex } from '../../../lib/domains/operations/audit/action-index.ts';
import { createAuditSearch } from '../../../lib/domains/operations/audit/search.ts';
import { newId } from '../../../lib/ids.ts';
import type { Entry } from '../../../lib/indexing/entry.ts';
import { storedEntries } from '../../../lib/indexing/entry.ts';
import { createClients } from '../../../local/clients.ts';
import { applyTables } from '../../../local/definitions/tables.ts';
import { startDynoxide } from '../../../local/dynamodb.ts';
import { endProcess } from '../../../local/emulator.ts';
import { createTestClock } from '../../support/clock.ts';
import { useTestCredentials } from '../../support/dynamodb.ts';
import { createPeople, machineWith } from '../../support/people.ts';
import { createTestPlatform } from '../../support/platform.ts';
import { isFullSize, sizes } from '../../support/sizes.ts';

// A million items take dynoxide long where the machine has much else to do.
jest.setTimeout(60 * 60_000);

/** How many doctors, people named Grace and deleted people there are, and entries of the sought action, among however many. */
const few = 50;
const firstAt = Date.parse('2026-03-08T00:00:00.000Z');
const limit = 20;

/** What a page has read. */
interface Cost {
  readonly items: number;
  readonly units: number;
  readonly shown: number;
}

let stop: () => Promise<void>;
let client: DynamoDBDocumentClient;
let read = { items: 0, units: 0 };
let database: Database;

beforeAll(async () => {
  useTestCredentials();
  const { port, child } = await startDynoxide();
  stop = () => endProcess(child);
  const { dynamoDb } = createClients({ dynamodb: `http://127.0.0.1:${port}`, sqs: '', s3: '' });
  client = DynamoDBDocumentClient.from(dynamoDb, { marshallOptions: { removeUndefinedValues: true } });
  // Nobody reads the streams, by which dynoxide takes longer for each change the more of them there were.
  await applyTables(
    dynamoDb,
    'test',
    tables.map((table) => ({ ...table, stream: false })),
  );
  database = counted(
    createDynamoDatabase({
      client: () => client,
      tableName: (table) => tableName('test', table),
      onCapacity: ({ operation, units }) => {
        if (operation === 'query' || operation === 'batchGet') read.units += units;
      },
    }),
  );
});

afterAll(async () => {
  client.destroy();
  await stop();
});

/** Counts the items that queries and batch reads give. */
function counted(whole: Database): Database {
  return {
    ...whole,
    async query(request) {
      const page = await whole.query(request);
      read.items += page.items.length;
      return page;
    },
    async batchGet(requests) {
      read.items += requests.length;
      return whole.batchGet(requests);
    },
  };
}

async function writeAll(table: Table, items: readonly Item[]): Promise<void> {
  const batches = Array.from({ length: Math.ceil(items.length / 25) }, (_, at) => items.slice(at * 25, at * 25 + 25));
  await Promise.all(
    batches.map((batch) =>
      client.send(
        new BatchWriteCommand({
          RequestItems: { [tableName('test', table)]: batch.map((Item) => ({ PutRequest: { Item } })) },
        }),
      ),
    ),
  );
}

const timeOf = (number: number) => new Date(firstAt + number * 100).toISOString();
const stored = (item: Item): Item => ({ ...item, version: 1, commitId: '019a0000-0000-7000-8000-000000000000' });

function entryItems(index: string, recordId: string, entries: readonly Entry[]): Item[] {
  // The words of other letters stand in lists of their own, which no page here reads.
  return entries
    .filter(({ list }) => !list.startsWith('WORD#') || list === 'WORD#g')
    .map((entry) => stored(storedEntries.toItem({ index, recordId, ...entry })));
}

function personOf(number: number): StoredPerson {
  const [name, isFew] = [String(number).padStart(6, '0'), number < few];
  const word = isFew ? 'Grace' : 'Gina';
  return {
    id: `019a0000-0000-7000-8000-000000${name}`,
    ...{ name: `${word} ${name}`, email: `ada-${name}@example.com`, emailVerified: true, mfaEnabled: false },
    ...{ roles: [isFew ? 'doctor' : 'user'], status: isFew && number % 2 === 0 ? 'deleted' : 'active' },
    ...{ createdAt: timeOf(number), updatedAt: timeOf(number) },
  };
}

/** Stores people and as many entries of the audit, as commits and the readers of streams would leave them. */
async function fill(from: number, to: number): Promise<void> {
  for (let at = from; at < to; at += 500) {
    const numbers = Array.from({ length: Math.min(500, to - at) }, (_, nth) => at + nth);
    const people = numbers.map(personOf);
    const audited = numbers.map((number) =>
      auditEntries.toItem({
        ...{ id: newId(firstAt + number * 100), time: timeOf(number), subject: 'users', outcome: 'success' },
        ...{ action: number < few ? 'user.deleted' : 'users.listed', requestId: personOf(number).id, details: {} },
      }),
    );
    await writeAll(
      'identity',
      people.map((person) => stored({ pk: `USER#${person.id}`, sk: 'PERSON', entity: 'person', ...person })),
    );
    await writeAll('audit', audited.map(stored));
    await writeAll('index', [
      ...people.flatMap((person) => entryItems('people', person.id, peopleIndex.entriesOf(person))),
      ...audited.flatMap((item) => entryItems('audit-actions', String(item.id), auditActionIndex.entriesOf(item))),
    ]);
  }
}

const byWord = 'people by a word of their name';

const pages = {
  'people, newest first': () => list({}),
  'people by name': () => list({ sort: 'name' }),
  'people of a role': () => list({ role: 'doctor' }),
  'people of a role by name': () => list({ role: 'doctor', sort: 'name' }),
  [byWord]: () => list({ q: 'Grace' }),
  'people who are deleted': () => list({ status: 'deleted' }),
  'people who are not, by name': () => list({ status: 'active', sort: 'name' }),
  'audit by a rare action': () => search('user.deleted'),
  'audit by a frequent action': () => search('users.listed'),
} as const;

const list = async (filter: { role?: 'doctor'; status?: 'active' | 'deleted'; sort?: 'name'; q?: string }) =>
  (await createPeople(database).listings.list(machineWith('users:list'), filter, { limit })).items.length;

async function search(action: string): Promise<number> {
  const clock = createTestClock('2026-03-08T23:00:00.000Z');
  const audit = createAuditSearch({ ...createTestPlatform(database, { clock }), database });
  return (await audit.list({ action }, { limit })).items.length;
}

async function costs(): Promise<Map<string, Cost>> {
  const found = new Map<string, Cost>();
  for (const [title, page] of Object.entries(pages)) {
    read = { items: 0, units: 0 };
    const shown = await page();
    found.set(title, { ...read, shown });
  }
  return found;
}

describe('a page', () => {
  it(`reads among ${sizes.listed} what it reads among ${sizes.listedBefore}`, async () => {
    await fill(0, sizes.listedBefore);
    const before = await costs();
    await fill(sizes.listedBefore, sizes.listed);

    const after = await costs();

    if (isFullSize) print(before, after);
    expect(after).toEqual(before);
    for (const [title, { items, shown }] of after) {
      expect(shown).toBe(limit);
      // A search by a word judges all entries of the word that one read gives, and reads the people of the page alone.
      expect(items).toBe((title === byWord ? few : limit) + limit);
    }
  });
});

/** Prints the table that docs/operations.md keeps. */
function print(before: Map<string, Cost>, after: Map<string, Cost>): void {
  const told = (cost?: Cost) => `${cost?.items} items, ${cost?.units} units`;
  const rows = [...before].map(([title, cost]) => `| ${title} | ${told(cost)} | ${told(after.get(title))} |`);
  const heading = `| a page of ${limit} | among ${sizes.listedBefore} | among ${sizes.listed} |\n| --- | --- | --- |`;
  process.stderr.write(`${[heading, ...rows].join('\n')}\n`);
}
