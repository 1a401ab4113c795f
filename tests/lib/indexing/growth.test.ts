import { BatchWriteCommand, DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { tableName, tables } from '../../../infra/tables.ts';
import { auditEntries } from '../../../lib/commit/audit-entry.ts';
import type { Database, Item } from '../../../lib/data/database.ts';
import { createDynamoDatabase } from '../../../lib/data/dynamo-database.ts';
import type { Table } from '../../../lib/data/table.ts';
import type { DataKey } from '../../../lib/data-keys/data-key.ts';
import type { PatientFilter } from '../../../lib/domains/clinic/patients/filter-schema.ts';
import { patientIndex } from '../../../lib/domains/clinic/patients/patient-index.ts';
import type { PatientRecord } from '../../../lib/domains/clinic/patients/record-repository.ts';
import { clinicOwner, patientRows, writeRow } from '../../../lib/domains/clinic/patients/row-repository.ts';
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
import { northClinic } from '../../support/clinics.ts';
import { createTestClock } from '../../support/clock.ts';
import { useTestCredentials } from '../../support/dynamodb.ts';
import { createPatients, memberOf, type Patients } from '../../support/patients.ts';
import { createPeople, machineWith } from '../../support/people.ts';
import { createTestPlatform } from '../../support/platform.ts';
import { isFullSize, sizes } from '../../support/sizes.ts';

// A million items take dynoxide long where the machine has much else to do.
jest.setTimeout(60 * 60_000);

/**
 * How many doctors, people named Grace and deleted people there are, entries of the sought action, and patients of a doctor, of a
 * blood group and named Grace, among however many.
 */
const few = 50;
const firstAt = Date.parse('2026-03-08T00:00:00.000Z');
const limit = 20;

/** What a page has read. */
interface Cost {
  readonly calls: number;
  readonly items: number;
  readonly units: number;
  readonly shown: number;
}

let stop: () => Promise<void>;
let client: DynamoDBDocumentClient;
const nothing = { calls: 0, items: 0, units: 0 };
let read = { ...nothing };
let database: Database;
let patients: Patients;
let clinicKey: DataKey;

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
  patients = await createPatients(database);
  // From here on memory holds the key, as it does for all pages but one in five minutes.
  clinicKey = await patients.keyring.get(clinicOwner({ clinicId: northClinic }));
});

afterAll(async () => {
  client.destroy();
  await stop();
});

