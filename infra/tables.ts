/**
 * A DynamoDB table in one line: `pk` and `sk` strings, at most two indexes, a stream and an expiry where they are used.
 * Everything else about it, from its variable to its grants, follows from that.
 */
export interface TableDefinition<Name extends string = string> {
  /** The short name; the deployed name is `polyclinic-<stage>-<name>`. */
  readonly name: Name;
  /** The global secondary indexes by name; their key attributes are strings. */
  readonly indexes: readonly IndexDefinition[];
  /** The attribute with the time of expiry in Unix seconds. */
  readonly expiry?: string;
  /** What the stream of changes carries: the whole item as it became, or its keys only; false without a stream. */
  readonly stream: 'new image' | 'keys' | false;
  /**
   * How what is lost comes back: it is restored to any second of the last 35 days, or made again from other tables. `never` where
   * deleting destroys for good: no backup holds it, but a replica where the stage has one.
   */
  readonly recovery: 'restored' | 'made again' | 'never';
  /** The rights on the whole table that a trigger may list as `<name>:<right>`; narrower ones stand in `infra/grants/`. */
  readonly grants: readonly TableRight[];
}

/** A right on a whole table: to read items by their keys, to query it, or to change it. */
export type TableRight = 'read' | 'query' | 'write';

interface IndexDefinition {
  readonly name: string;
  readonly partitionKey: string;
  readonly sortKey: string;
}

const streamViews = { 'new image': 'NEW_IMAGE', keys: 'KEYS_ONLY' } as const;

/** The fields of a table unless its line says otherwise. */
const usual = { indexes: [], stream: false, recovery: 'restored', grants: ['read', 'query', 'write'] } as const;

const lines = [
  // Names and hashes of passwords stand in items: their stream says which of them changed and no more.
  { ...usual, name: 'identity', expiry: 'expiresAt', stream: 'keys' },
  {
    ...usual,
    name: 'events',
    // The index is sparse: only events that were not sent to their queues yet have the attribute.
    indexes: [{ name: 'pending', partitionKey: 'pending', sortKey: 'sk' }],
    expiry: 'expiresAt',
    stream: 'new image',
    grants: [],
  },
  {
    ...usual,
    name: 'audit',
    // The indexes list entries by actor and by subject; the days are the table's own partitions.
    indexes: [
      { name: 'actor', partitionKey: 'actorId', sortKey: 'sk' },
      { name: 'subject', partitionKey: 'subject', sortKey: 'sk' },
    ],
    stream: 'keys',
    grants: [],
  },
  // Addresses and numbers of patients stand in items: their stream says which of them changed and no more.
  {
    ...usual,
    name: 'clinic',
    // The indexes list appointments, and entries of waiting lists, by doctor and by patient.
    indexes: [
      { name: 'doctor', partitionKey: 'ofDoctor', sortKey: 'startKey' },
      { name: 'patient', partitionKey: 'ofPatient', sortKey: 'startKey' },
    ],
    expiry: 'expiresAt',
    stream: 'keys',
    grants: [],
  },
  // The table holds what is counted and expires: rate limits, quotas and the like.
  {
    ...usual,
    name: 'platform',
    // The index is sparse: only what waits to be done at an instant has the attributes.
    indexes: [{ name: 'due', partitionKey: 'due', sortKey: 'dueKey' }],
    expiry: 'expiresAt',
    grants: [],
  },
  // The table holds words and lists by which records of other tables are found, and is made again from these.
  { ...usual, name: 'index', recovery: 'made again', grants: [] },
  // To destroy a key is to erase what it has sealed, for good.
  {
    ...usual,
    name: 'data-keys',
    // The index lists the keys that a version of the wrapping key has wrapped.
    indexes: [{ name: 'wrapped-by', partitionKey: 'wrappedBy', sortKey: 'pk' }],
    recovery: 'never',
    grants: [],
  },
] as const satisfies readonly TableDefinition[];

type Line = (typeof lines)[number];

/** The short name of a table. */
export type TableName = Line['name'];

/** A right on a whole table, as triggers list it. */
export type TableGrant = { [L in Line as L['name']]: `${L['name']}:${L['grants'][number]}` }[TableName];

/** Every table. This file imports nothing, since lib depends on it; every other list of tables is derived from this one. */
export const tables: readonly TableDefinition<TableName>[] = lines;

/** The name of a table in a stage. */
export function tableName(stage: string, name: string): string {
  return `polyclinic-${stage}-${name}`;
}

/** The table as CloudFormation and CreateTable both describe it. */
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
    ...(table.stream && { StreamSpecification: { StreamViewType: streamViews[table.stream] } }),
  };
}

function keySchema(partitionKey: string, sortKey: string) {
  return [
    { AttributeName: partitionKey, KeyType: 'HASH' as const },
    { AttributeName: sortKey, KeyType: 'RANGE' as const },
  ];
}
