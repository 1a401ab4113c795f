import { tables } from '../../infra/tables.ts';
import type { Index, Item, QueryRequest, Range } from '../../lib/data/database.ts';
import type { Page, Position } from '../../lib/data/page.ts';
import { compareText } from './memory-condition.ts';

interface Keys {
  readonly partitionKey: string;
  readonly sortKey: string;
}

/** The most bytes of a page. */
const mostBytes = 1_024 * 1_024;

interface Held {
  readonly item: Item;
  readonly bytes: number;
}

/** A page of a query over the items of a table, as DynamoDB gives it. */
export function queryItems(held: readonly Held[], request: QueryRequest): Page<Item> {
  const { partition, range, descending = false, limit = Number.POSITIVE_INFINITY, after, index } = request;
  if (limit < 1) throw new Error('ValidationException: a limit is at least 1');
  if (index && request.consistent) throw new Error('ValidationException: an index has no consistent reads');
  const keys = index ? known(request.table, index) : { partitionKey: 'pk', sortKey: 'sk' };
  const direction = descending ? -1 : 1;
  const compare = (left: Position, right: Position) => direction * compareKeys(keys, left, right);
  const found = held
    .filter(({ item }) => item[keys.partitionKey] === partition && inRange(item[keys.sortKey], range))
    .map(({ item, bytes }) => ({ item, bytes, position: positionOf(item, keys) }))
    .sort((left, right) => compare(left.position, right.position))
    .filter(({ position }) => !after || compare(position, after) > 0);
  const page = found.slice(0, Math.min(limit, countWithin(found)));
  const last = page.length === limit || page.length < found.length ? page.at(-1) : undefined;
  return { items: page.map(({ item }) => item), ...(last && { next: last.position }) };
}

/** How many of the items a page can hold. */
function countWithin(found: readonly Pick<Held, 'bytes'>[]): number {
  let bytes = 0;
  const over = found.findIndex((each) => {
    bytes += each.bytes;
    return bytes > mostBytes;
  });
  return over === -1 ? found.length : over;
}

/** An index that the deployed table lacks would only be missed there. */
function known(table: string, index: Index): Keys {
  const definition = tables.find(({ name }) => name === table)?.indexes.find(({ name }) => name === index.name);
  if (definition?.partitionKey !== index.partitionKey || definition.sortKey !== index.sortKey)
    throw new Error(`ValidationException: the table ${table} has no such index ${index.name}`);
  return definition;
}

/** The range also leaves out the items of a sparse index that lack its sort key. */
function inRange(value: unknown, range: Range | undefined): boolean {
  if (typeof value !== 'string') return false;
  if (!range) return true;
  if ('prefix' in range) return value.startsWith(range.prefix);
  return compareText(value, range.from) >= 0 && compareText(value, range.to) <= 0;
}

function positionOf(item: Item, { partitionKey, sortKey }: Keys): Position {
  return {
    pk: item.pk,
    sk: item.sk,
    [partitionKey]: String(item[partitionKey]),
    [sortKey]: String(item[sortKey]),
  };
}

function compareKeys({ sortKey }: Keys, left: Position, right: Position): number {
  const byKey = [sortKey, 'pk', 'sk'].map((name) => compareText(left[name] ?? '', right[name] ?? ''));
  return byKey.find((order) => order !== 0) ?? 0;
}
