/**
 * A DynamoDB table, by one line: `pk` and `sk` strings, at most two indexes, a stream and expiry where they are used. All
 * else that is made of a table, from its variable to its grants, follows from it.
 */
export interface TableDefinition<Name extends string = string> {
  /** Short name; the deployed name is `polyclinic-<stage>-<name>`. */
  readonly name: Name;
  /** Global secondary indexes by name; key attributes are strings. */
  readonly indexes: readonly IndexDefinition[];
  /** Attribute holding the time of expiry in Unix seconds. */
  readonly expiry?: string;
  /** Whether changes are streamed (new image). */
  readonly stream: boolean;
  /** The rights on the whole table that a trigger may list as `<name>:<right>`; what is narrower stands in `infra/grants.ts`. */
  readonly grants: readonly TableRight[];
}

/** What may be done with a whole table: its items read by their keys, queried, or changed. */
export type TableRight = 'read' | 'query' | 'write';

interface IndexDefinition {
  readonly name: string;
  readonly partitionKey: string;
  readonly sortKey: string;
}

/** What holds for a table unless its line says otherwise. */
const usual = { indexes: [], stream: false, grants: ['read', 'query', 'write'] } as const;

const lines = [
  { ...usual, name: 'identity', expiry: 'expiresAt' },
  {
    name: 'events',
    // Sparse: only events that were not sent to their queues yet carry the attribute.
    indexes: [{ name: 'pending', partitionKey: 'pending', sortKey: 'sk' }],
    expiry: 'expiresAt',
    stream: true,
    grants: [],
  },
  {
    name: 'audit',
    // Who did it, and to what; the days are the table's own partitions.
    indexes: [
      { name: 'actor', partitionKey: 'actorId', sortKey: 'sk' },
      { name: 'subject', partitionKey: 'subject', sortKey: 'sk' },
    ],
    stream: false,
    grants: [],
  },
  // What is counted and dies by itself: rate limits and quotas.
  { ...usual, name: 'platform', expiry: 'expiresAt', grants: [] },
] as const satisfies readonly TableDefinition[];

type Line = (typeof lines)[number];

/** Short name of a table. */
export type TableName = Line['name'];

/** A right on a whole table, as triggers list it. */
export type TableGrant = { [L in Line as L['name']]: `${L['name']}:${L['grants'][number]}` }[TableName];

/** Every table. This file imports nothing, since lib stands on it; every other list of tables is made of this one. */
export const tables: readonly TableDefinition<TableName>[] = lines;

/** Name of a table in a stage. */
export function tableName(stage: string, name: string): string {
  return `polyclinic-${stage}-${name}`;
}

/** The table as CloudFormation and CreateTable describe it alike. */
export function tableProperties(stage: string, table: TableDefinition) {
  const keys = [{ partitionKey: 'pk', sortKey: 'sk' }, ...table.indexes];
  const attributes = new Set(keys.flatMap(({ partitionKey, sortKey }) => [partitionKey, sortKey]));
  return {
    TableName: tableName(stage, table.name),
    BillingMode: 'PAY_PER_REQUEST' as const,
    AttributeDefinitions: [...attributes].map((name) => ({ AttributeName: name, AttributeType: 'S' as const })),
    KeySchema: keySchema('pk', 'sk'),
    ...(table.indexes.length > 0 && {
      GlobalSecondaryIndexes: table.indexes.map(({ name, partitionKey, sortKey }) => ({
        IndexName: name,
        KeySchema: keySchema(partitionKey, sortKey),
        Projection: { ProjectionType: 'ALL' as const },
      })),
    }),
    ...(table.stream && { StreamSpecification: { StreamViewType: 'NEW_IMAGE' as const } }),
  };
}

function keySchema(partitionKey: string, sortKey: string) {
  return [
    { AttributeName: partitionKey, KeyType: 'HASH' as const },
    { AttributeName: sortKey, KeyType: 'RANGE' as const },
  ];
}
