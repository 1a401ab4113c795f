import { auditActionIndex } from '../../lib/domains/operations/audit/action-index.ts';
import { chainHeads } from '../../lib/domains/operations/audit/chain-head-repository.ts';
import { type GrantStatements, none, onIndex, onPlatform, table } from '../statements.ts';

const auditIndex = (name: string) => ({ kind: 'index', table: 'audit', name }) as const;
const auditSeals = { kind: 'objects', bucket: 'seals', prefix: 'audit' } as const;

/** Reads from when until when the days of the audit were sealed. */
const sealedDays = onPlatform([chainHeads.key(none)], 'dynamodb:GetItem');

/** What the grants on the audit mean, and those on its index of actions. */
export const auditGrants = {
  // The audit is append-only: nobody may read, change or delete an entry by this grant.
  'audit:append': [{ actions: ['dynamodb:PutItem'], on: table('audit') }],
  'audit:get': [{ actions: ['dynamodb:GetItem'], on: table('audit') }, ...sealedDays],
  'audit:search': [
    { actions: ['dynamodb:Query'], on: table('audit') },
    { actions: ['dynamodb:Query'], on: auditIndex('actor') },
    { actions: ['dynamodb:Query'], on: auditIndex('subject') },
    ...sealedDays,
  ],
  'audit:trace': [{ actions: ['dynamodb:Query'], on: auditIndex('subject') }, ...sealedDays],
  'audit:watch': [{ actions: ['dynamodb:Query'], on: table('audit') }],
  'audit:verify': [
    { actions: ['dynamodb:Query'], on: table('audit') },
    ...sealedDays,
    { actions: ['s3:ListBucket'], on: { kind: 'bucket', name: 'seals' } },
    { actions: ['s3:GetObject'], on: auditSeals },
  ],
  'audit:seal': [
    { actions: ['s3:PutObject'], on: auditSeals },
    ...onPlatform([chainHeads.key(none)], 'dynamodb:UpdateItem'),
  ],
  'audit-actions:search': [
    ...onIndex(auditActionIndex, 'dynamodb:Query'),
    { actions: ['dynamodb:BatchGetItem'], on: table('audit') },
  ],
  'audit-actions:keep': [
    { actions: ['dynamodb:BatchGetItem'], on: table('audit') },
    ...onIndex(auditActionIndex, 'dynamodb:UpdateItem'),
  ],
} as const satisfies Partial<GrantStatements>;
