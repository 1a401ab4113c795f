import { beforeEach, describe, expect, it } from '@jest/globals';
import type { ScheduledEvent } from 'aws-lambda';
import { createHandler } from '../../../functions/queues/sweep-events.ts';
import { AnswerLost } from '../../../lib/data/database.ts';
import { createDispatch } from '../../../lib/dispatch/dispatch.ts';
import { createPendingEvents } from '../../../lib/dispatch/pending-events.ts';
import { optionalQueuesOn, routesOf } from '../../../lib/dispatch/routes.ts';
import { createSweep } from '../../../lib/dispatch/sweep.ts';
import { events } from '../../../lib/domains/events.ts';
import { userVerified } from '../../../lib/domains/identity/events/accounts.ts';
import { outboxEvents } from '../../../lib/events/outbox.ts';
import { createTestClock, type TestClock } from '../../support/clock.ts';
import { createFakeQueues } from '../../support/events.ts';
import { lambdaContext } from '../../support/http.ts';
import { withLogLines } from '../../support/log-lines.ts';
import { createMemoryDatabase, type MemoryDatabase } from '../../support/memory-database.ts';
import { createTestPlatform, noPause } from '../../support/platform.ts';

const userId = '019a0000-0000-7000-8000-000000000001';
const queuesOf = routesOf(events);
let clock: TestClock;
let database: MemoryDatabase;
let planted: number;

beforeEach(() => {
  clock = createTestClock();
  database = createMemoryDatabase();
  planted = 0;
});

async function commitEvents(count: number): Promise<void> {
  const { commit } = createTestPlatform(database, { clock });
  const event = userVerified.of({ subject: `users/${userId}`, data: { userId } });
  for (let left = count; left > 0; left -= 100) await commit([], { events: Array(Math.min(left, 100)).fill(event) });
}

/** Stores so many events of a type in one partition of the index; each next one is a millisecond younger. */
function plantEvents(count: number, type: string): void {
  for (let left = count; left > 0; left--) {
    const id = `019a0000-0000-7000-8000-${planted.toString(16).padStart(11, '0')}0`;
    const time = new Date(clock().getTime() + planted++).toISOString();
    const event = { id, type, version: 1, time, subject: `users/${userId}`, data: { userId }, correlationId: 'origin' };
    database.plant('events', { ...outboxEvents.toItem({ event }), version: 1 });
  }
}

async function sweep(queues: ReturnType<typeof createFakeQueues>) {
  const pending = createPendingEvents({ database, clock, sleep: noPause });
  const dispatch = createDispatch({ queuesOf, send: queues.send, pending, optionalQueues: optionalQueuesOn, clock });
  const handler = createHandler(createSweep({ queuesOf, pending, dispatch, clock }));
  const { lines } = await withLogLines(() => handler({} as ScheduledEvent, lambdaContext()));
  return { lines, ...lines.find(({ message }) => message === 'schedule') };
}

