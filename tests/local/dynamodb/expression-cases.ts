import type { Call } from '../../../local/dynamodb/call.ts';
import { type Case, Item, invalid, keyOf, number, numbered, put, TableName, text } from './case.ts';

const Key = keyOf('a', 'b');
const update = (UpdateExpression: string, fields: object = {}): Call => ({
  operation: 'UpdateItem',
  input: { TableName, Key, UpdateExpression, ...fields },
});
const query = (fields: object): Call => ({
  operation: 'Query',
  input: {
    TableName,
    KeyConditionExpression: 'pk = :pk',
    ...fields,
    ExpressionAttributeValues: {
      ':pk': text('a'),
      ...('ExpressionAttributeValues' in fields ? (fields.ExpressionAttributeValues as object) : {}),
    },
  },
});
const transact = (action: object): Call => ({ operation: 'TransactWriteItems', input: { TransactItems: [action] } });

const longName = (bytes: number) => 'a'.repeat(bytes);
const long = 'Expression size has exceeded the maximum allowed size; expression size: 4097';
const comparisons = Array.from({ length: 151 }, () => '#count <> :0').join(' AND ');
const sums = `SET ${Array.from({ length: 301 }, (_, place) => `x${place}=#c+:0`).join()}`;
const many = 'The expression contains too many operators; operator count: 301';
const listOf = (count: number) => `#count IN (${Object.keys(numbered(count)).join(', ')})`;
const names = { '#count': 'count' };
const levels = (count: number) => Array.from({ length: count }, (_, level) => `a${level}`).join('.');
const deep = 'The document path has too many nesting elements; nesting levels: 33';

const lengths: readonly Case[] = [
  invalid('a condition over 4 KB', put({ ConditionExpression: `attribute_exists(${longName(4_079)})` }), long),
  invalid('an update over 4 KB', update(`REMOVE ${longName(4_090)}`), long),
  invalid('a filter over 4 KB', query({ FilterExpression: `attribute_exists(${longName(4_079)})` }), long),
  invalid('a projection over 4 KB', query({ ProjectionExpression: longName(4_097) }), long),
  {
    title: 'an expression of 4 KB is taken',
    call: update(`REMOVE ${longName(4_089)}`),
    wanted: { look: Object.keys, gives: [] },
  },
  {
    title: 'words in small letters count as those in capitals',
    call: put({
      ConditionExpression: Array.from({ length: 110 }, () => '(#count <> :0)').join(' and '),
      ExpressionAttributeNames: names,
      ExpressionAttributeValues: numbered(1),
    }),
    wanted: { look: Object.keys, gives: [] },
  },
  {
    title: 'the levels of one path, and not those of all, are counted',
    call: update('SET flag = :0', {
      ConditionExpression: Array.from(
        { length: 12 },
        () => 'nested.#list[0] BETWEEN nested.#list[0] AND nested.#list[0]',
      ).join(' AND '),
      ExpressionAttributeNames: { '#list': 'list' },
      ExpressionAttributeValues: numbered(1),
    }),
    wanted: { look: Object.keys, gives: [] },
  },
  invalid(
    'names and values over 2 MB',
    put({
      ConditionExpression: 'note <> :0',
      ExpressionAttributeValues: { ':0': text('x'.repeat(2_200_000)) },
    }),
    'their maximum size of 2 MB',
  ),
  invalid(
    'a placeholder over 255 bytes',
    put({
      ConditionExpression: `attribute_exists(#${longName(255)})`,
      ExpressionAttributeNames: { [`#${longName(255)}`]: 'pk' },
    }),
    'key too long; size of key: 256',
  ),
];

const counts: readonly Case[] = [
  invalid(
    '301 operators in a condition',
    put({ ConditionExpression: comparisons, ExpressionAttributeNames: names, ExpressionAttributeValues: numbered(1) }),
    many,
  ),
  invalid(
    '301 operators in a condition of a transaction',
    transact({
      Put: {
        TableName,
        Item,
        ConditionExpression: comparisons,
        ExpressionAttributeNames: names,
        ExpressionAttributeValues: { ':0': number(9) },
      },
    }),
    many,
  ),
  invalid(
    '301 operators in a filter',
    query({ FilterExpression: comparisons, ExpressionAttributeNames: names, ExpressionAttributeValues: numbered(1) }),
    many,
  ),
  invalid(
    '301 operators in an update',
    update(sums, { ExpressionAttributeNames: { '#c': 'count' }, ExpressionAttributeValues: numbered(1) }),
    many,
  ),
  {
    title: 'an update of 301 attributes has no operator, and is taken',
    call: update(`SET ${Array.from({ length: 301 }, (_, place) => `x${place} = :0`).join(', ')}`, {
      ExpressionAttributeValues: numbered(1),
      Key: keyOf('wide', 'b'),
    }),
    wanted: { look: Object.keys, gives: [] },
  },
  invalid(
    'IN with 101 values',
    put({
      ConditionExpression: listOf(101),
      ExpressionAttributeNames: names,
      ExpressionAttributeValues: numbered(101),
    }),
    'number of operands: 101',
  ),
  {
    title: 'IN with 100 values is taken',
    call: put({
      ConditionExpression: listOf(100),
      ExpressionAttributeNames: names,
      ExpressionAttributeValues: numbered(100),
    }),
    wanted: { look: Object.keys, gives: [] },
  },
];

