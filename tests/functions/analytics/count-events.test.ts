import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { createHandler, trigger } from '../../../functions/analytics/count-events.ts';
import { type Action, DatabaseBusy, keyOf } from '../../../lib/data/database.ts';
import type { Sleep } from '../../../lib/data/retry.ts';
import { eventCounts } from '../../../lib/domains/operations/analytics/event-count-repository.ts';
import { createCountEvent } from '../../../lib/domains/operations/analytics/event-counts.ts';
import type { QueueHandler } from '../../../lib/messaging/worker.ts';
import { buildEvent } from '../../lib/mail/build-event.ts';
import { createTestClock } from '../../support/clock.ts';
import { createMemoryDatabase, type MemoryDatabase } from '../../support/memory-database.ts';
import { createTestPlatform, noPause } from '../../support/platform.ts';
import { createMemoryTools, deliver, deliverAtOnce, shuffled } from '../../support/queue.ts';
import { seededRandom } from '../../support/random.ts';

const types = ['user.registered', 'user.verified', 'from.newer'] as const;
const day = 24 * 60 * 60;

/** So many events, of each type in turn, all of one day. */
const eventsOf = (count: number, time = '2026-03-08T09:30:00.000Z') =>
  Array.from({ length: count }, (_, index) => ({
    ...buildEvent('user.verified'),
    id: `019a0000-0000-7000-8000-${String(index).padStart(12, '0')}`,
    type: types[index % types.length] ?? '',
    time,
  }));
const messagesOf = (events: readonly { readonly id: string }[]) =>
  events.map((event) => ({ messageId: event.id, content: event }));

function setUp(database: MemoryDatabase = createMemoryDatabase(), sleep: Sleep = noPause) {
  const clock = createTestClock('2026-03-10T12:00:00.000Z');
  const { read, commit } = createTestPlatform(database, { clock, sleep });
  const createWorker = () => createHandler(createCountEvent({ commit }), createMemoryTools(database, clock));
  const countOf = async (date: string, type: string) => (await read.find(eventCounts, { day: date, type }))?.count;
  const countsOf = (date: string) => Promise.all(types.map((type) => countOf(date, type)));
  return { database, clock, createWorker, handler: createWorker(), countsOf };
}

/** Lets a transaction take a while, in which every other one on the same item is refused, as DynamoDB does. */
function makeContentious(database: MemoryDatabase): { conflicts: number } {
  const underWay = new Set<string>();
  const seen = { conflicts: 0 };
  const placesOf = (request: unknown) => (request as readonly Action[]).map((action) => keyOf(action).pk);
  database.hooks.before = async (operation, request) => {
    if (operation !== 'transact') return;
    if (placesOf(request).some((place) => underWay.has(place))) {
      seen.conflicts++;
      throw new DatabaseBusy();
    }
    for (const place of placesOf(request)) underWay.add(place);
    await turn();
  };
  database.hooks.after = (operation, request) => {
    if (operation === 'transact') for (const place of placesOf(request)) underWay.delete(place);
  };
  return seen;
}

describe('count-events', () => {
  it('takes whatever is an event from the optional queue', () => {
    expect(trigger.queue).toBe('analytics');
    expect(trigger.message().safeParse(eventsOf(3)[2]).success).toBe(true);
  });

  it('counts each of thirty events once, of which every message comes three times, shuffled', async () => {
    const { handler, countsOf } = setUp();
    const messages = messagesOf(eventsOf(30));
    const copies = shuffled([...messages, ...messages, ...messages], seededRandom(7));

    const { reported } = await deliverAtOnce(handler, copies);

    expect(reported).toEqual([]);
    expect(await countsOf('2026-03-08')).toEqual([10, 10, 10]);
  });

  it('counts an event once whose id comes in capitals as well', async () => {
    const { handler, countsOf } = setUp();
    const [event] = eventsOf(1).map((each) => ({ ...each, id: each.id.replace('019a', '019f') }));

    for (const id of [event?.id, event?.id.toUpperCase()]) {
      await deliver(handler, [{ messageId: String(id), content: { ...event, id } }]);
    }

    expect(await countsOf('2026-03-08')).toEqual([1, undefined, undefined]);
  });

  it('counts an event on the day that it happened, in UTC, however late it comes', async () => {
    const { handler, countsOf } = setUp();

    await deliver(handler, messagesOf(eventsOf(1, '2026-03-08T23:59:59.999Z')));
    await deliver(handler, messagesOf(eventsOf(2, '2026-03-09T00:00:00.000Z').slice(1)));

    expect(await countsOf('2026-03-08')).toEqual([1, undefined, undefined]);
    expect(await countsOf('2026-03-09')).toEqual([undefined, 1, undefined]);
    expect(await countsOf('2026-03-10')).toEqual([undefined, undefined, undefined]);
  });

  it('makes one transaction for an event, and reads nothing', async () => {
    const { database, handler } = setUp();

    await deliver(handler, messagesOf(eventsOf(1)));

    expect(database.calls).toEqual({ get: 0, batchGet: 0, query: 0, write: 0, transact: 1 });
  });

  it('counts all when five workers at once get in each other’s way', async () => {
    const random = seededRandom(11);
    const database = createMemoryDatabase();
    const seen = makeContentious(database);
    const { createWorker, countsOf } = setUp(database, async () => {
      for (let turns = Math.floor(random() * 40); turns > 0; turns--) await turn();
    });
    const messages = messagesOf(eventsOf(150)).filter((_, index) => index % types.length === 0);

    const workers = Array.from({ length: 5 }, createWorker);
    const inTurn: QueueHandler = async (event, context) => {
      const next = workers.shift();
      return next ? next(event, context) : { batchItemFailures: [] };
    };

    const { reported } = await deliverAtOnce(inTurn, messages);

    expect(reported).toEqual([]);
    expect(await countsOf('2026-03-08')).toEqual([50, undefined, undefined]);
    expect(seen.conflicts).toBeGreaterThan(0);
  });

  it('does not get in its own way: the events of a batch are counted one after another', async () => {
    const database = createMemoryDatabase();
    const seen = makeContentious(database);
    const { handler, countsOf } = setUp(database);

    await deliver(handler, messagesOf(eventsOf(10)));

    expect(seen.conflicts).toBe(0);
    expect(await countsOf('2026-03-08')).toEqual([4, 3, 3]);
  });

  it('goes on with a batch after an event that could not be counted', async () => {
    const { database, handler, countsOf } = setUp();
    let calls = 0;
    database.hooks.before = (operation) => {
      if (operation === 'transact' && calls++ === 0) throw new Error('refused');
    };

    const { reported } = await deliver(handler, messagesOf(eventsOf(3)));

    expect(reported).toHaveLength(1);
    expect(await countsOf('2026-03-08')).toEqual([undefined, 1, 1]);
  });

  it('keeps the count of a day for 400 days', async () => {
    const { clock, handler, countsOf } = setUp();
    await deliver(handler, messagesOf(eventsOf(1)));

    clock.advance(397 * day + day / 2 - 1);
    const before = await countsOf('2026-03-08');
    clock.advance(1);

    expect(before[0]).toBe(1);
    expect((await countsOf('2026-03-08'))[0]).toBeUndefined();
  });
});
