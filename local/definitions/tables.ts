import {
  CreateTableCommand,
  DescribeTableCommand,
  type DynamoDBClient,
  type TableDescription,
  UpdateTableCommand,
  type UpdateTableCommandInput,
  waitUntilTableExists,
} from '@aws-sdk/client-dynamodb';
import { type TableDefinition, tableProperties } from '../../infra/tables.ts';
import { isNamed, KeptDataOutdated } from './kept.ts';

/** Creates the tables that do not exist, and brings the others to their definitions. */
export async function applyTables(
  dynamoDb: DynamoDBClient,
  stage: string,
  tables: readonly TableDefinition[],
): Promise<void> {
  await Promise.all(tables.map((table) => applyTable(dynamoDb, stage, table)));
}

async function applyTable(dynamoDb: DynamoDBClient, stage: string, table: TableDefinition): Promise<void> {
  const wanted = wantedTable(stage, table);
  const TableName = wanted.TableName;
  const kept = await describe(dynamoDb, TableName);
  if (!kept) await dynamoDb.send(new CreateTableCommand(wanted));
  else
    for (const update of updatesFor(kept, wanted)) {
      await dynamoDb.send(new UpdateTableCommand({ TableName, ...update }));
      await waitUntilTableExists({ client: dynamoDb, maxWaitTime: 60, minDelay: 1 }, { TableName });
    }
  if (!kept) await waitUntilTableExists({ client: dynamoDb, maxWaitTime: 60, minDelay: 1 }, { TableName });
}

function wantedTable(stage: string, table: TableDefinition) {
  const { StreamSpecification, ...properties } = tableProperties(stage, table);
  return { ...properties, ...(StreamSpecification && { StreamSpecification: enabled(StreamSpecification) }) };
}

/** Adds to a specification what CreateTable insists on and CloudFormation leaves out. */
function enabled<S extends object>(specification: S) {
  return { ...specification, StreamEnabled: true };
}

type WantedTable = ReturnType<typeof wantedTable>;

async function describe(dynamoDb: DynamoDBClient, TableName: string): Promise<TableDescription | undefined> {
  try {
    return (await dynamoDb.send(new DescribeTableCommand({ TableName }))).Table;
  } catch (error) {
    if (isNamed(error, 'ResourceNotFoundException')) return undefined;
    throw error;
  }
}

/** The steps from a kept table to the wanted one: an UpdateTable changes one index, or the stream. */
function updatesFor(kept: TableDescription, wanted: WantedTable): Omit<UpdateTableCommandInput, 'TableName'>[] {
  if (shape(kept.KeySchema) !== shape(wanted.KeySchema)) throw new KeptDataOutdated(`Table ${wanted.TableName}`);
  const indexes = wanted.GlobalSecondaryIndexes ?? [];
  const keptIndexes = kept.GlobalSecondaryIndexes ?? [];
  const isKept = ({ IndexName, KeySchema }: (typeof indexes)[number]) =>
    keptIndexes.some((index) => index.IndexName === IndexName && shape(index.KeySchema) === shape(KeySchema));
  const isWanted = ({ IndexName, KeySchema }: (typeof keptIndexes)[number]) =>
    indexes.some((index) => index.IndexName === IndexName && shape(index.KeySchema) === shape(KeySchema));
  return [
    ...keptIndexes
      .filter((index) => !isWanted(index))
      .map(({ IndexName }) => ({ GlobalSecondaryIndexUpdates: [{ Delete: { IndexName } }] })),
    ...indexes
      .filter((index) => !isKept(index))
      .map((index) => ({
        AttributeDefinitions: wanted.AttributeDefinitions,
        GlobalSecondaryIndexUpdates: [{ Create: index }],
      })),
    ...streamUpdates(kept, wanted),
  ];
}

function streamUpdates(
  kept: TableDescription,
  wanted: WantedTable,
): Pick<UpdateTableCommandInput, 'StreamSpecification'>[] {
  const off = { StreamSpecification: { StreamEnabled: false } };
  const has = kept.StreamSpecification?.StreamEnabled ? kept.StreamSpecification.StreamViewType : undefined;
  const wants = wanted.StreamSpecification;
  if (has === wants?.StreamViewType) return [];
  return [...(has ? [off] : []), ...(wants ? [{ StreamSpecification: wants }] : [])];
}

function shape(
  keySchema: readonly { AttributeName?: string | undefined; KeyType?: string | undefined }[] = [],
): string {
  return keySchema.map(({ AttributeName, KeyType }) => `${KeyType}:${AttributeName}`).join();
}
