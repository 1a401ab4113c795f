import { type QueueName, queues } from '../infra/queues.ts';
import { type TableGrant, type TableName, type TableRight, tables } from '../infra/tables.ts';
import type { Variable } from './config.ts';
import { queueVariable, tableVariable } from './variable-names.ts';

/** What may be done with a queue; the last is implied by its worker: a message that failed comes again when it is time. */
const queueRights = ['send', 'observe', 'postpone'] as const;
export type QueueRight = (typeof queueRights)[number];
export type QueueGrant = `${QueueName}:${QueueRight}`;

const ownVariables = {
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
  /** Passwords that somebody who is signed in has tried. */
  'password-tries:count': ['POLYCLINIC_PLATFORM_TABLE'],
  /** Implied by every trigger that names assets. */
  'assets:read': ['POLYCLINIC_ASSETS_DIR'],
} as const satisfies Record<string, readonly Variable[]>;

export type Grant = keyof typeof ownVariables | QueueGrant | TableGrant;

/**
 * What a function may touch, and the variables that it needs for it. Triggers list grants by name; `infra/grants.ts`
 * turns them into IAM statements, the generated entry of each bundle into the variables it insists on at cold start.
 */
export const grantVariables: Readonly<Record<Grant, readonly Variable[]>> = {
  ...ownVariables,
  ...ofEachQueue((name) => [queueVariable(name)]),
  ...ofEachTable((name) => [tableVariable(name)]),
};

/** Something for each grant of each queue. */
export function ofEachQueue<T>(make: (name: QueueName, right: QueueRight) => T): Readonly<Record<QueueGrant, T>> {
  const entries = queues.flatMap(({ name }) => queueRights.map((right) => [`${name}:${right}`, make(name, right)]));
  return Object.fromEntries(entries) as Record<QueueGrant, T>;
}

/** Something for each grant on a whole table. */
export function ofEachTable<T>(make: (name: TableName, right: TableRight) => T): Readonly<Record<TableGrant, T>> {
  const entries = tables.flatMap(({ name, grants }) => grants.map((right) => [`${name}:${right}`, make(name, right)]));
  return Object.fromEntries(entries) as Record<TableGrant, T>;
}
