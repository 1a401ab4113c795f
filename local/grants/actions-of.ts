import type {
  BatchGetItemCommandInput,
  QueryCommandInput,
  TransactWriteItem,
  TransactWriteItemsCommandInput,
} from '@aws-sdk/client-dynamodb';
import type { DecryptCommandInput, SignCommandInput } from '@aws-sdk/client-kms';
import type { HeadBucketCommandInput, ListObjectsV2CommandInput } from '@aws-sdk/client-s3';
import type { SendEmailCommandInput } from '@aws-sdk/client-sesv2';
import type { GetParameterCommandInput } from '@aws-sdk/client-ssm';
import type { KeyKind } from '../../infra/key-kinds.ts';
import type { Resource } from '../../infra/statements.ts';
import { type Attributes, kindsOfKeys, kindsOfQuery } from './item-kinds.ts';
import {
  bucketCalled,
  objectsAround,
  parameterCalled,
  queueAt,
  rootKeyCalled,
  signingKeyCalled,
  tableOrIndex,
} from './resource-names.ts';
import type { Use } from './use.ts';

/** A call in the SDK's terms: `DynamoDBClient`, `GetItemCommand`, and the command's input. */
export interface Call {
  readonly clientName: string;
  readonly commandName: string;
  readonly input: object;
}

/** No entry here says which actions a command needs. */
export class CommandUnknown extends Error {
  override readonly name = 'CommandUnknown';

  constructor({ clientName, commandName }: Call) {
    super(`Which actions does ${commandName} of ${clientName} need? Say so in local/grants/actions-of.ts.`);
  }
}

type ReadUses<I> = (input: I) => readonly Use[];

const onItem =
  (action: string): ReadUses<{ TableName: string | undefined; Key?: Attributes; Item?: Attributes }> =>
  ({ TableName, Key, Item }) => [useOf(action, tableOrIndex(TableName), kindsOfKeys([Item ?? Key]))];

/**
 * The use of an action on a resource; for a table IAM looks at the items as well, and no right is bound by keys without a
 * common beginning.
 */
function useOf(action: string, on: Resource, items: readonly KeyKind[]): Use {
  return { action, on, ...(items.some((kind) => kind !== '/') && { items }) };
}

const onQueue =
  (action: string): ReadUses<{ readonly QueueUrl: string | undefined }> =>
  ({ QueueUrl }) => [{ action, on: queueAt(QueueUrl) }];

const transactionActions = [
  ['Put', 'dynamodb:PutItem'],
  ['Update', 'dynamodb:UpdateItem'],
  ['Delete', 'dynamodb:DeleteItem'],
  ['ConditionCheck', 'dynamodb:ConditionCheckItem'],
] as const satisfies readonly (readonly [keyof TransactWriteItem, string])[];

/** A transaction needs no action of its own: each of its parts is judged as if it came alone. */
const partsOf: ReadUses<TransactWriteItemsCommandInput> = ({ TransactItems = [] }) =>
  TransactItems.flatMap((item) =>
    transactionActions.flatMap(([kind, action]) => {
      const part = item[kind];
      return part ? onItem(action)(part) : [];
    }),
  );

const onTables: ReadUses<BatchGetItemCommandInput> = ({ RequestItems = {} }) =>
  Object.entries(RequestItems).map(([name, { Keys = [] }]) =>
    useOf('dynamodb:BatchGetItem', tableOrIndex(name), kindsOfKeys(Keys)),
  );

/** The keys of an index are of no kind that a right is bound by. */
const onTableOrIndex: ReadUses<QueryCommandInput> = ({ TableName, IndexName, ...query }) => [
  useOf('dynamodb:Query', tableOrIndex(TableName, IndexName), IndexName === undefined ? kindsOfQuery(query) : []),
];

const onObject =
  (action: string): ReadUses<{ readonly Bucket: string | undefined; readonly Key: string | undefined }> =>
  ({ Bucket, Key }) => [{ action, on: objectsAround(Bucket, Key) }];

/** The actions of each command, by the service authorization reference of AWS; the grants are compared with them. */
const readers: Readonly<Record<string, ReadUses<never>>> = {
  'DynamoDBClient GetItemCommand': onItem('dynamodb:GetItem'),
  'DynamoDBClient BatchGetItemCommand': onTables,
  'DynamoDBClient QueryCommand': onTableOrIndex,
  'DynamoDBClient PutItemCommand': onItem('dynamodb:PutItem'),
  'DynamoDBClient UpdateItemCommand': onItem('dynamodb:UpdateItem'),
  'DynamoDBClient DeleteItemCommand': onItem('dynamodb:DeleteItem'),
  'DynamoDBClient TransactWriteItemsCommand': partsOf,
  'SQSClient SendMessageCommand': onQueue('sqs:SendMessage'),
  // Here and below, a batch is no action of its own.
  'SQSClient SendMessageBatchCommand': onQueue('sqs:SendMessage'),
  'SQSClient GetQueueAttributesCommand': onQueue('sqs:GetQueueAttributes'),
  'SQSClient ChangeMessageVisibilityCommand': onQueue('sqs:ChangeMessageVisibility'),
  'SQSClient ChangeMessageVisibilityBatchCommand': onQueue('sqs:ChangeMessageVisibility'),
  'S3Client HeadBucketCommand': ({ Bucket }: HeadBucketCommandInput) => [
    { action: 's3:ListBucket', on: bucketCalled(Bucket) },
  ],
  'S3Client ListObjectsV2Command': ({ Bucket }: ListObjectsV2CommandInput) => [
    { action: 's3:ListBucket', on: bucketCalled(Bucket) },
  ],
  'S3Client GetObjectCommand': onObject('s3:GetObject'),
  'S3Client PutObjectCommand': onObject('s3:PutObject'),
  'SSMClient GetParameterCommand': ({ Name }: GetParameterCommandInput) => [
    { action: 'ssm:GetParameter', on: parameterCalled(Name) },
  ],
  'KMSClient DecryptCommand': ({ KeyId }: DecryptCommandInput) => [{ action: 'kms:Decrypt', on: rootKeyCalled(KeyId) }],
  'KMSClient SignCommand': ({ KeyId }: SignCommandInput) => [{ action: 'kms:Sign', on: signingKeyCalled(KeyId) }],
  'SESv2Client SendEmailCommand': ({ Content }: SendEmailCommandInput) => [
    { action: Content?.Raw ? 'ses:SendRawEmail' : 'ses:SendEmail', on: { kind: 'mailIdentity' } },
  ],
  'SESv2Client GetAccountCommand': () => [{ action: 'ses:GetAccount', on: { kind: 'account' } }],
  'CloudWatchClient GetMetricDataCommand': () => [{ action: 'cloudwatch:GetMetricData', on: { kind: 'account' } }],
};

/** The actions for which IAM would check a role before it allows the call; throws `CommandUnknown`, `ResourceUnknown`. */
export function actionsOf(call: Call): readonly Use[] {
  const read = readers[`${call.clientName} ${call.commandName}`];
  if (!read) throw new CommandUnknown(call);
  return read(call.input as never);
}