const paths: readonly Case[] = [
  invalid(
    'a path of 33 levels in a condition',
    put({ ConditionExpression: `attribute_not_exists(${levels(33)})` }),
    deep,
  ),
  invalid('a path of 33 levels in a projection', query({ ProjectionExpression: levels(33) }), deep),
  {
    title: 'a path of 32 levels is taken',
    call: put({ ConditionExpression: `attribute_not_exists(${levels(32)})` }),
    wanted: { look: Object.keys, gives: [] },
  },
  {
    title: 'a condition on a nested path holds',
    call: put({
      ConditionExpression: 'nested.#list[1].deep = :0',
      ExpressionAttributeNames: { '#list': 'list' },
      ExpressionAttributeValues: { ':0': text('yes') },
    }),
    wanted: { look: Object.keys, gives: [] },
  },
  {
    title: 'a condition on a nested path does not hold',
    call: put({
      ConditionExpression: 'nested.#list[1].deep = :0',
      ExpressionAttributeNames: { '#list': 'list' },
      ExpressionAttributeValues: { ':0': text('no') },
    }),
    wanted: { type: 'ConditionalCheckFailedException', message: 'The conditional request failed' },
  },
  {
    title: 'a filter on a nested path lets nothing through that does not meet it',
    call: query({
      FilterExpression: 'nested.#list[1].deep = :0',
      ExpressionAttributeNames: { '#list': 'list' },
      ExpressionAttributeValues: { ':0': text('no') },
    }),
    wanted: { look: ({ Count, ScannedCount }) => [Count, ScannedCount], gives: [0, 1] },
  },
  {
    title: 'a dot in the name of an attribute is no path',
    call: put({ ConditionExpression: 'attribute_not_exists(#0)', ExpressionAttributeNames: { '#0': 'nested.list' } }),
    wanted: { look: Object.keys, gives: [] },
  },
];

const operands: readonly Case[] = [
  invalid(
    'a truth value in an order',
    put({ ConditionExpression: 'flag < :0', ExpressionAttributeValues: { ':0': { BOOL: true } } }),
    'operator or function: <, operand type: BOOL',
  ),
  invalid(
    'size(), which the local cloud refuses since dynoxide counts characters',
    put({ ConditionExpression: 'size(note) = :0', ExpressionAttributeValues: { ':0': number(2) } }),
    'refuses size()',
  ),
  invalid(
    'a name that is a reserved word',
    put({ ConditionExpression: 'attribute_exists(name)' }),
    'reserved keyword: name',
  ),
  invalid(
    'two pairs of parentheses',
    put({ ConditionExpression: '((flag = :0))', ExpressionAttributeValues: { ':0': { BOOL: true } } }),
    'redundant parentheses',
  ),
  invalid(
    'a placeholder that nothing uses',
    put({ ConditionExpression: 'attribute_exists(pk)', ExpressionAttributeValues: numbered(1) }),
    'unused in expressions',
  ),
  invalid('a placeholder that nothing defines', put({ ConditionExpression: 'attribute_exists(#0)' }), 'is not defined'),
  invalid(
    'an update of an attribute twice',
    update('SET x = :0 REMOVE x', { ExpressionAttributeValues: numbered(1) }),
    'overlap',
  ),
  invalid(
    'a number added to a text',
    update('ADD note :0', { ExpressionAttributeValues: numbered(1) }),
    'incorrect data type',
  ),
  invalid('all new values of a put', put({ ReturnValues: 'ALL_NEW' }), 'ReturnValues can only be ALL_OLD or NONE'),
];

/** What expressions may be. */
export const expressionCases = [...lengths, ...counts, ...paths, ...operands];
