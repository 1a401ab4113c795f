import { type Grant, ofEachQueue, ofEachTable, type QueueRight } from '../lib/grants.ts';
import { type TableName, type TableRight, tables } from './tables.ts';

/** A thing of AWS that an action is about, by the short name of its definition. */
export type Resource =
  | { readonly kind: 'table'; readonly name: string }
  | { readonly kind: 'index'; readonly table: string; readonly name: string }
  | { readonly kind: 'stream'; readonly table: string }
  | { readonly kind: 'queue'; readonly name: string }
  | { readonly kind: 'bucket'; readonly name: string }
  /** The objects of a bucket whose keys begin with `<prefix>/`. */
  | { readonly kind: 'objects'; readonly bucket: string; readonly prefix: string }
  | { readonly kind: 'parameter'; readonly name: string }
  | { readonly kind: 'mailIdentity' }
  /** What SES does with the mails of a stage; there is one. */
  | { readonly kind: 'configurationSet'; readonly name: 'mail' }
  /** The keys in KMS that sign access tokens, by their aliases. */
  | { readonly kind: 'signingKeys' }
  /** Actions that AWS does not bind to a resource. */
  | { readonly kind: 'account' };

/** Actions on a resource, as IAM spells them. */
export interface Statement {
  readonly actions: readonly [string, ...string[]];
  readonly on: Resource;
}

const table = (name: string) => ({ kind: 'table', name }) as const;
const queue = (name: string) => ({ kind: 'queue', name }) as const;
const parameter = (name: string) => ({ kind: 'parameter', name }) as const;
const auditIndex = (name: string) => ({ kind: 'index', table: 'audit', name }) as const;
const auditSeals = { kind: 'objects', bucket: 'seals', prefix: 'audit' } as const;

/** From when on and how far the days of the audit were sealed. */
const sealedDays = { actions: ['dynamodb:GetItem'], on: table('platform') } as const;

const queueActions: Readonly<Record<QueueRight, string>> = {
  send: 'sqs:SendMessage',
  observe: 'sqs:GetQueueAttributes',
  postpone: 'sqs:ChangeMessageVisibility',
};

const tableActions: Readonly<Record<TableRight, Statement['actions']>> = {
  read: ['dynamodb:GetItem', 'dynamodb:BatchGetItem'],
  query: ['dynamodb:Query'],
  write: ['dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:DeleteItem', 'dynamodb:ConditionCheckItem'],
};

/** A right on a table; to query it is to query its indexes as well. */
function tableStatements(name: TableName, right: TableRight): Statement[] {
  const actions = tableActions[right];
  const indexes = right === 'query' ? (tables.find((each) => each.name === name)?.indexes ?? []) : [];
  return [
    { actions, on: table(name) },
    ...indexes.map((index) => ({ actions, on: { kind: 'index', table: name, name: index.name } as const })),
  ];
}

/**
 * The only place where actions are spelled. Each grant holds what its functions were seen to use and nothing more: a
 * full test run compares the two.
 */
