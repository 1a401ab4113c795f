import type { Input } from './call.ts';

/** The attributes of a key: its partition's, and its place's in there. */
export interface KeyAttributes {
  readonly partitionKey: string;
  readonly sortKey?: string | undefined;
}

/** The keys of a table, and of its indexes by their names. */
export interface TableKeys extends KeyAttributes {
  readonly indexes: Readonly<Record<string, KeyAttributes>>;
  /** The attributes of the table's own key. */
  readonly own: readonly KeyAttribute[];
  /** All key attributes that an item of the table may have, those of its indexes among them. */
  readonly attributes: readonly KeyAttribute[];
}

/** Tells the keys of a table by its name; undefined for one that is not known. */
export type KeysOf = (tableName: unknown) => TableKeys | undefined;

/** A key attribute of an item: its limit, and the index that it is of. */
export interface KeyAttribute {
  readonly name: string;
  readonly mostBytes: number;
  readonly role: 'hashkey' | 'rangekey';
  readonly index?: string;
}

/** Makes the keys of a table, from its own and those of its indexes by their names. */
export function tableKeys(table: KeyAttributes, indexes: TableKeys['indexes']): TableKeys {
  const own = attributesOf(table);
  const ofIndexes = Object.entries(indexes).flatMap(([index, keys]) =>
    attributesOf(keys).map((attribute) => ({ ...attribute, index })),
  );
  return { ...table, indexes, own, attributes: [...own, ...ofIndexes] };
}

/** The key attributes of a table or an index, with the limits of Constraints.html, "Partition keys and sort keys". */
export function attributesOf({ partitionKey, sortKey }: KeyAttributes): KeyAttribute[] {
  return [
    { name: partitionKey, mostBytes: 2_048, role: 'hashkey' },
    ...(sortKey === undefined ? [] : [{ name: sortKey, mostBytes: 1_024, role: 'rangekey' } as const]),
  ];
}

/** The keys that a query goes by: those of its index, or of the table. */
export function keysOfQuery({ TableName, IndexName }: Input, keysOf: KeysOf): KeyAttributes | undefined {
  const table = keysOf(TableName);
  return IndexName === undefined ? table : table?.indexes[String(IndexName)];
}
