import type { Variable } from './config.ts';

/**
 * What a function may touch, and the variables that it needs for it. Triggers list grants by name; `infra/grants.ts`
 * turns them into IAM statements, the generated entry of each bundle into the variables it insists on at cold start.
 */
export const grantVariables = {
  'identity:read': ['POLYCLINIC_IDENTITY_TABLE'],
  'identity:write': ['POLYCLINIC_IDENTITY_TABLE'],
  'events:append': ['POLYCLINIC_EVENTS_TABLE'],
  'events:settle': ['POLYCLINIC_EVENTS_TABLE'],
  'events:sweep': ['POLYCLINIC_EVENTS_TABLE'],
  /** Implied by every route that is not public: what is refused to somebody known is put on record. */
  /** Implied by every route that takes an idempotency key. */
  'idempotency:keep': ['POLYCLINIC_PLATFORM_TABLE'],
  'audit:append': ['POLYCLINIC_AUDIT_TABLE'],
  'audit:get': ['POLYCLINIC_AUDIT_TABLE'],
  'audit:search': ['POLYCLINIC_AUDIT_TABLE'],
  'audit:verify': ['POLYCLINIC_AUDIT_TABLE', 'POLYCLINIC_SEALS_BUCKET'],
  'audit:seal': ['POLYCLINIC_SEALS_BUCKET'],
  'email:send': ['POLYCLINIC_EMAIL_QUEUE_URL'],
  'email:observe': ['POLYCLINIC_EMAIL_QUEUE_URL'],
  'files:observe': ['POLYCLINIC_FILES_BUCKET'],
  'mail:deliver': ['POLYCLINIC_MAIL_TRANSPORT', 'POLYCLINIC_MAIL_FROM', 'POLYCLINIC_CLIENT_URL'],
  'mail:observe': ['POLYCLINIC_MAIL_TRANSPORT', 'POLYCLINIC_MAIL_FROM'],
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
