import { type Call, type Input, isObject } from './call.ts';
import { partsOf } from './expressions.ts';
import { type KeyAttributes, type KeysOf, type TableKeys, tableKeys } from './keys.ts';

/** The keys of the tables that calls have named, as the database describes them. */
export interface KnownTables {
  readonly keysOf: KeysOf;
  /** Settles when the tables of a call are known; forgets those that it changes. */
  learn(call: Call): Promise<void>;
}

/** Knows tables by the database's DescribeTable; one that is not there is asked for anew. */
export function createKnownTables(describe: (tableName: string) => Promise<unknown>): KnownTables {
  const known = new Map<unknown, TableKeys>();
  return {
    keysOf: (tableName) => known.get(tableName),
    async learn(call) {
      if (/Table$/.test(call.operation)) known.delete(call.input.TableName);
      for (const name of namesIn(call)) {
        const keys = known.has(name) ? undefined : keysIn(await describe(name));
        if (keys) known.set(name, keys);
      }
    },
  };
}

function namesIn(call: Call): string[] {
  if (/Tables?$/.test(call.operation)) return [];
  const { RequestItems } = call.input;
  const names = isObject(RequestItems) ? Object.keys(RequestItems) : partsOf(call).map(({ TableName }) => TableName);
  return names.filter((name) => typeof name === 'string');
}

function keysIn(description: unknown): TableKeys | undefined {
  const table = isObject(description) ? description.Table : undefined;
  if (!isObject(table) || !hasTextKeys(table)) return undefined;
  const indexes = [table.GlobalSecondaryIndexes, table.LocalSecondaryIndexes].flat().filter(isObject);
  return tableKeys(
    attributesIn(table),
    Object.fromEntries(indexes.map((index) => [String(index.IndexName), attributesIn(index)])),
  );
}

/** Whether all keys are texts, as ours are; rules about keys let the tables of others pass. */
function hasTextKeys({ AttributeDefinitions: attributes }: Input): boolean {
  return Array.isArray(attributes) && attributes.every((each) => isObject(each) && each.AttributeType === 'S');
}

function attributesIn({ KeySchema }: Input): KeyAttributes {
  const keys = Array.isArray(KeySchema) ? KeySchema.filter(isObject) : [];
  const nameOf = (type: string) => keys.find(({ KeyType }) => KeyType === type)?.AttributeName;
  const sortKey = nameOf('RANGE');
  return { partitionKey: String(nameOf('HASH')), sortKey: sortKey === undefined ? undefined : String(sortKey) };
}
