import type { Call, Input } from '../../../local/dynamodb/call.ts';
import { type Case, invalid, keyOf, number, put, TableName, text } from './case.ts';

function query(KeyConditionExpression: string, values: Readonly<Record<string, string>>, fields: Input = {}): Call {
  const ExpressionAttributeValues = Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, text(value)]),
  );
  return { operation: 'Query', input: { TableName, KeyConditionExpression, ExpressionAttributeValues, ...fields } };
}

const empty = 'cannot contain an empty string value';
const long = 'has exceeded the maximum size limit';

const conditions: readonly Case[] = [
  invalid('an empty partition', query('pk = :0', { ':0': '' }), empty),
  invalid('an empty partition of an index', query('pending = :0', { ':0': '' }, { IndexName: 'pending' }), empty),
  invalid('an empty prefix', query('pk = :0 AND begins_with(sk, :1)', { ':0': 'a', ':1': '' }), empty),
  invalid('an empty bound', query('pk = :0 AND sk BETWEEN :1 AND :0', { ':0': 'a', ':1': '' }), empty),
  invalid('a partition over 2,048 bytes', query('pk = :0', { ':0': 'x'.repeat(2_049) }), long),
  invalid(
    'a prefix over 1,024 bytes',
    query('pk = :0 AND begins_with(sk, :1)', { ':0': 'a', ':1': 'x'.repeat(1_025) }),
    long,
  ),
  invalid(
    'a partition of another type',
    query('pk = :0', {}, { ExpressionAttributeValues: { ':0': number(1) } }),
    'does not match schema type',
  ),
  invalid(
    'bounds in the wrong order',
    query('pk = :0 AND sk BETWEEN :1 AND :0', { ':0': 'a', ':1': 'b' }),
    'BETWEEN operator',
  ),
  invalid('a partition by order', query('pk < :0', { ':0': 'a' }), 'KeyConditionExpression'),
  invalid(
    'a filter on a key',
    query('pk = :0', { ':0': 'a' }, { FilterExpression: 'sk = :0' }),
    'non-primary key attributes',
  ),
  invalid('a limit of 0', query('pk = :0', { ':0': 'a' }, { Limit: 0 }), 'greater than or equal to 1'),
  invalid(
    'a consistent read of an index',
    query('pending = :0', { ':0': 'a' }, { IndexName: 'pending', ConsistentRead: true }),
    'Consistent reads are not supported',
  ),
];

const starts: readonly Case[] = [
  invalid(
    'a page that begins in another partition',
    query('pk = :0', { ':0': 'a' }, { ExclusiveStartKey: keyOf('other', 'b') }),
    'outside query boundaries',
  ),
  ...[
    ['begins_with(sk, :1)', 'x'],
    ['sk > :1', 'x'],
    ['sk <= :1', 'a'],
    ['sk BETWEEN :1 AND :1', 'x'],
  ].map(([condition, value = '']) =>
    invalid(
      `a page that begins outside of ${condition}`,
      query(`pk = :0 AND ${condition}`, { ':0': 'a', ':1': value }, { ExclusiveStartKey: keyOf('a', 'b') }),
      'range key predicate',
    ),
  ),
  {
    title: 'a page that begins within the range is taken',
    call: query('pk = :0 AND begins_with(sk, :1)', { ':0': 'a', ':1': 'b' }, { ExclusiveStartKey: keyOf('a', 'b0') }),
    wanted: { look: ({ Count }) => Count, gives: 0 },
  },
];

const kept = (partition: string, bytes: number, count: number) =>
  Array.from({ length: count }, (_, place) =>
    put({ Item: { ...keyOf(partition, `${place}`), x: text('x'.repeat(bytes)) } }),
  );

const pages: readonly Case[] = [
  {
    title: 'a page of a query ends before 1 MB',
    given: kept('pages', 400_000, 3),
    call: query('pk = :0', { ':0': 'pages' }, { ProjectionExpression: 'sk' }),
    wanted: { look: ({ Count, LastEvaluatedKey }) => [Count, LastEvaluatedKey !== undefined], gives: [2, true] },
  },
  {
    ...invalid('a transaction that reads over 4 MB', transactGet('reads', 11), 'aggregate size'),
    given: kept('reads', 400_000, 11),
  },
  {
    title: 'a batch that reads over 16 MB leaves the rest unprocessed',
    isLarge: true,
    given: [0, 25].map(writtenFrom),
    call: {
      operation: 'BatchGetItem',
      input: { RequestItems: { [TableName]: { Keys: places(0, 50).map(batchKey) } } },
    },
    wanted: { look: ({ UnprocessedKeys }) => Object.keys(Object(UnprocessedKeys)), gives: [TableName] },
  },
  {
    title: 'a transaction that reads 4 MB is taken',
    call: transactGet('reads', 10),
    wanted: { look: ({ Responses }) => Array.isArray(Responses) && Responses.length, gives: 10 },
  },
];

function places(from: number, count: number): number[] {
  return Array.from({ length: count }, (_, place) => from + place);
}

function batchKey(place: number) {
  return keyOf('batch', `${place}`);
}

function writtenFrom(first: number): Call {
  const requests = places(first, 25).map((place) => ({
    PutRequest: { Item: { ...batchKey(place), x: text('x'.repeat(400_000)) } },
  }));
  return { operation: 'BatchWriteItem', input: { RequestItems: { [TableName]: requests } } };
}

function transactGet(partition: string, count: number): Call {
  const gets = Array.from({ length: count }, (_, place) => ({ Get: { TableName, Key: keyOf(partition, `${place}`) } }));
  return { operation: 'TransactGetItems', input: { TransactItems: gets } };
}

/** What may be read. */
export const queryCases = [...conditions, ...starts, ...pages];
