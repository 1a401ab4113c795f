import type { Call, Input } from '../../../local/dynamodb/call.ts';
import { type Case, Item, invalid, keyOf, TableName, text } from './case.ts';

const transact = (TransactItems: readonly object[], fields: Input = {}): Call => ({
  operation: 'TransactWriteItems',
  input: { TransactItems, ...fields },
});
const Put = (place: number, bytes = 1) => ({
  Put: { TableName, Item: { ...keyOf('many', `${place}`), x: text('x'.repeat(bytes)) } },
});
const many = (count: number, bytes?: number) => Array.from({ length: count }, (_, place) => Put(place, bytes));
const batch = (operation: string, requests: readonly object[]): Call => ({
  operation,
  input: { RequestItems: { [TableName]: operation === 'BatchGetItem' ? { Keys: requests } : requests } },
});
const keys = (count: number) => Array.from({ length: count }, (_, place) => keyOf('many', `${place}`));

const transactions: readonly Case[] = [
  invalid('a transaction of nothing', transact([]), 'greater than or equal to 1'),
  invalid('a transaction of 101 actions', transact(many(101)), 'less than or equal to 100'),
  invalid(
    'a transaction with an item twice',
    transact([{ Put: { TableName, Item } }, { Delete: { TableName, Key: keyOf('a', 'b') } }]),
    'multiple operations on one item',
  ),
  invalid('a transaction over 4 MB', transact(many(11, 400_000)), '4MB'),
  invalid(
    'two actions in the place of one',
    transact([{ ...Put(0), Delete: { TableName, Key: keyOf('many', '1') } }]),
    'can only contain one of',
  ),
  invalid(
    'a token of 37 characters',
    transact(many(1), { ClientRequestToken: 'x'.repeat(37) }),
    'less than or equal to 36',
  ),
  invalid('an empty token', transact(many(1), { ClientRequestToken: '' }), 'greater than or equal to 1'),
  {
    title: 'a token with other actions',
    given: [transact(many(1), { ClientRequestToken: 'token' })],
    call: transact(many(2), { ClientRequestToken: 'token' }),
    wanted: { type: 'IdempotentParameterMismatchException', message: '' },
  },
];

const batches: readonly Case[] = [
  invalid(
    'a batch of 26 writes',
    batch(
      'BatchWriteItem',
      keys(26).map((Key) => ({ DeleteRequest: { Key } })),
    ),
    '',
  ),
  invalid(
    'a batch that writes an item twice',
    batch('BatchWriteItem', [{ DeleteRequest: { Key: keyOf('c', 'd') } }, { PutRequest: { Item: keyOf('c', 'd') } }]),
    'duplicates',
  ),
  invalid('a batch of 101 reads', batch('BatchGetItem', keys(101)), 'less than or equal to 100'),
  invalid('a batch that reads an item twice', batch('BatchGetItem', [keyOf('c', 'd'), keyOf('c', 'd')]), 'duplicates'),
];

/** What may be written together. */
export const transactionCases = [...transactions, ...batches];
