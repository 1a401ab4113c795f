import { eventCounts } from '../../lib/domains/operations/analytics/event-count-repository.ts';
import { dueItems } from '../../lib/due/due-item.ts';
import { dueMarks } from '../../lib/due/marks.ts';
import { claims } from '../../lib/messaging/claims.ts';
import { deadLetters, tallies } from '../../lib/messaging/dead-letter-repository.ts';
import { failures } from '../../lib/messaging/failures.ts';
import { outages, waitingMessages } from '../../lib/messaging/waiting-repository.ts';
import { type GrantStatements, none, onPlatform, table } from '../statements.ts';

/** Adds dead letters, together with the tally of their queue. */
const addDeadLetters = [
  ...onPlatform([deadLetters.key(none)], 'dynamodb:PutItem'),
  ...onPlatform([tallies.key(none)], 'dynamodb:UpdateItem'),
];

/** What the grants on events, what is due and messages that failed or wait mean. */
export const messagingGrants = {
  'events:append': [{ actions: ['dynamodb:PutItem'], on: table('events') }],
  'events:settle': [{ actions: ['dynamodb:UpdateItem'], on: table('events') }],
  'events:sweep': [{ actions: ['dynamodb:Query'], on: { kind: 'index', table: 'events', name: 'pending' } }],
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
} as const satisfies Partial<GrantStatements>;
