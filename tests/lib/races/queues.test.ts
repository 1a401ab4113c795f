import { expect } from '@jest/globals';
import { createPendingEvents } from '../../../lib/dispatch/pending-events.ts';
import { userVerified } from '../../../lib/domains/identity/events/accounts.ts';
import { createCountEvent } from '../../../lib/domains/operations/analytics/event-counts.ts';
import { createDeadLetterService } from '../../../lib/domains/operations/queues/dead-letter-service.ts';
import { createRedriving } from '../../../lib/domains/operations/queues/redriving.ts';
import type { Envelope } from '../../../lib/events/envelope.ts';
import { pendingIndex } from '../../../lib/events/outbox.ts';
import { createSuppressions } from '../../../lib/mail/suppressions.ts';
import { claim } from '../../../lib/messaging/claims.ts';
import { createLease } from '../../../lib/messaging/leases.ts';
import { createParkMessage } from '../../../lib/messaging/parking.ts';
import { sqsRecord } from '../../support/queue.ts';
import { createQueues } from '../../support/queues.ts';
import { type Course, describeRaces } from '../../support/race.ts';
import { entriesOf } from '../../support/race-items.ts';

const event = { type: 'user.registered', time: '2026-03-08T09:30:00.000Z' };
const failure = { cause: { code: 'MAIL_UNAVAILABLE', message: 'The mail server is down' }, receives: 3 };
const platformItems = ({ database }: Pick<Course, 'database'>, entity: string) =>
  database.itemsOf('platform').filter((item) => item.entity === entity);

describeRaces([
  {
    service: 'copies of one message, whose effect is in the database',
    wins: 1,
    refusals: ['ALREADY_DONE'],
    prepare: async ({ calm, rivals }) => {
      const count = createCountEvent(rivals);
      return () => count(event, claim({ consumer: 'analytics', eventId: 'one' }, calm.clock()));
    },
    holds: (end) => expect(platformItems(end, 'event-count')).toMatchObject([{ count: 1 }]),
  },
  {
    service: 'events of one type on one day, in invocations of their own',
    wins: 'some',
    prepare:
      async ({ calm, rivals }) =>
      (rival) =>
        createCountEvent(rivals)(event, claim({ consumer: 'analytics', eventId: `event-${rival}` }, calm.clock())),
    holds: (end) => expect(platformItems(end, 'event-count')).toMatchObject([{ count: end.won.length }]),
  },
  {
    service: 'leases of one effect outside of the database',
    wins: 1,
    refusals: ['LEASE_HELD', 'ALREADY_DONE'],
    prepare: async ({ rivals }) => {
      const lease = createLease(rivals);
      return () => lease({ consumer: 'mail', eventId: 'one' }, async () => undefined, { decided: false });
    },
    holds: (end) => expect(platformItems(end, 'claim')).toMatchObject([{ state: 'done', handovers: 1 }]),
  },
  {
    service: 'dead letters of one queue',
    wins: 'all',
    prepare: async ({ rivals }) => {
      const park = createParkMessage(rivals);
      return (rival) => park('email', sqsRecord({ messageId: `message-${rival}` }), failure);
    },
    holds: (end) => {
      expect(platformItems(end, 'dead-letter')).toHaveLength(end.won.length);
      expect(platformItems(end, 'dead-letter-tally')).toMatchObject([{ count: end.won.length }]);
    },
  },
  {
    service: 'deletion of one dead letter',
    wins: 1,
    refusals: ['NO_SUCH_DEAD_LETTER'],
    prepare: async ({ database, rivals }) => {
      const id = await createQueues(database).bury();
      const deadLetters = createDeadLetterService(rivals);
      return () => deadLetters.delete('email', id);
    },
    holds: (end) => expect(platformItems(end, 'dead-letter-tally')).toMatchObject([{ count: 0 }]),
  },
  {
    service: 'redriving of one dead letter',
    wins: 1,
    refusals: ['NO_SUCH_DEAD_LETTER'],
    prepare: async ({ database, rivals }) => {
      const id = await createQueues(database).bury();
      const redriving = createRedriving({ ...rivals, send: async () => new Set() });
      return () => redriving.redrive('email', id);
    },
    holds: (end) => {
      expect(platformItems(end, 'dead-letter-tally')).toMatchObject([{ count: 0 }]);
      expect(entriesOf(end, 'dead-letter.redriven')).toHaveLength(1);
    },
  },
  {
    service: 'redriving of all dead letters',
    wins: 'all',
    prepare: async ({ database, rivals }) => {
      await createQueues(database).buryAll(Array.from({ length: 30 }, () => ({})));
      const redriving = createRedriving({ ...rivals, send: async () => new Set() });
      return () => redriving.redriveAll('email');
    },
    holds: (end) => {
      const [tally] = platformItems(end, 'dead-letter-tally');
      expect(platformItems(end, 'dead-letter')).toHaveLength(Number(tally?.count));
    },
  },
  {
    service: 'one event that is taken out of the outbox',
    wins: 'all',
    prepare: async ({ calm, database, contended, rivals }) => {
      const id = '019a0000-0000-7000-8000-000000000001';
      const data = { userId: id };
      await calm.commit([], { events: [userVerified.of({ subject: `users/${id}`, data })] });
      const [item] = database.itemsOf('events');
      const pending = createPendingEvents({ ...rivals, database: contended });
      return () => pending.settle(item?.event as Envelope);
    },
    holds: ({ database }) =>
      expect(database.itemsOf('events').filter((item) => pendingIndex.partitionKey in item)).toEqual([]),
  },
  {
    service: 'suppressions of one address',
    wins: 'all',
    prepare: async ({ rivals }) => {
      const suppressions = createSuppressions({ ...rivals, hashOf: (address) => `hash of ${address}` });
      return () => suppressions.add({ userId: '019a0000-0000-7000-8000-000000000001', email: 'ada@example.com' });
    },
  },
]);
