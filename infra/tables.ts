/** A DynamoDB table: `pk` and `sk` strings, at most two indexes, a stream and expiry where they are used. */
export interface TableDefinition {
  /** Short name; the deployed name is `polyclinic-<stage>-<name>`. */
  readonly name: string;
  /** Global secondary indexes by name; key attributes are strings. */
  readonly indexes: readonly IndexDefinition[];
  /** Attribute holding the time of expiry in Unix seconds. */
  readonly expiry?: string;
  /** Whether changes are streamed (new image). */
  readonly stream: boolean;
}

export interface IndexDefinition {
  readonly name: string;
  readonly partitionKey: string;
  readonly sortKey: string;
}

export const tables: readonly TableDefinition[] = [
  { name: 'identity', indexes: [], expiry: 'expiresAt', stream: false },
  {
    name: 'events',
    // Sparse: only events that were not sent to their queues yet carry the attribute.
    indexes: [{ name: 'pending', partitionKey: 'pending', sortKey: 'sk' }],
    expiry: 'expiresAt',
    stream: true,
  },
  {
    name: 'audit',
    // Who did it, and to what; the days are the table's own partitions.
    indexes: [
      { name: 'actor', partitionKey: 'actorId', sortKey: 'sk' },
      { name: 'subject', partitionKey: 'subject', sortKey: 'sk' },
    ],
    stream: false,
  },
  // What is counted and dies by itself: rate limits and quotas.
  { name: 'platform', indexes: [], expiry: 'expiresAt', stream: false },
];

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
