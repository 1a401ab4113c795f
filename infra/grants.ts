import { dataKeys } from '../lib/data-keys/data-key-repository.ts';
import { sealedWrappingKeys } from '../lib/data-keys/wrapping-key-repository.ts';
import { clinicPartition, clinics } from '../lib/domains/clinic/clinics/repository.ts';
import { clinicUses } from '../lib/domains/clinic/clinics/use-repository.ts';
import { doctorIndex } from '../lib/domains/clinic/doctors/doctor-index.ts';
import { doctors } from '../lib/domains/clinic/doctors/repository.ts';
import { doctorUses } from '../lib/domains/clinic/doctors/use-repository.ts';
import { patientCounts } from '../lib/domains/clinic/patients/count-repository.ts';
import { patientEmails, patientNumbers } from '../lib/domains/clinic/patients/marker-repository.ts';
import { patientIndex } from '../lib/domains/clinic/patients/patient-index.ts';
import { patients } from '../lib/domains/clinic/patients/record-repository.ts';
import { patientRows } from '../lib/domains/clinic/patients/row-repository.ts';
import { readerMarks } from '../lib/domains/clinic/readers/mark-repository.ts';
import { quotaKey } from '../lib/domains/identity/api-keys/quota-repository.ts';
import { apiKeys } from '../lib/domains/identity/api-keys/repository.ts';
import { passwordTriesKey } from '../lib/domains/identity/auth/passwords/password-check.ts';
import { identityLinks } from '../lib/domains/identity/outside-issuers/outside-identity-repository.ts';
import { sessions } from '../lib/domains/identity/sessions/repository.ts';
import { publishedKeys } from '../lib/domains/identity/tokens/signing-keys/published-key-repository.ts';
import { emailClaims } from '../lib/domains/identity/users/address-claim-repository.ts';
import { peopleIndex } from '../lib/domains/identity/users/people-index.ts';
import { personAt } from '../lib/domains/identity/users/repository.ts';
import { securityAt } from '../lib/domains/identity/users/security-repository.ts';
import { eventCounts } from '../lib/domains/operations/analytics/event-count-repository.ts';
import { auditActionIndex } from '../lib/domains/operations/audit/action-index.ts';
import { chainHeads } from '../lib/domains/operations/audit/chain-head-repository.ts';
import { dueItems } from '../lib/due/due-item.ts';
import { dueMarks } from '../lib/due/marks.ts';
import { type Grant, ofEachQueue, ofEachTable, type QueueRight } from '../lib/grants.ts';
import { limitKey } from '../lib/http/request-count.ts';
import { records } from '../lib/idempotency/records.ts';
import { enteredRecords, listPartition } from '../lib/indexing/entry.ts';
import { suppressedAddresses } from '../lib/mail/suppressions.ts';
import { claims } from '../lib/messaging/claims.ts';
import { deadLetters, tallies } from '../lib/messaging/dead-letter-repository.ts';
import { failures } from '../lib/messaging/failures.ts';
import { outages, waitingMessages } from '../lib/messaging/waiting-repository.ts';
import { type ItemKey, type KeyKind, kindOf } from './key-kinds.ts';
import { type TableName, type TableRight, tables } from './tables.ts';

/** A resource of AWS that an action is about, by the short name of its definition. */
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
  /** The configuration set that a stage's mails go by; there is one. */
  | { readonly kind: 'configurationSet'; readonly name: 'mail' }
  /** The keys in KMS that sign access tokens, by their aliases. */
  | { readonly kind: 'signingKeys' }
  /** The key in KMS that encrypts the key that wraps data keys. */
  | { readonly kind: 'rootKey' }
  /** The account, for actions that AWS does not bind to a resource. */
  | { readonly kind: 'account' };

/** Actions on a resource, in IAM's names. */
export interface Statement {
  readonly actions: readonly [string, ...string[]];
  readonly on: Resource;
  /** The items of a table to which the actions are bound; all of them by default. */
  readonly items?: readonly KeyKind[];
}

const table = (name: string) => ({ kind: 'table', name }) as const;
const queue = (name: string) => ({ kind: 'queue', name }) as const;
const parameter = (name: string) => ({ kind: 'parameter', name }) as const;
const auditIndex = (name: string) => ({ kind: 'index', table: 'audit', name }) as const;
const auditSeals = { kind: 'objects', bucket: 'seals', prefix: 'audit' } as const;

