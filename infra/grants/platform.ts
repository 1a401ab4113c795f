import { quotaKey } from '../../lib/domains/identity/api-keys/quota-repository.ts';
import { limitKey } from '../../lib/http/request-count.ts';
import { records } from '../../lib/idempotency/records.ts';
import { type GrantStatements, none, onPlatform } from '../statements.ts';

const parameter = (name: string) => ({ kind: 'parameter', name }) as const;

/** What the grants on requests, secrets and files mean. */
export const platformGrants = {
  'idempotency:keep': onPlatform([records.key(none)], 'dynamodb:GetItem', 'dynamodb:PutItem'),
  // IAM has HeadBucket under this name.
  'files:observe': [{ actions: ['s3:ListBucket'], on: { kind: 'bucket', name: 'files' } }],
  'secrets:read': [{ actions: ['ssm:GetParameter'], on: parameter('master-secret') }],
  'limits:count': onPlatform([limitKey(''), quotaKey('', '')], 'dynamodb:UpdateItem'),
  'origins:read': [],
  'assets:read': [],
} as const satisfies Partial<GrantStatements>;
