/** Actions that may go to a resource with an asterisk in it, and why no narrower one would do. */
interface Exception {
  readonly actions: readonly string[];
  /** What the whole resource must look like, with its intrinsic functions resolved. */
  readonly resource: RegExp;
  /** What the condition of the statement must say, as JSON. */
  readonly condition?: RegExp;
  readonly reason: string;
}

export const wildcardResources: readonly Exception[] = [
  {
    actions: ['ses:GetAccount', 'dynamodb:ListStreams', 'cloudwatch:GetMetricData'],
    resource: /^\*$/,
    reason: 'AWS binds these actions to no resource.',
  },
  {
    actions: ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'],
    resource: /:table\/[\w-]+\/stream\/\*$/,
    reason: 'A stream is named by the time at which AWS made it.',
  },
  {
    actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
    resource: /:log-group:\/[\w/-]+:\*$/,
    reason: 'Lambda names the streams within the log group of the domain.',
  },
  {
    actions: ['ses:SendEmail', 'ses:SendRawEmail'],
    resource: /:identity\/\*$/,
    reason: 'The sender is a setting of the stage, and in the sandbox each recipient is an identity too.',
  },
  {
    actions: ['s3:GetObject', 's3:PutObject'],
    resource: /:s3:::[^*/]+-seals-[^*/]+\/audit\/\*$/,
    reason: 'Each day has a seal of its own, named by its date.',
  },
  {
    actions: ['kms:Sign'],
    resource: /:key\/\*$/,
    condition: /^\{"StringLike":\{"kms:RequestAlias":"alias\/polyclinic-[a-z0-9]+-signing-\*"\}\}$/,
    reason: 'KMS names a key by a random id when it is rotated; the condition holds it to the aliases of the stage.',
  },
];

/** Actions on the audit table besides PutItem, which is all that an append-only table needs, and why. */
export const auditActions: Readonly<Record<string, string>> = {
  'dynamodb:GetItem': 'An administrator reads an entry by its id.',
  'dynamodb:BatchGetItem': 'What an index shows of an action is read as it stands.',
  'dynamodb:Query': 'An administrator searches, and days are read to be sealed and verified.',
  'dynamodb:DescribeStream': 'The stream, which holds keys alone, says what is to be entered in an index.',
  'dynamodb:GetRecords': 'As above.',
  'dynamodb:GetShardIterator': 'As above.',
};
