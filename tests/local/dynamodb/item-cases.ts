import type { Call, Input } from '../../../local/dynamodb/call.ts';
import { type Case, Item, invalid, keyOf, number, put, TableName, text } from './case.ts';

const writes: Readonly<Record<string, (Item: Input) => Call>> = {
  'a put': (Item) => put({ Item }),
  'an update': ({ pk, sk, ...fields }) => ({
    operation: 'UpdateItem',
    input: { TableName, ...setting({ pk, sk }, fields) },
  }),
  'a put of a transaction': (Item) => ({
    operation: 'TransactWriteItems',
    input: { TransactItems: [{ Put: { TableName, Item } }] },
  }),
  'an update of a transaction': ({ pk, sk, ...fields }) => ({
    operation: 'TransactWriteItems',
    input: { TransactItems: [{ Update: { TableName, ...setting({ pk, sk }, fields) } }] },
  }),
  'a batch': (Item) => ({
    operation: 'BatchWriteItem',
    input: { RequestItems: { [TableName]: [{ PutRequest: { Item } }] } },
  }),
};

function setting(Key: Input, fields: Input) {
  const names = Object.keys({ touched: true, ...fields });
  return {
    Key,
    UpdateExpression: `SET ${names.map((name) => `${name} = :${name}`).join(', ')}`,
    ExpressionAttributeValues: Object.fromEntries(names.map((name) => [`:${name}`, fields[name] ?? text('yes')])),
  };
}

const limit = 'has exceeded the ';
const empty = 'cannot contain an empty string value';
const unfit: readonly (readonly [string, Input, string])[] = [
  ['a partition key over 2,048 bytes', keyOf('ü'.repeat(1_025), 'b'), limit],
  ['a sort key over 1,024 bytes', keyOf('a', 'b'.repeat(1_025)), limit],
  ['an empty key', keyOf('a', ''), empty],
  ['an index key over 2,048 bytes', { ...keyOf('a', 'b'), pending: text('x'.repeat(2_049)) }, limit],
  ['an empty index key', { ...keyOf('a', 'b'), pending: text('') }, empty],
];

const keys = unfit.flatMap(([title, item, message]) =>
  Object.entries(writes).map(([kind, write]) => invalid(`${title} in ${kind}`, write(item), message)),
);

const changes: readonly Case[] = ['UpdateItem', 'TransactWriteItems'].map((operation) => {
  const Update = { TableName, ...setting(keyOf('a', 'b'), {}), UpdateExpression: 'SET sk = :touched' };
  const input = operation === 'UpdateItem' ? Update : { TransactItems: [{ Update }] };
  return invalid(`a key that ${operation} changes`, { operation, input }, 'Cannot update attribute sk');
});

const nested = (levels: number): object => (levels === 0 ? text('x') : { M: { a: nested(levels - 1) } });
const sized = (bytes: number) => ({ ...keyOf('sized', 'b'), x: text('x'.repeat(bytes - 'pksizedskbx'.length)) });
const huge = 'exceeded the maximum allowed size';

const sizes: readonly Case[] = [
  ...Object.entries(writes).map(([kind, write]) =>
    invalid(`an item over 400 KB in ${kind}`, write(sized(409_601)), ''),
  ),
  {
    title: 'an item of 400 KB is taken',
    call: put({ Item: sized(409_600) }),
    wanted: { look: Object.keys, gives: [] },
  },
  {
    ...invalid(
      'an update that makes an item larger than 400 KB',
      writes['an update']?.({ ...keyOf('grows', 'b'), y: text('y'.repeat(200_000)) }) as Call,
      huge,
    ),
    given: [put({ Item: { ...keyOf('grows', 'b'), x: text('x'.repeat(300_000)) } })],
  },
  invalid('an item of too many levels', put({ Item: { ...Item, x: nested(33) } }), 'Nesting Levels'),
  invalid('a set with a value twice', put({ Item: { ...Item, x: { SS: ['a', 'a'] } } }), 'duplicates'),
  invalid('an empty set', put({ Item: { ...Item, x: { SS: [] } } }), 'may not be empty'),
  invalid('a number of 39 digits', put({ Item: { ...Item, x: { N: '1'.repeat(39) } } }), '38 significant digits'),
  invalid('an index key that is a number', put({ Item: { ...Item, pending: number(1) } }), 'Type mismatch'),
];

/** What may be written. */
export const itemCases = [...keys, ...changes, ...sizes];
