import { type QueueName, queues } from '../infra/queues.ts';
import { type TableGrant, type TableName, type TableRight, tables } from '../infra/tables.ts';
import type { Variable } from './config.ts';
import { queueVariable, tableVariable } from './variable-names.ts';

/** What a function may do with a queue; a queue's worker may `postpone`, so that a message that failed comes again in time. */
const queueRights = ['send', 'observe', 'postpone'] as const;
export type QueueRight = (typeof queueRights)[number];
export type QueueGrant = `${QueueName}:${QueueRight}`;

const ownVariables = {
  'events:append': ['POLYCLINIC_EVENTS_TABLE'],
  'events:settle': ['POLYCLINIC_EVENTS_TABLE'],
  'events:sweep': ['POLYCLINIC_EVENTS_TABLE'],
  /** Every route that takes an idempotency key has this grant. */
  'idempotency:keep': ['POLYCLINIC_PLATFORM_TABLE'],
  /** Every route that is not public has this grant, since what is refused to a known caller is audited. */
  'audit:append': ['POLYCLINIC_AUDIT_TABLE'],
  'audit:get': ['POLYCLINIC_AUDIT_TABLE', 'POLYCLINIC_PLATFORM_TABLE'],
  'audit:search': ['POLYCLINIC_AUDIT_TABLE', 'POLYCLINIC_PLATFORM_TABLE'],
  /** Reads what was done to a subject. */
  'audit:trace': ['POLYCLINIC_AUDIT_TABLE', 'POLYCLINIC_PLATFORM_TABLE'],
  /** Reads all that was done in a stretch of time. */
  'audit:watch': ['POLYCLINIC_AUDIT_TABLE'],
  'audit:verify': ['POLYCLINIC_AUDIT_TABLE', 'POLYCLINIC_SEALS_BUCKET', 'POLYCLINIC_PLATFORM_TABLE'],
  'audit:seal': ['POLYCLINIC_SEALS_BUCKET', 'POLYCLINIC_PLATFORM_TABLE'],
  'audit-actions:search': ['POLYCLINIC_INDEX_TABLE', 'POLYCLINIC_AUDIT_TABLE'],
  'audit-actions:keep': ['POLYCLINIC_INDEX_TABLE', 'POLYCLINIC_AUDIT_TABLE'],
  /** One clinic by its id. */
  'clinics:read': ['POLYCLINIC_CLINIC_TABLE'],
  'clinics:list': ['POLYCLINIC_CLINIC_TABLE'],
  'clinics:create': ['POLYCLINIC_CLINIC_TABLE'],
  'clinics:change': ['POLYCLINIC_CLINIC_TABLE'],
  'clinics:delete': ['POLYCLINIC_CLINIC_TABLE'],
  /** Clinics that a change refers to must exist. */
  'clinics:refer': ['POLYCLINIC_CLINIC_TABLE'],
  /** By which zone the clock of a clinic goes. */
  'clinics:zone': ['POLYCLINIC_CLINIC_TABLE'],
  /** Counts who and what belongs to a clinic. */
  'clinics:count': ['POLYCLINIC_CLINIC_TABLE'],
  /** Doctors that a change refers to must be there. */
  'doctors:refer': ['POLYCLINIC_CLINIC_TABLE'],
  /** Counts whom a doctor is in charge of. */
  'doctors:count': ['POLYCLINIC_CLINIC_TABLE'],
  /** Writes doctors, with the person whom they are and by themselves. */
  'doctors:keep': ['POLYCLINIC_CLINIC_TABLE'],
  /** Finds what doctors are booked for, and who of them at a clinic. */
  'doctor-bookings:find': ['POLYCLINIC_CLINIC_TABLE'],
  /** Takes doctors from a clinic who are booked there no more. */
  'doctor-bookings:end': ['POLYCLINIC_CLINIC_TABLE'],
  /** Demands that a patient is booked for nothing. */
  'patient-bookings:rule-out': ['POLYCLINIC_CLINIC_TABLE'],
  'doctors:read': ['POLYCLINIC_CLINIC_TABLE'],
  'doctors-index:search': ['POLYCLINIC_INDEX_TABLE', 'POLYCLINIC_CLINIC_TABLE'],
  'doctors-index:keep': ['POLYCLINIC_INDEX_TABLE', 'POLYCLINIC_CLINIC_TABLE'],
  /** Stores what is new of a patient. */
  'patients:register': ['POLYCLINIC_CLINIC_TABLE'],
  /** Reads records of patients, and what is counted of them. */
  'patients:open': ['POLYCLINIC_CLINIC_TABLE'],
  /** Changes records of patients, and what lists show of them. */
  'patients:change': ['POLYCLINIC_CLINIC_TABLE'],
  /** Takes addresses for patients, and gives them up. */
  'patients:mark': ['POLYCLINIC_CLINIC_TABLE'],
  /** Reads patients, with nothing that is counted of them. */
  'attendees:read': ['POLYCLINIC_CLINIC_TABLE'],
  /** Counts what a patient has. */
  'patients:count': ['POLYCLINIC_CLINIC_TABLE'],
  /** Reads an appointment and its patient. */
  'appointments:open': ['POLYCLINIC_CLINIC_TABLE'],
  'appointments:insert': ['POLYCLINIC_CLINIC_TABLE'],
  'appointments:change': ['POLYCLINIC_CLINIC_TABLE'],
  'appointments-of-doctors:list': ['POLYCLINIC_CLINIC_TABLE'],
  'appointments-of-patients:list': ['POLYCLINIC_CLINIC_TABLE'],
  /** Reads together what decides whether an appointment can be. */
  'agendas:read': ['POLYCLINIC_CLINIC_TABLE'],
  /** Doctor, clinic and patient of a booking must be as they were read. */
  'bookings:refer': ['POLYCLINIC_CLINIC_TABLE'],
  /** When a doctor is taken. */
  'days:search': ['POLYCLINIC_CLINIC_TABLE'],
  /** When a patient is elsewhere. */
  'patient-days:search': ['POLYCLINIC_CLINIC_TABLE'],
  'days:change': ['POLYCLINIC_CLINIC_TABLE'],
  /** Notes that a doctor is booked at a clinic. */
  'roster:enter': ['POLYCLINIC_CLINIC_TABLE'],
  /** Reads what decides whether an appointment can be and a hold, which is gone once it is used. */
  'holds:use': ['POLYCLINIC_CLINIC_TABLE'],
  /** Reads where mails to patients go. */
  'patients:address': ['POLYCLINIC_CLINIC_TABLE'],
  /** One appointment by its id, of which nothing is opened. */
  'appointments:tell': ['POLYCLINIC_CLINIC_TABLE'],
  /** An appointment that somebody is reminded of must be as it was read. */
  'appointments:remind': ['POLYCLINIC_CLINIC_TABLE'],
  /** Slots that are offered. */
  'offers:tell': ['POLYCLINIC_CLINIC_TABLE'],
  /** Keeps slots for those who are about to book them. */
  'holds:make': ['POLYCLINIC_CLINIC_TABLE'],
  /** Gives holds up, and what was offered to those who wait. */
  'holds:release': ['POLYCLINIC_CLINIC_TABLE'],
  'waiting-list:join': ['POLYCLINIC_CLINIC_TABLE'],
  'waiting-list:leave': ['POLYCLINIC_CLINIC_TABLE'],
  'waiting-list:list': ['POLYCLINIC_CLINIC_TABLE'],
  /** Offers slots to those who wait, once for each event. */
  'waiting-list:serve': ['POLYCLINIC_CLINIC_TABLE', 'POLYCLINIC_PLATFORM_TABLE'],
  /** Until when those who read records were looked at. */
  'reader-mark:keep': ['POLYCLINIC_PLATFORM_TABLE'],
  /** Accounts that a patient is linked to must exist, with a proven address. */
  'accounts:refer': ['POLYCLINIC_IDENTITY_TABLE'],
  'patients-index:search': ['POLYCLINIC_INDEX_TABLE', 'POLYCLINIC_CLINIC_TABLE'],
  'patients-index:keep': ['POLYCLINIC_INDEX_TABLE', 'POLYCLINIC_CLINIC_TABLE'],
  /** Reads people for their names. */
  'people:name': ['POLYCLINIC_IDENTITY_TABLE'],
  'people-index:search': ['POLYCLINIC_INDEX_TABLE'],
  'people-index:keep': ['POLYCLINIC_INDEX_TABLE', 'POLYCLINIC_IDENTITY_TABLE'],
  'event-counts:add': ['POLYCLINIC_PLATFORM_TABLE'],
  /** Every queue's worker has this grant: it keeps why a message failed, and messages that are parked. */
  'failures:keep': ['POLYCLINIC_PLATFORM_TABLE'],
  /** What is to be done at an instant, and how far it is handed over. */
  /** What a change asks for at an instant is stored with it. */
  'dues:schedule': ['POLYCLINIC_PLATFORM_TABLE'],
  'dues:claim': ['POLYCLINIC_PLATFORM_TABLE'],
  'dues:hand-over': ['POLYCLINIC_PLATFORM_TABLE'],
  /** Every queue's worker has this grant: it keeps messages while what they stand on is down. */
  'messages:wait': ['POLYCLINIC_PLATFORM_TABLE'],
  /** How many messages of a queue wait or were given up, and since when. */
  'queues:count': ['POLYCLINIC_PLATFORM_TABLE'],
  /** Leases of effects outside of the database, each of which must happen once. */
  'leases:take': ['POLYCLINIC_PLATFORM_TABLE'],
  'dead-letters:record': ['POLYCLINIC_PLATFORM_TABLE'],
  'dead-letters:add': ['POLYCLINIC_PLATFORM_TABLE'],
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
  /** From which address mails come. */
  'mail:sign': ['POLYCLINIC_MAIL_FROM'],
  'mail:observe': ['POLYCLINIC_MAIL_TRANSPORT', 'POLYCLINIC_MAIL_FROM', 'POLYCLINIC_MAIL_CONFIGURATION_SET'],
  /** Addresses that do not exist, to which no mail is sent. */
  'suppressions:keep': ['POLYCLINIC_PLATFORM_TABLE'],
  'secrets:read': ['POLYCLINIC_MASTER_SECRET'],
  /** Which key signs is decided by the published ones. */
  'tokens:sign': ['POLYCLINIC_SIGNING_KEY', 'POLYCLINIC_PUBLIC_URL', 'POLYCLINIC_IDENTITY_TABLE'],
  /** Opens what is sealed of patients, and what lists of a clinic show. */
  'data-keys:open': ['POLYCLINIC_DATA_KEYS_TABLE', 'POLYCLINIC_ROOT_KEY'],
  /** Makes the keys of those who are new. */
  'data-keys:create': ['POLYCLINIC_DATA_KEYS_TABLE', 'POLYCLINIC_ROOT_KEY'],
  /** Erases people by destroying their keys, of which it can read none. */
  'data-keys:destroy': ['POLYCLINIC_DATA_KEYS_TABLE'],
  'origins:read': ['POLYCLINIC_PUBLIC_URL', 'POLYCLINIC_CLIENT_URL'],
  'keys:read': ['POLYCLINIC_IDENTITY_TABLE'],
  /** Every route that is not public has this grant: who calls is read from the session and the published keys. */
  'sessions:check': ['POLYCLINIC_IDENTITY_TABLE', 'POLYCLINIC_PUBLIC_URL'],
  /** Every route that is counted in the store has this grant. */
  'limits:count': ['POLYCLINIC_PLATFORM_TABLE'],
  /** Counts the passwords that somebody who is signed in has tried. */
  'password-tries:count': ['POLYCLINIC_PLATFORM_TABLE'],
  /** Every trigger that names assets has this grant. */
  'assets:read': ['POLYCLINIC_ASSETS_DIR'],
} as const satisfies Record<string, readonly Variable[]>;

