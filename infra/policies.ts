import { type KeyKind, partitionOf } from './key-kinds.ts';
import { exportName } from './stacks.ts';
import type { Resource, Statement } from './statements.ts';

/** The statement that lets a function write to the log group of its domain. */
export function loggingStatement(stage: string, domain: string) {
  return {
    Effect: 'Allow',
    Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
    Resource: arn(`logs:\${AWS::Region}:\${AWS::AccountId}:log-group:/polyclinic/${stage}/${domain}:*`),
  };
}

/** A statement in the form of a policy. */
export function policyStatement({ actions, on, items }: Statement, stage: string) {
  return {
    Effect: 'Allow',
    Action: [...actions].sort(),
    Resource: arnOf(on, stage),
    ...conditionOn(on, stage),
    ...(items && { Condition: onPartitions(items) }),
  };
}

/** The condition on partition keys, the only ones that IAM looks at: every item that a call names must be one of these. */
function onPartitions(items: readonly KeyKind[]) {
  const patterns = new Set(items.map(partitionOf).map((partition) => partition.replace(/#$/, '#*')));
  return { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': [...patterns].sort() } };
}

/** The prefix of the aliases of a stage's signing keys, after `alias/`. */
export function signingKeyName(stage: string): string {
  return `polyclinic-${stage}-signing`;
}

/** The alias of a stage's root key, which encrypts the key that wraps data keys. */
export function rootKeyAlias(stage: string): string {
  return `alias/polyclinic-${stage}-root`;
}

/** The configuration set of a stage in SES. */
export function configurationSetName(stage: string): string {
  return `polyclinic-${stage}`;
}

/**
 * The condition on a resource. A key's ARN is a random id, and an alias in its place would mean the alias itself, so that keys
 * are recognised by their aliases.
 */
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
    case 'rootKey':
      return { 'Fn::ImportValue': exportName(stage, 'RootKeyArn') };
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
