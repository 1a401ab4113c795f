import { describe, expect, it } from '@jest/globals';
import { isReceive, readCall } from '../../../local/chaos/calls.ts';

function read(service: 'DynamoDB' | 'SQS', target: string, input: object) {
  const headers = { 'x-amz-target': target, 'amz-sdk-invocation-id': 'invocation' };
  return readCall(service, headers, Buffer.from(JSON.stringify(input)));
}

const inDynamoDb = (operation: string, input: object) => read('DynamoDB', `DynamoDB_20120810.${operation}`, input);
const inSqs = (operation: string, input: object) => read('SQS', `AmazonSQS.${operation}`, input);
const key = (pk: string) => ({ pk: { S: pk }, sk: { S: 'ANY' } });

describe('a call', () => {
  it.each([
    ['UpdateItem', { TableName: 'polyclinic-local-platform', Key: key('CLAIM#email#1') }, 'UpdateItem platform claim'],
    ['PutItem', { TableName: 'polyclinic-local-audit', Item: key('DAY#2026-01-02') }, 'PutItem audit day'],
    ['Query', { TableName: 'polyclinic-local-audit', IndexName: 'actor' }, 'Query audit actor'],
    ['DescribeTable', { TableName: 'polyclinic-local-audit' }, 'DescribeTable audit'],
  ])('of %s is named by its table and the kind of its item', (operation, input, name) => {
    expect(inDynamoDb(operation, input)?.what).toBe(name);
  });

  it('for several items is named by each table and kind once', () => {
    const RequestItems = {
      'polyclinic-local-identity': { Keys: [key('USER#1'), key('USER#2'), key('SESSION#3')] },
      'polyclinic-local-platform': { Keys: [key('LIMIT#4')] },
    };

    const call = inDynamoDb('BatchGetItem', { RequestItems });

    expect(call?.what).toBe('BatchGetItem identity user + identity session + platform limit');
  });

  it('of a transaction is named by its tables', () => {
    const TransactItems = [
      { Put: { TableName: 'polyclinic-local-identity' } },
      { Update: { TableName: 'polyclinic-local-identity' } },
      { ConditionCheck: { TableName: 'polyclinic-local-events' } },
    ];

    expect(inDynamoDb('TransactWriteItems', { TransactItems })?.what).toBe('TransactWriteItems identity+events');
  });

  it('to a queue is named by it, and says whether the functions or an event source made it', () => {
    const QueueUrl = 'http://127.0.0.1:4566/000000000000/polyclinic-local-email-urgent';

    const calls = ['SendMessageBatch', 'DeleteMessageBatch'].map((operation) => inSqs(operation, { QueueUrl }));

    expect(calls).toMatchObject([
      { service: 'SQS', what: 'SendMessageBatch email-urgent', byFunctions: true },
      { service: 'SQS', what: 'DeleteMessageBatch email-urgent', byFunctions: false },
    ]);
  });

  it('never tells more of an item than its kind', () => {
    const call = inDynamoDb('GetItem', { TableName: 'polyclinic-local-identity', Key: key('EMAIL#somebody') });

    expect(call?.what).toBe('GetItem identity email');
  });

  it('for messages is told from all others', () => {
    const targets = ['AmazonSQS.ReceiveMessage', 'AmazonSQS.SendMessage', undefined];

    expect(targets.map((target) => isReceive({ 'x-amz-target': target }))).toEqual([true, false, false]);
  });

  it('is none where nobody has to use the product for it', () => {
    const calls = [
      read('DynamoDB', 'DynamoDBStreams_20120810.GetRecords', {}),
      inSqs('ReceiveMessage', { QueueUrl: 'http://127.0.0.1:4566/000000000000/polyclinic-local-email' }),
      inDynamoDb('Query', { TableName: 'polyclinic-local-events', IndexName: 'pending' }),
      inDynamoDb('Query', { TableName: 'polyclinic-local-platform', IndexName: 'due' }),
      ...(['GetItem', 'UpdateItem'] as const).map((operation) =>
        inDynamoDb(operation, { TableName: 'polyclinic-local-platform', Key: { pk: { S: 'DUE-MARKS' } } }),
      ),
    ];

    expect(calls).toEqual(calls.map(() => undefined));
  });
});
