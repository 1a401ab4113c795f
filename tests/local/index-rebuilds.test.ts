import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { tableName, tables } from '../../infra/tables.ts';
import type { Item } from '../../lib/data/database.ts';
import { tableVariable } from '../../lib/variable-names.ts';
import { indexRebuilds } from '../../local/index-rebuilds.ts';
import { scanTable } from '../../local/table-scan.ts';
import { startTestDynamoDb, type TestDynamoDb } from '../support/dynamodb.ts';
import { createPeople } from '../support/people.ts';

let dynamoDb: TestDynamoDb;

beforeAll(async () => {
  dynamoDb = await startTestDynamoDb();
  process.env.AWS_ENDPOINT_URL_DYNAMODB = dynamoDb.endpoint;
  for (const { name } of tables) process.env[tableVariable(name)] = tableName('test', name);
  await createPeople(dynamoDb.database).enrol({ name: 'Ada Lovelace' });
});

afterAll(() => dynamoDb.stop());

async function itemsOf(table: 'identity' | 'index', keysOnly: boolean): Promise<Item[]> {
  const items: Item[] = [];
  for await (const page of scanTable(table, { keysOnly })) items.push(...page);
  return items;
}

const entries = async (index: string) =>
  (await itemsOf('index', false)).filter((item) => item.index === index && item.entity === 'index-entry');

describe('the rebuilds of a stage', () => {
  it('make every index that was never made, and each once', async () => {
    for (const { buildOnce } of indexRebuilds) await buildOnce();
    const made = [await entries('people'), await entries('audit-actions')];
    await createPeople(dynamoDb.database).enrol({ id: '019a0000-0000-7000-8000-000000000099', email: 'b@example.com' });

    for (const { buildOnce } of indexRebuilds) await buildOnce();

    expect(made.map(({ length }) => length)).toEqual([14, 1]);
    expect(await entries('people')).toHaveLength(14);
  });

  it('make an index again that was made, and tell how far they are', async () => {
    const told: number[] = [];

    for (const { name, rebuild } of indexRebuilds)
      if (name === 'people') await rebuild(({ records }) => void told.push(records));

    expect(told.at(-1)).toBe(2);
    expect(new Set((await entries('people')).map(({ recordId }) => recordId)).size).toBe(2);
  });

  it('scan keys alone where these are enough', async () => {
    const items = await itemsOf('identity', true);

    expect(items.length).toBeGreaterThan(4);
    expect(items.filter((item) => Object.keys(item).length !== 2)).toEqual([]);
  });
});