/** Counts the queries and batch reads, and the items that they give. */
function counted(whole: Database): Database {
  return {
    ...whole,
    async query(request) {
      const page = await whole.query(request);
      read.calls += 1;
      read.items += page.items.length;
      return page;
    },
    async batchGet(requests) {
      read.calls += 1;
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
const commitId = '019a0000-0000-7000-8000-000000000000';
const stored = (item: Item): Item => ({ ...item, version: 1, commitId });

function entryItems(index: string, recordId: string, entries: readonly Entry[]): Item[] {
  // The words of other letters and other ends of numbers stand in lists of their own, which no page here reads.
  return entries
    .filter(
      ({ list }) => !/WORD#|NUMBER#|ALL#/.test(list) || /^(CLINIC#.*)?(WORD#g|NUMBER#77)$|^ALL#CREATED$/.test(list),
    )
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

function patientOf(number: number): PatientRecord {
  const [digits, isFew] = [String(number).padStart(6, '0'), number < few];
  // A name of digits would be found by the digits of a telephone number.
  const name = digits.replace(/\d/g, (digit) => String.fromCharCode('a'.charCodeAt(0) + Number(digit)));
  return {
    id: `019a0000-0000-7000-8001-000000${digits}`,
    ...{ clinicId: northClinic, number: `PAT-A${digits}A`, createdAt: timeOf(number), updatedAt: timeOf(number) },
    ...{ name: `${isFew ? 'Grace' : 'Gina'} ${name}`, email: `ada-${name}@example.com`, allergies: [] },
    phone: `+1${digits}${isFew ? '7777' : '1111'}`,
    ...(isFew && { primaryDoctorId: memberOf('doctor').userId, bloodGroup: 'O-' as const }),
  };
}

/** The row of a patient as it is stored, which nothing was before. */
function rowOf(record: PatientRecord): Item {
  const action = writeRow(record, clinicKey).action({ commitId, now: new Date(record.createdAt) });
  if (action.kind !== 'update') throw new TypeError('A row is written as it is by now');
  return stored({ ...action.key, ...action.changes.set });
}

function entriesOfRow(item: Item): readonly Entry[] {
  const row = patientRows.fromItem(item, new Date(firstAt));
  return row ? patientIndex.entriesOf(row) : [];
}

/** Stores people, as many patients of a clinic and as many entries of the audit, as commits and the readers of streams would leave them. */
async function fill(from: number, to: number): Promise<void> {
  for (let at = from; at < to; at += 500) {
    const numbers = Array.from({ length: Math.min(500, to - at) }, (_, nth) => at + nth);
    const people = numbers.map(personOf);
    const rows = numbers.map((number) => rowOf(patientOf(number)));
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
    await writeAll('clinic', rows);
    await writeAll('audit', audited.map(stored));
    await writeAll('index', [
      ...people.flatMap((person) => entryItems('people', person.id, peopleIndex.entriesOf(person))),
      ...rows.flatMap((row) => entryItems('patients', String(row.id), entriesOfRow(row))),
      ...audited.flatMap((item) => entryItems('audit-actions', String(item.id), auditActionIndex.entriesOf(item))),
    ]);
  }
}

const byWord = 'people by a word of their name';
const patientsByWord = 'patients of a clinic by a word of their name';
const patientsByDigits = 'patients of a clinic by the last digits of the telephone';
const patientsByTwoWords = 'patients of a clinic by two words';
const patientsOfBoth = 'patients of a doctor and a blood group';
/** A search by a word judges all entries of the word that one read gives, and reads the records of the page alone. */
const byEntries: readonly string[] = [byWord, patientsByWord, patientsByDigits];
/** What sifts reads the records of all its entries. */
const sifted: readonly string[] = [patientsByTwoWords, patientsOfBoth];

const pages = {
  'people, newest first': () => list({}),
  'people by name': () => list({ sort: 'name' }),
  'people of a role': () => list({ role: 'doctor' }),
  'people of a role by name': () => list({ role: 'doctor', sort: 'name' }),
  [byWord]: () => list({ q: 'Grace' }),
  'people who are deleted': () => list({ status: 'deleted' }),
  'people who are not, by name': () => list({ status: 'active', sort: 'name' }),
  'patients of a clinic, newest first': () => listPatients({}),
  'patients of a clinic by name': () => listPatients({ sort: 'name' }),
  'patients of a doctor by name': () => listPatients({ doctorId: memberOf('doctor').userId, sort: 'name' }),
  'patients of a blood group': () => listPatients({ bloodGroup: 'O-' }),
  [patientsOfBoth]: () => listPatients({ doctorId: memberOf('doctor').userId, bloodGroup: 'O-' }),
  [patientsByWord]: () => listPatients({ q: 'Grace' }),
  [patientsByDigits]: () => listPatients({ q: '7777' }),
  [patientsByTwoWords]: () => listPatients({ q: 'Grace Ada' }),
  'patients of all clinics, newest first': () => listPatients({}, 'admin'),
  'patients of a clinic, the second page': () => listSecond(),
  'audit by a rare action': () => search('user.deleted'),
  'audit by a frequent action': () => search('users.listed'),
} as const;

const list = async (filter: { role?: 'doctor'; status?: 'active' | 'deleted'; sort?: 'name'; q?: string }) =>
  (await createPeople(database).listings.list(machineWith('users:list'), filter, { limit })).items.length;

const listPatients = async (filter: PatientFilter, role: 'staff' | 'admin' = 'staff') =>
  (await patients.listing.list(memberOf(role), filter, { limit })).items.length;

async function listSecond(): Promise<number> {
  const { next } = await patients.listing.list(memberOf('staff'), {}, { limit });
  read = { ...nothing };
  return (await patients.listing.list(memberOf('staff'), {}, { limit, after: next })).items.length;
}

async function search(action: string): Promise<number> {
  const clock = createTestClock('2026-03-08T23:00:00.000Z');
  const audit = createAuditSearch({ ...createTestPlatform(database, { clock }), database });
  return (await audit.list({ action }, { limit })).items.length;
}

async function costs(): Promise<Map<string, Cost>> {
  const found = new Map<string, Cost>();
  for (const [title, page] of Object.entries(pages)) {
    read = { ...nothing };
    const shown = await page();
    found.set(title, { ...read, shown });
  }
  return found;
}

const amounts = [sizes.listedBefore, sizes.listedBetween, sizes.listed] as const;

describe('a page', () => {
  it(`reads among ${sizes.listed} what it reads among ${sizes.listedBetween} and ${sizes.listedBefore}`, async () => {
    const found: Map<string, Cost>[] = [];
    let filled = 0;
    for (const amount of amounts) {
      await fill(filled, amount);
      filled = amount;
      found.push(await costs());
    }

    if (isFullSize) print(found);
    const [first = new Map<string, Cost>(), ...others] = found;
    for (const other of others) expect(other).toEqual(first);
    for (const [title, { calls, items, shown }] of first) {
      expect([title, shown]).toEqual([title, limit]);
      const entries = byEntries.includes(title) || sifted.includes(title) ? few : limit;
      expect([title, items]).toEqual([title, entries + (sifted.includes(title) ? few : limit)]);
      expect([title, calls]).toEqual([title, 2]);
    }
  });
});

/** Prints the table that docs/operations.md keeps. */
function print(found: readonly Map<string, Cost>[]): void {
  const told = (cost?: Cost) => `${cost?.calls} calls, ${cost?.items} items, ${cost?.units} units`;
  const titles = Object.keys(pages);
  const rows = titles.map((title) => [title, ...found.map((costs) => told(costs.get(title)))]);
  const heading = [`a page of ${limit}`, ...amounts.map((amount) => `among ${amount}`)];
  const lines = [heading, heading.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`);
  process.stderr.write(`${lines.join('\n')}\n`);
}