export const grantStatements: Readonly<Record<Grant, readonly Statement[]>> = {
  ...ofEachTable(tableStatements),
  ...ofEachQueue((name, right) => [{ actions: [queueActions[right]], on: queue(name) }]),
  'events:append': [{ actions: ['dynamodb:PutItem'], on: table('events') }],
  'events:settle': [{ actions: ['dynamodb:UpdateItem'], on: table('events') }],
  'events:sweep': [{ actions: ['dynamodb:Query'], on: { kind: 'index', table: 'events', name: 'pending' } }],
  'idempotency:keep': [{ actions: ['dynamodb:GetItem', 'dynamodb:PutItem'], on: table('platform') }],
  // Append-only: nobody may read, change or delete an entry by this.
  'audit:append': [{ actions: ['dynamodb:PutItem'], on: table('audit') }],
  'audit:get': [{ actions: ['dynamodb:GetItem'], on: table('audit') }, sealedDays],
  'audit:search': [
    { actions: ['dynamodb:Query'], on: table('audit') },
    { actions: ['dynamodb:Query'], on: auditIndex('actor') },
    { actions: ['dynamodb:Query'], on: auditIndex('subject') },
    sealedDays,
  ],
  'audit:verify': [
    { actions: ['dynamodb:Query'], on: table('audit') },
    sealedDays,
    { actions: ['s3:ListBucket'], on: { kind: 'bucket', name: 'seals' } },
    { actions: ['s3:GetObject'], on: auditSeals },
  ],
  'audit:seal': [
    { actions: ['s3:PutObject'], on: auditSeals },
    { actions: ['dynamodb:UpdateItem'], on: table('platform') },
  ],
  'event-counts:add': [{ actions: ['dynamodb:PutItem', 'dynamodb:UpdateItem'], on: table('platform') }],
  'failures:keep': [
    { actions: ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem'], on: table('platform') },
  ],
  'leases:take': [{ actions: ['dynamodb:UpdateItem'], on: table('platform') }],
  'dead-letters:record': [
    { actions: ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem'], on: table('platform') },
  ],
  'dead-letters:read': [
    { actions: ['dynamodb:GetItem', 'dynamodb:BatchGetItem', 'dynamodb:Query'], on: table('platform') },
  ],
  // Their tally is changed by the right to count requests, which every change has.
  'dead-letters:manage': [{ actions: ['dynamodb:DeleteItem'], on: table('platform') }],
  'queue-ages:read': [{ actions: ['cloudwatch:GetMetricData'], on: { kind: 'account' } }],
  // HeadBucket goes by this name in IAM.
  'files:observe': [{ actions: ['s3:ListBucket'], on: { kind: 'bucket', name: 'files' } }],
  // SES asks for the right on each thing that a call names.
  'mail:deliver': [
    { actions: ['ses:SendEmail', 'ses:SendRawEmail'], on: { kind: 'mailIdentity' } },
    { actions: ['ses:SendEmail', 'ses:SendRawEmail'], on: { kind: 'configurationSet', name: 'mail' } },
  ],
  'suppressions:keep': [{ actions: ['dynamodb:GetItem', 'dynamodb:UpdateItem'], on: table('platform') }],
  'mail:observe': [{ actions: ['ses:GetAccount'], on: { kind: 'account' } }],
  'secrets:read': [{ actions: ['ssm:GetParameter'], on: parameter('master-secret') }],
  'tokens:sign': [
    { actions: ['kms:Sign'], on: { kind: 'signingKeys' } },
    { actions: ['dynamodb:Query'], on: table('identity') },
  ],
  'keys:read': [{ actions: ['dynamodb:Query'], on: table('identity') }],
  'sessions:check': [{ actions: ['dynamodb:BatchGetItem', 'dynamodb:Query'], on: table('identity') }],
  'limits:count': [{ actions: ['dynamodb:UpdateItem'], on: table('platform') }],
  'origins:read': [],
  'assets:read': [],
};

/** What feeds a function: a queue by its short name, or the stream of a table. */
export type Source = { readonly queue: string } | { readonly stream: string };

/** What Lambda itself needs of a function's role to feed it from a queue or a stream. */
export function feedingStatements(source: Source): Statement[] {
  if ('queue' in source) {
    const actions = ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'] as const;
    return [{ actions, on: queue(source.queue) }];
  }
  const actions = ['dynamodb:GetRecords', 'dynamodb:GetShardIterator', 'dynamodb:DescribeStream'] as const;
  return [
    { actions, on: { kind: 'stream', table: source.stream } },
    { actions: ['dynamodb:ListStreams'], on: { kind: 'account' } },
  ];
}

/** The statement that lets a function write to the log group of its domain. */
export function loggingStatement(stage: string, domain: string) {
  return {
    Effect: 'Allow',
    Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
    Resource: arn(`logs:\${AWS::Region}:\${AWS::AccountId}:log-group:/polyclinic/${stage}/${domain}:*`),
  };
}

/** A statement as a policy holds it. */
export function policyStatement({ actions, on }: Statement, stage: string) {
  return { Effect: 'Allow', Action: [...actions].sort(), Resource: arnOf(on, stage), ...conditionOn(on, stage) };
}

/** What the aliases of a stage's signing keys begin with, after `alias/`. */
export function signingKeyName(stage: string): string {
  return `polyclinic-${stage}-signing`;
}

/** The configuration set of a stage in SES. */
export function configurationSetName(stage: string): string {
  return `polyclinic-${stage}`;
}

/** A key's ARN is a random id, and an alias in its place would mean the alias itself: keys are told by what they are called. */
function conditionOn({ kind }: Resource, stage: string) {
  if (kind !== 'signingKeys') return {};
  return { Condition: { StringLike: { 'kms:RequestAlias': `alias/${signingKeyName(stage)}-*` } } };
}

function arnOf(resource: Resource, stage: string) {
  switch (resource.kind) {
    case 'table':
      return dynamoDbArn(stage, resource.name);
    case 'index':
      return dynamoDbArn(stage, `${resource.table}/index/${resource.name}`);
    case 'stream':
      return dynamoDbArn(stage, `${resource.table}/stream/*`);
    case 'queue':
      return arn(`sqs:\${AWS::Region}:\${AWS::AccountId}:polyclinic-${stage}-${resource.name}`);
    case 'bucket':
      return arn(`s3:::polyclinic-${stage}-${resource.name}-\${AWS::AccountId}`);
    case 'objects':
      return arn(`s3:::polyclinic-${stage}-${resource.bucket}-\${AWS::AccountId}/${resource.prefix}/*`);
    case 'parameter':
      return arn(`ssm:\${AWS::Region}:\${AWS::AccountId}:parameter/polyclinic/${stage}/${resource.name}`);
    case 'mailIdentity':
      return arn('ses:${AWS::Region}:${AWS::AccountId}:identity/*');
    case 'configurationSet':
      return arn(`ses:\${AWS::Region}:\${AWS::AccountId}:configuration-set/${configurationSetName(stage)}`);
    case 'signingKeys':
      return arn('kms:${AWS::Region}:${AWS::AccountId}:key/*');
    case 'account':
      return '*';
  }
}

function dynamoDbArn(stage: string, name: string) {
  return arn(`dynamodb:\${AWS::Region}:\${AWS::AccountId}:table/polyclinic-${stage}-${name}`);
}

function arn(rest: string) {
  return { 'Fn::Sub': `arn:\${AWS::Partition}:${rest}` };
}