/** Empty ids, by which the key of an entity shows how the keys of all its items begin. */
const none = {
  ...{ id: '', userId: '', identityHash: '', emailHash: '', kid: '' },
  ...{ number: '', patientId: '', doctorId: '' },
  ...{ queue: '', messageId: '', consumer: '', eventId: '', day: '', type: '', clinicId: '' },
};

const kindsOf = (...keys: readonly ItemKey[]) => keys.map(kindOf);

/** Rights on the platform table, which all domains share, so that each is bound to some of its items. */
function onPlatform(keys: readonly ItemKey[], ...actions: Statement['actions']): Statement[] {
  return [{ actions, on: table('platform'), items: kindsOf(...keys) }];
}

/** Rights on the clinic table, each bound to some of its items. */
function onClinic(keys: readonly ItemKey[], ...actions: Statement['actions']): Statement[] {
  return [{ actions, on: table('clinic'), items: kindsOf(...keys) }];
}

/** Rights on the identity table, each bound to some of its items. */
function onIdentity(keys: readonly ItemKey[], ...actions: Statement['actions']): Statement[] {
  return [{ actions, on: table('identity'), items: kindsOf(...keys) }];
}

/** Rights on the lists of an index. */
function onIndex({ name }: { readonly name: string }, ...actions: Statement['actions']): Statement[] {
  return [{ actions, on: table('index'), items: kindsOf({ pk: listPartition(name, ''), sk: '' }) }];
}

/** Changes entries of an index, and what is kept of each record's. */
function keepIndex(index: { readonly name: string }): Statement[] {
  const kept = kindsOf(enteredRecords.key({ index: index.name, recordId: '' }));
  return [
    { actions: ['dynamodb:BatchGetItem', 'dynamodb:PutItem'], on: table('index'), items: kept },
    ...onIndex(index, 'dynamodb:UpdateItem', 'dynamodb:DeleteItem'),
  ];
}

/** Reads doctors whom an index has found, or is to enter. */
const readDoctors = onClinic([doctors.key(none)], 'dynamodb:BatchGetItem');

/** Reads from when until when the days of the audit were sealed. */
const sealedDays = onPlatform([chainHeads.key(none)], 'dynamodb:GetItem');

/** Adds dead letters, together with the tally of their queue. */
const addDeadLetters = [
  ...onPlatform([deadLetters.key(none)], 'dynamodb:PutItem'),
  ...onPlatform([tallies.key(none)], 'dynamodb:UpdateItem'),
];

const readKeys: Statement = {
  actions: ['dynamodb:Query'],
  on: table('identity'),
  items: kindsOf(publishedKeys.key(none)),
};

/** Keys of owners of these kinds. */
const keysOf = (...kinds: readonly string[]) => kindsOf(...kinds.map((kind) => dataKeys.key({ owner: `${kind}/` })));

/** Reads what wraps data keys, and has it decrypted: five minutes later once more. */
const unwrapKeys: Statement[] = [
  { actions: ['dynamodb:Query'], on: table('data-keys'), items: kindsOf(sealedWrappingKeys.key({ number: 0 })) },
  { actions: ['kms:Decrypt'], on: { kind: 'rootKey' } },
];

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

/** The statements of a right on a table; to query it is to query its indexes as well. */
function tableStatements(name: TableName, right: TableRight): Statement[] {
  const actions = tableActions[right];
  const indexes = right === 'query' ? (tables.find((each) => each.name === name)?.indexes ?? []) : [];
  return [
    { actions, on: table(name) },
    ...indexes.map((index) => ({ actions, on: { kind: 'index', table: name, name: index.name } as const })),
  ];
}

/**
 * The statements of each grant, and the only place where actions are named. Each grant holds what its functions were seen to
 * use and nothing more: a full test run compares the two.
 */
