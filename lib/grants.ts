import type { Variable } from './config.ts';

/**
 * What a function may touch, and the variables that it needs for it. Triggers list grants by name; `infra/grants.ts`
 * turns them into IAM statements, the generated entry of each bundle into the variables it insists on at cold start.
 */
export const grantVariables = {
  'identity:read': ['POLYCLINIC_IDENTITY_TABLE'],
  'identity:query': ['POLYCLINIC_IDENTITY_TABLE'],
  'identity:write': ['POLYCLINIC_IDENTITY_TABLE'],
  'events:append': ['POLYCLINIC_EVENTS_TABLE'],
  'events:settle': ['POLYCLINIC_EVENTS_TABLE'],
  'events:sweep': ['POLYCLINIC_EVENTS_TABLE'],
  /** Implied by every route that takes an idempotency key. */
  'idempotency:keep': ['POLYCLINIC_PLATFORM_TABLE'],
  /** Implied by every route that is not public: what is refused to somebody known is put on record. */
  'audit:append': ['POLYCLINIC_AUDIT_TABLE'],
  'audit:get': ['POLYCLINIC_AUDIT_TABLE', 'POLYCLINIC_PLATFORM_TABLE'],
  'audit:search': ['POLYCLINIC_AUDIT_TABLE', 'POLYCLINIC_PLATFORM_TABLE'],
  'audit:verify': ['POLYCLINIC_AUDIT_TABLE', 'POLYCLINIC_SEALS_BUCKET', 'POLYCLINIC_PLATFORM_TABLE'],
  'audit:seal': ['POLYCLINIC_SEALS_BUCKET', 'POLYCLINIC_PLATFORM_TABLE'],
  'email:send': ['POLYCLINIC_EMAIL_QUEUE_URL'],
  'email:observe': ['POLYCLINIC_EMAIL_QUEUE_URL'],
  'email-urgent:send': ['POLYCLINIC_EMAIL_URGENT_QUEUE_URL'],
  'email-urgent:observe': ['POLYCLINIC_EMAIL_URGENT_QUEUE_URL'],
  /** Implied by every queue's worker: a message that failed comes again when it is time. */
  'email:postpone': ['POLYCLINIC_EMAIL_QUEUE_URL'],
  'email-urgent:postpone': ['POLYCLINIC_EMAIL_URGENT_QUEUE_URL'],
  'analytics:send': ['POLYCLINIC_ANALYTICS_QUEUE_URL'],
  'analytics:observe': ['POLYCLINIC_ANALYTICS_QUEUE_URL'],
  'analytics:postpone': ['POLYCLINIC_ANALYTICS_QUEUE_URL'],
  'event-counts:add': ['POLYCLINIC_PLATFORM_TABLE'],
  /** Implied by every queue's worker: why a message failed, and those that are parked. */
  'failures:keep': ['POLYCLINIC_PLATFORM_TABLE'],
  /** Effects outside of the database that are to be had once. */
  'leases:take': ['POLYCLINIC_PLATFORM_TABLE'],
  'dead-letters:record': ['POLYCLINIC_PLATFORM_TABLE'],
  'dead-letters:read': ['POLYCLINIC_PLATFORM_TABLE'],
  'dead-letters:manage': ['POLYCLINIC_PLATFORM_TABLE'],
  'queue-ages:read': ['POLYCLINIC_QUEUE_AGES'],
  'files:observe': ['POLYCLINIC_FILES_BUCKET'],
  'mail:deliver': [
    'POLYCLINIC_MAIL_TRANSPORT',
    'POLYCLINIC_MAIL_FROM',
    'POLYCLINIC_MAIL_CONFIGURATION_SET',
    'POLYCLINIC_CLIENT_URL',
  ],
  'mail:observe': ['POLYCLINIC_MAIL_TRANSPORT', 'POLYCLINIC_MAIL_FROM', 'POLYCLINIC_MAIL_CONFIGURATION_SET'],
  /** Addresses that do not exist, so that they are not written to. */
  'suppressions:keep': ['POLYCLINIC_PLATFORM_TABLE'],
  'secrets:read': ['POLYCLINIC_MASTER_SECRET'],
  /** Which key signs is read from the published ones. */
  'tokens:sign': ['POLYCLINIC_SIGNING_KEY', 'POLYCLINIC_PUBLIC_URL', 'POLYCLINIC_IDENTITY_TABLE'],
  'origins:read': ['POLYCLINIC_PUBLIC_URL', 'POLYCLINIC_CLIENT_URL'],
  'keys:read': ['POLYCLINIC_IDENTITY_TABLE'],
  /** Implied by every route that is not public: who calls is read from the session and the published keys. */
  'sessions:check': ['POLYCLINIC_IDENTITY_TABLE', 'POLYCLINIC_PUBLIC_URL'],
  /** Implied by every route that is counted in the store. */
  'limits:count': ['POLYCLINIC_PLATFORM_TABLE'],
  'assets:read': ['POLYCLINIC_ASSETS_DIR'],
} as const satisfies Record<string, readonly Variable[]>;

export type Grant = keyof typeof grantVariables;