describe('sweep-events', () => {
  it('asks again where it is not told what is pending', async () => {
    await commitEvents(1);
    clock.advance(31);
    const queues = createFakeQueues();
    database.hooks.before = () => {
      database.hooks.before = undefined;
      throw new AnswerLost();
    };

    await sweep(queues);

    expect(queues.sent).toHaveLength(1);
  });

  it('sends what is pending for longer than 30 s, once', async () => {
    await commitEvents(3);
    clock.advance(31);
    const queues = createFakeQueues();

    const first = await sweep(queues);
    const second = await sweep(queues);

    expect(first).toMatchObject({ found: 3, failed: 0 });
    expect(second).toMatchObject({ found: 0 });
    expect(queues.sent).toHaveLength(3);
  });

  it('leaves alone what the stream may still be about to send', async () => {
    await commitEvents(3);
    clock.advance(29);
    const queues = createFakeQueues();

    await sweep(queues);

    expect(queues.sent).toEqual([]);
  });

  it('tries what failed again at the next tick', async () => {
    await commitEvents(2);
    clock.advance(31);

    expect(await sweep(createFakeQueues(() => true))).toMatchObject({ found: 2, failed: 2 });
    expect(await sweep(createFakeQueues())).toMatchObject({ found: 2, failed: 0 });
  });

  it('makes one query for each partition of the index, however much is pending, and leaves the rest to the next tick', async () => {
    await commitEvents(900);
    clock.advance(31);
    const queues = createFakeQueues();

    await sweep(queues);

    expect(database.calls.query).toBe(4);
    expect(queues.sent.length).toBeGreaterThan(300);
    expect(queues.sent.length).toBeLessThanOrEqual(400);
  });

  it('is not held up by an event that it cannot read', async () => {
    await commitEvents(1);
    const [item] = database.itemsOf('events');
    if (item) database.plant('events', { ...item, pk: 'EVENT#bad', event: 'nonsense' });
    clock.advance(31);
    const queues = createFakeQueues();

    await sweep(queues);

    expect(queues.sent).toHaveLength(1);
  });

  it('sends nothing that has expired', async () => {
    await commitEvents(1);
    clock.advance(8 * 24 * 60 * 60);
    const queues = createFakeQueues();

    await sweep(queues);

    expect(queues.sent).toEqual([]);
  });
});

describe('events that are of no use here', () => {
  const newer = 'order.placed';

  it('do not keep those behind them from being sent, even 150 in front of a partition', async () => {
    plantEvents(150, newer);
    plantEvents(3, 'user.verified');
    clock.advance(60);
    const queues = createFakeQueues();

    const told = await sweep(queues);

    expect(told).toMatchObject({ found: 3, failed: 0 });
    expect(queues.sent).toHaveLength(3);
  });

  it('are told in one line, with how many there are of each type', async () => {
    plantEvents(120, newer);
    plantEvents(30, 'order.shipped');
    clock.advance(60);

    const { lines } = await sweep(createFakeQueues());

    expect(lines.filter(({ level }) => level !== 'info')).toMatchObject([
      {
        level: 'error',
        message: 'events of unknown types',
        count: 150,
        types: [
          { type: newer, count: 120 },
          { type: 'order.shipped', count: 30 },
        ],
      },
    ]);
  });

  it('stay pending for the release that knows them', async () => {
    plantEvents(2, newer);
    clock.advance(60);

    await sweep(createFakeQueues());

    expect(database.itemsOf('events').filter(({ pending }) => pending === undefined)).toEqual([]);
  });

  it('are passed over where they cannot be read or have expired, too', async () => {
    plantEvents(101, newer);
    for (const item of database.itemsOf('events').slice(0, 101))
      database.plant('events', { ...item, event: 'nonsense' });
    plantEvents(101, newer);
    for (const item of database.itemsOf('events').slice(101)) database.plant('events', { ...item, expiresAt: 1 });
    plantEvents(1, 'user.verified');
    clock.advance(60);
    const queues = createFakeQueues();

    const { lines, ...told } = await sweep(queues);

    expect(told).toMatchObject({ found: 1 });
    expect(lines.find(({ message }) => message === 'events of unknown types')).toMatchObject({
      types: [{ type: 'malformed', count: 101 }],
    });
  });

  it('do not make a sweep read more than 1,000 of a partition', async () => {
    plantEvents(1_000, newer);
    plantEvents(1, 'user.verified');
    clock.advance(60);
    const queues = createFakeQueues();

    await sweep(queues);

    expect(queues.sent).toEqual([]);
    // Ten of that partition, and one of each other.
    expect(database.calls.query).toBe(13);
  });

  it('do not make a sweep send more than 100 of a partition', async () => {
    plantEvents(50, newer);
    plantEvents(120, 'user.verified');
    clock.advance(60);
    const queues = createFakeQueues();

    await sweep(queues);

    expect(queues.sent).toHaveLength(100);
    expect(queues.sent.map(({ id }) => id)).toEqual(queues.sent.map(({ id }) => id).toSorted());
    expect(database.calls.query).toBe(5);
  });
});
