import { CloudWatchClient, GetMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { DescribeTableCommand } from '@aws-sdk/client-dynamodb';
import { DecryptCommand, KMSClient, SignCommand } from '@aws-sdk/client-kms';
import {
  GetObjectCommand,
  HeadBucketCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { GetAccountCommand, SESv2Client, SendEmailCommand } from '@aws-sdk/client-sesv2';
import {
  ChangeMessageVisibilityBatchCommand,
  ChangeMessageVisibilityCommand,
  GetQueueAttributesCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import {
  BatchGetCommand,
  DeleteCommand,
  GetCommand,
  PutCommand,
  QueryCommand,
  TransactWriteCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { describe, expect, it } from '@jest/globals';
import { createDynamoDb } from '../../../lib/aws/dynamodb.ts';
import { createSqs } from '../../../lib/aws/sqs.ts';
import { actionsOf, type Call, CommandUnknown } from '../../../local/grants/actions-of.ts';
import { ResourceUnknown } from '../../../local/grants/resource-names.ts';
import { keyOf } from '../../../local/grants/use.ts';
import { watchCalls } from '../../../local/grants/watch-calls.ts';
import { useTestCredentials } from '../../support/dynamodb.ts';

useTestCredentials();
const dynamoDb = createDynamoDb();
const sqs: SQSClient = createSqs();
const s3 = new S3Client();
const kms = new KMSClient();
const ssm = new SSMClient();
const ses = new SESv2Client();
const cloudWatch = new CloudWatchClient();
const now = new Date('2026-03-08T09:30:00.000Z');

const identity = { TableName: 'polyclinic-local-identity' };
const events = { TableName: 'polyclinic-local-events' };
const audit = { TableName: 'polyclinic-local-audit' };
const Key = { pk: 'a', sk: 'b' };
const seal = { Bucket: 'polyclinic-local-seals', Key: 'audit/2026-03-08.json' };
const queue = { QueueUrl: 'http://127.0.0.1:4566/000000000000/polyclinic-local-email' };
const signing = { Message: Buffer.alloc(32), SigningAlgorithm: 'RSASSA_PKCS1_V1_5_SHA_256' } as const;
const updateOf = { Key, UpdateExpression: 'SET a = b' };
const mailOf = (Content: object) => ses.send(new SendEmailCommand({ Content }));

let stopped: Call | undefined;
// No call leaves: each ends where it is seen.
watchCalls((call) => {
  stopped = call;
  throw new Error('stopped');
});

/** What a call needs, as it really goes through the SDK. */
async function usesOfCall(send: () => Promise<unknown>): Promise<string[]> {
  stopped = undefined;
  await expect(send()).rejects.toThrow('stopped');
  return actionsOf(stopped as never).map(keyOf);
}

describe('the actions of a call', () => {
  it.each<[string, () => Promise<unknown>, string[]]>([
    ['GetItem', () => dynamoDb.send(new GetCommand({ ...identity, Key })), ['dynamodb:GetItem on table identity']],
    [
      'Query',
      () => dynamoDb.send(new QueryCommand({ ...identity, KeyConditionExpression: 'pk = a' })),
      ['dynamodb:Query on table identity'],
    ],
    [
      'Query of an index',
      () => dynamoDb.send(new QueryCommand({ ...events, IndexName: 'pending' })),
      ['dynamodb:Query on index pending of table events'],
    ],
    ['PutItem', () => dynamoDb.send(new PutCommand({ ...audit, Item: Key })), ['dynamodb:PutItem on table audit']],
    [
      'UpdateItem',
      () => dynamoDb.send(new UpdateCommand({ ...events, ...updateOf })),
      ['dynamodb:UpdateItem on table events'],
    ],
    [
      'DeleteItem',
      () => dynamoDb.send(new DeleteCommand({ ...identity, Key })),
      ['dynamodb:DeleteItem on table identity'],
    ],
    [
      'BatchGetItem, of each table',
      () =>
        dynamoDb.send(
          new BatchGetCommand({
            RequestItems: { [identity.TableName]: { Keys: [Key] }, [audit.TableName]: { Keys: [Key] } },
          }),
        ),
      ['dynamodb:BatchGetItem on table identity', 'dynamodb:BatchGetItem on table audit'],
    ],
    [
      'TransactWriteItems, of each part',
      () =>
        dynamoDb.send(
          new TransactWriteCommand({
            TransactItems: [
              { Put: { ...events, Item: Key } },
              { Update: { ...identity, ...updateOf } },
              { Delete: { ...identity, Key } },
              { ConditionCheck: { ...audit, Key, ConditionExpression: 'a = b' } },
            ],
          }),
        ),
      [
        'dynamodb:PutItem on table events',
        'dynamodb:UpdateItem on table identity',
        'dynamodb:DeleteItem on table identity',
        'dynamodb:ConditionCheckItem on table audit',
      ],
    ],
    [
      'SendMessage',
      () => sqs.send(new SendMessageCommand({ ...queue, MessageBody: '' })),
      ['sqs:SendMessage on queue email'],
    ],
    [
      'SendMessageBatch',
      () => sqs.send(new SendMessageBatchCommand({ ...queue, Entries: [] })),
      ['sqs:SendMessage on queue email'],
    ],
    [
      'GetQueueAttributes of a dead-letter queue',
      () => sqs.send(new GetQueueAttributesCommand({ QueueUrl: `${queue.QueueUrl}-dead` })),
      ['sqs:GetQueueAttributes on queue email-dead'],
    ],
    [
      'ChangeMessageVisibility',
      () => sqs.send(new ChangeMessageVisibilityCommand({ ...queue, ReceiptHandle: 'r', VisibilityTimeout: 1 })),
      ['sqs:ChangeMessageVisibility on queue email'],
    ],
    [
      'ChangeMessageVisibilityBatch',
      () => sqs.send(new ChangeMessageVisibilityBatchCommand({ ...queue, Entries: [] })),
      ['sqs:ChangeMessageVisibility on queue email'],
    ],
    [
      'HeadBucket',
      () => s3.send(new HeadBucketCommand({ Bucket: 'polyclinic-local-files' })),
      ['s3:ListBucket on bucket files'],
    ],
    [
      'ListObjectsV2',
      () => s3.send(new ListObjectsV2Command({ Bucket: seal.Bucket, Prefix: 'audit/' })),
      ['s3:ListBucket on bucket seals'],
    ],
    ['GetObject', () => s3.send(new GetObjectCommand(seal)), ['s3:GetObject on objects audit/ of bucket seals']],
    [
      'PutObject',
      () => s3.send(new PutObjectCommand({ ...seal, Body: '' })),
      ['s3:PutObject on objects audit/ of bucket seals'],
    ],
    [
      'GetParameter',
      () => ssm.send(new GetParameterCommand({ Name: '/polyclinic/local/signing-key' })),
      ['ssm:GetParameter on parameter signing-key'],
    ],
    [
      'Sign',
      () => kms.send(new SignCommand({ ...signing, KeyId: 'alias/polyclinic-local-signing-kid' })),
      ['kms:Sign on signing keys'],
    ],
    [
      'Decrypt',
      () => kms.send(new DecryptCommand({ CiphertextBlob: Buffer.alloc(1), KeyId: 'alias/polyclinic-local-root' })),
      ['kms:Decrypt on the root key'],
    ],
    ['SendEmail', () => mailOf({ Simple: {} }), ['ses:SendEmail on mail identities']],
    ['SendEmail of a whole message', () => mailOf({ Raw: {} }), ['ses:SendRawEmail on mail identities']],
    ['GetAccount', () => ses.send(new GetAccountCommand({})), ['ses:GetAccount on the account']],
    [
      'GetMetricData',
      () => cloudWatch.send(new GetMetricDataCommand({ MetricDataQueries: [], StartTime: now, EndTime: now })),
      ['cloudwatch:GetMetricData on the account'],
    ],
  ])('are named for %s', async (_, send, expected) => {
    const uses = await usesOfCall(send);

    expect(uses).toEqual(expected);
  });

  const session = { pk: 'USER#019a', sk: 'SESSION#019b' };
  const people = (condition: string) => ({
    ...{ ...identity, KeyConditionExpression: condition },
    ...{ ExpressionAttributeNames: { '#0': 'pk', '#1': 'sk' } },
    ExpressionAttributeValues: { ':0': 'USER#019a', ':1': 'RECOVERY-CODE#', ':2': 'z' },
  });

  it.each<[string, () => Promise<unknown>, string[]]>([
    ['GetItem', () => dynamoDb.send(new GetCommand({ ...identity, Key: session })), ['USER#/SESSION#']],
    ['PutItem', () => dynamoDb.send(new PutCommand({ ...identity, Item: { ...session, a: 1 } })), ['USER#/SESSION#']],
    ['Query of a partition', () => dynamoDb.send(new QueryCommand(people('#0 = :0'))), ['USER#/']],
    [
      'Query of a beginning',
      () => dynamoDb.send(new QueryCommand(people('#0 = :0 AND begins_with(#1, :1)'))),
      ['USER#/RECOVERY-CODE#'],
    ],
    [
      'Query of a stretch',
      () => dynamoDb.send(new QueryCommand(people('#0 = :0 AND #1 BETWEEN :1 AND :2'))),
      ['USER#/'],
    ],
    [
      'BatchGetItem, each kind once, and what is of none',
      () => {
        const Keys = [session, { ...session, sk: 'SESSION#019c' }, { ...session, sk: 'SECURITY' }, Key];
        return dynamoDb.send(new BatchGetCommand({ RequestItems: { [identity.TableName]: { Keys } } }));
      },
      ['/', 'USER#/SECURITY', 'USER#/SESSION#'],
    ],
    [
      'a transaction',
      () =>
        dynamoDb.send(
          new TransactWriteCommand({ TransactItems: [{ Update: { ...identity, ...updateOf, Key: session } }] }),
        ),
      ['USER#/SESSION#'],
    ],
  ])('tell the kinds of its items for %s', async (_, send, kinds) => {
    const [use] = await usesOfCall(send);

    expect(use).toMatch(new RegExp(` on table identity \\(${kinds.join(', ')}\\)$`));
  });

  it('are an error for a command that nobody has described', async () => {
    await expect(usesOfCall(() => dynamoDb.send(new DescribeTableCommand(identity) as never))).rejects.toThrow(
      CommandUnknown,
    );
  });

  it.each([
    ['a table', () => dynamoDb.send(new GetCommand({ TableName: 'polyclinic-prod-identity', Key }))],
    ['a queue', () => sqs.send(new SendMessageCommand({ QueueUrl: 'http://127.0.0.1/other', MessageBody: '' }))],
    ['a bucket', () => s3.send(new HeadBucketCommand({ Bucket: 'other' }))],
    ['a signing key', () => kms.send(new SignCommand({ ...signing, KeyId: 'alias/polyclinic-prod-signing-kid' }))],
    ['a root key', () => kms.send(new DecryptCommand({ CiphertextBlob: Buffer.alloc(1), KeyId: 'alias/other' }))],
    ['a parameter', () => ssm.send(new GetParameterCommand({ Name: '/polyclinic/prod/signing-key' }))],
  ])('are an error for %s that infra does not define', async (_, send) => {
    await expect(usesOfCall(send)).rejects.toThrow(ResourceUnknown);
  });
});