export const grantStatements: Readonly<Record<Grant, readonly Statement[]>> = {
  ...ofEachTable(tableStatements),
  ...ofEachQueue((name, right) => [{ actions: [queueActions[right]], on: queue(name) }]),
  'events:append': [{ actions: ['dynamodb:PutItem'], on: table('events') }],
  'events:settle': [{ actions: ['dynamodb:UpdateItem'], on: table('events') }],
  'events:sweep': [{ actions: ['dynamodb:Query'], on: { kind: 'index', table: 'events', name: 'pending' } }],
  'idempotency:keep': onPlatform([records.key(none)], 'dynamodb:GetItem', 'dynamodb:PutItem'),
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
  'clinics:read': onClinic([clinics.key(none)], 'dynamodb:GetItem'),
  'clinics:list': [
    { actions: ['dynamodb:Query'], on: table('clinic'), items: kindsOf({ pk: clinicPartition, sk: '' }) },
  ],
  'clinics:create': onClinic([clinics.key(none)], 'dynamodb:PutItem'),
  'clinics:change': onClinic([clinics.key(none)], 'dynamodb:UpdateItem'),
  'clinics:delete': onClinic([clinics.key(none)], 'dynamodb:DeleteItem'),
  'clinics:refer': onClinic([clinics.key(none)], 'dynamodb:ConditionCheckItem'),
  'clinics:count': onClinic([clinicUses.key(none)], 'dynamodb:UpdateItem'),
  'clinics:zone': onClinic([clinics.key(none)], 'dynamodb:BatchGetItem'),
  'doctors:refer': onClinic([doctors.key(none)], 'dynamodb:ConditionCheckItem'),
  'doctors:count': onClinic([doctorUses.key(none)], 'dynamodb:UpdateItem'),
  'doctors:keep': onClinic([doctors.key(none)], 'dynamodb:UpdateItem'),
  'doctors:read': onClinic([doctors.key(none)], 'dynamodb:GetItem'),
  'doctors-index:search': [...onIndex(doctorIndex, 'dynamodb:Query'), ...readDoctors],
  'doctors-index:keep': [...readDoctors, ...keepIndex(doctorIndex)],
  'patients:register': [
    ...onClinic([patients.key(none), patientNumbers.key(none)], 'dynamodb:PutItem'),
    ...onClinic([patientRows.key(none)], 'dynamodb:UpdateItem'),
    // An admin may name a clinic that is not there.
    ...onClinic([clinics.key(none)], 'dynamodb:GetItem'),
  ],
  'patients:open': onClinic([patients.key(none), patientCounts.key(none)], 'dynamodb:BatchGetItem'),
  'patients:change': onClinic([patients.key(none), patientRows.key(none)], 'dynamodb:UpdateItem'),
  'patients:mark': onClinic([patientEmails.key(none)], 'dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:DeleteItem'),
  'reader-mark:keep': onPlatform([readerMarks.key(none)], 'dynamodb:GetItem', 'dynamodb:UpdateItem'),
  'accounts:refer': [
    ...onIdentity([personAt('').key, emailClaims.key(none)], 'dynamodb:GetItem'),
    ...onIdentity([personAt('').key], 'dynamodb:ConditionCheckItem'),
  ],
  'patients-index:search': [
    ...onIndex(patientIndex, 'dynamodb:Query'),
    ...onClinic([patientRows.key(none)], 'dynamodb:BatchGetItem'),
  ],
  'patients-index:keep': [...onClinic([patientRows.key(none)], 'dynamodb:BatchGetItem'), ...keepIndex(patientIndex)],
  'people:name': onIdentity([personAt('').key], 'dynamodb:BatchGetItem'),
  'people-index:search': onIndex(peopleIndex, 'dynamodb:Query'),
  // A table's stream says which items changed: who enters one in an index reads the item itself.
  'people-index:keep': [
    { actions: ['dynamodb:BatchGetItem'], on: table('identity'), items: kindsOf(personAt('').key) },
    ...keepIndex(peopleIndex),
  ],
  'audit-actions:search': [
    ...onIndex(auditActionIndex, 'dynamodb:Query'),
    { actions: ['dynamodb:BatchGetItem'], on: table('audit') },
  ],
  'audit-actions:keep': [
    { actions: ['dynamodb:BatchGetItem'], on: table('audit') },
    ...onIndex(auditActionIndex, 'dynamodb:UpdateItem'),
  ],
  'event-counts:add': [
    ...onPlatform([claims.key(none)], 'dynamodb:PutItem'),
    ...onPlatform([eventCounts.key(none)], 'dynamodb:UpdateItem'),
  ],
  'failures:keep': [...onPlatform([failures.key(none)], 'dynamodb:GetItem', 'dynamodb:UpdateItem'), ...addDeadLetters],
  'dues:schedule': onPlatform([dueItems.key(none)], 'dynamodb:UpdateItem'),
  'dues:claim': onPlatform([dueItems.key(none)], 'dynamodb:GetItem', 'dynamodb:UpdateItem'),
  'dues:hand-over': [
    { actions: ['dynamodb:Query'], on: { kind: 'index', table: 'platform', name: 'due' } },
    ...onPlatform([dueMarks.key(none)], 'dynamodb:GetItem', 'dynamodb:UpdateItem'),
    // What no release here knows is put back.
    ...onPlatform([dueItems.key(none)], 'dynamodb:UpdateItem'),
  ],
  'messages:wait': [
    ...onPlatform(
      [waitingMessages.key(none)],
      'dynamodb:PutItem',
      'dynamodb:UpdateItem',
      'dynamodb:DeleteItem',
      'dynamodb:Query',
    ),
    ...onPlatform(
      [outages.key(none)],
      'dynamodb:GetItem',
      'dynamodb:PutItem',
      'dynamodb:UpdateItem',
      'dynamodb:DeleteItem',
    ),
  ],
  'queues:count': onPlatform([tallies.key(none), outages.key(none)], 'dynamodb:BatchGetItem'),
  'leases:take': onPlatform([claims.key(none)], 'dynamodb:UpdateItem'),
  'dead-letters:record': [...onPlatform([failures.key(none)], 'dynamodb:GetItem'), ...addDeadLetters],
  'dead-letters:add': addDeadLetters,
  'dead-letters:read': onPlatform(
    [deadLetters.key(none)],
    'dynamodb:GetItem',
    'dynamodb:BatchGetItem',
    'dynamodb:Query',
  ),
  'dead-letters:manage': [
    ...onPlatform([deadLetters.key(none)], 'dynamodb:DeleteItem'),
    ...onPlatform([tallies.key(none)], 'dynamodb:UpdateItem'),
  ],
  'queue-ages:read': [{ actions: ['cloudwatch:GetMetricData'], on: { kind: 'account' } }],
  // IAM has HeadBucket under this name.
  'files:observe': [{ actions: ['s3:ListBucket'], on: { kind: 'bucket', name: 'files' } }],
  // SES demands the right on each resource that a call names.
  'mail:deliver': [
    { actions: ['ses:SendEmail', 'ses:SendRawEmail'], on: { kind: 'mailIdentity' } },
    { actions: ['ses:SendEmail', 'ses:SendRawEmail'], on: { kind: 'configurationSet', name: 'mail' } },
  ],
  'suppressions:keep': onPlatform([suppressedAddresses.key(none)], 'dynamodb:GetItem', 'dynamodb:UpdateItem'),
  'mail:observe': [{ actions: ['ses:GetAccount'], on: { kind: 'account' } }],
  'secrets:read': [{ actions: ['ssm:GetParameter'], on: parameter('master-secret') }],
  'tokens:sign': [{ actions: ['kms:Sign'], on: { kind: 'signingKeys' } }, readKeys],
  'keys:read': [readKeys],
  // The keys of accounts are for the lines of backups alone: nothing that answers a request may read them.
  'data-keys:open': [
    { actions: ['dynamodb:BatchGetItem'], on: table('data-keys'), items: keysOf('patients', 'clinics') },
    ...unwrapKeys,
  ],
  'data-keys:create': [
    { actions: ['dynamodb:PutItem'], on: table('data-keys'), items: keysOf('patients', 'clinics') },
    ...unwrapKeys,
  ],
  'data-keys:destroy': [
    { actions: ['dynamodb:UpdateItem'], on: table('data-keys'), items: keysOf('patients', 'users') },
  ],
  // A batch reads items of one kind, or a session together with its person's security item.
  'sessions:check': [
    {
      actions: ['dynamodb:BatchGetItem'],
      on: table('identity'),
      items: kindsOf(sessions.key(none), securityAt('').key, apiKeys.key(none), identityLinks.key(none)),
    },
    readKeys,
  ],
  'limits:count': onPlatform([limitKey(''), quotaKey('', '')], 'dynamodb:UpdateItem'),
  'password-tries:count': onPlatform([passwordTriesKey('', '')], 'dynamodb:UpdateItem'),
  'origins:read': [],
  'assets:read': [],
};

/** What feeds a function: a queue by its short name, or the stream of a table. */
export type Source = { readonly queue: string } | { readonly stream: string };

/** What a function's role must allow so that Lambda can feed it from a queue or a stream. */
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