export type Grant = keyof typeof ownVariables | QueueGrant | TableGrant;

/**
 * What a function may touch, and the variables that it needs for that. Triggers list grants by name; `infra/grants.ts` turns
 * them into IAM statements, and the generated entry of each bundle into the variables that must be set at cold start.
 */
export const grantVariables: Readonly<Record<Grant, readonly Variable[]>> = {
  ...ownVariables,
  ...ofEachQueue((name) => [queueVariable(name)]),
  ...ofEachTable((name) => [tableVariable(name)]),
};

/** Makes a value for each grant of each queue. */
export function ofEachQueue<T>(make: (name: QueueName, right: QueueRight) => T): Readonly<Record<QueueGrant, T>> {
  const entries = queues.flatMap(({ name }) => queueRights.map((right) => [`${name}:${right}`, make(name, right)]));
  return Object.fromEntries(entries) as Record<QueueGrant, T>;
}

/** Makes a value for each grant on a whole table. */
export function ofEachTable<T>(make: (name: TableName, right: TableRight) => T): Readonly<Record<TableGrant, T>> {
  const entries = tables.flatMap(({ name, grants }) => grants.map((right) => [`${name}:${right}`, make(name, right)]));
  return Object.fromEntries(entries) as Record<TableGrant, T>;
}
