import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { createHandler, trigger } from '../../../functions/queues/dispatch-events.ts';
import type { Commit } from '../../../lib/commit/commit.ts';
import { AnswerLost } from '../../../lib/data/database.ts';
import { createDispatch } from '../../../lib/dispatch/dispatch.ts';
import { createPendingEvents } from '../../../lib/dispatch/pending-events.ts';
import { optionalQueuesOn, routesOf } from '../../../lib/dispatch/routes.ts';
import { events } from '../../../lib/domains/events.ts';
import { userCreated, userInvited, userVerified } from '../../../lib/domains/identity/events/accounts.ts';
import type { NewEvent } from '../../../lib/events/definition.ts';
import type { Envelope } from '../../../lib/events/envelope.ts';
import type { Queue } from '../../../lib/messaging/queue-url.ts';
import type { Send } from '../../../lib/messaging/send.ts';
import { createTestClock, type TestClock } from '../../support/clock.ts';
import { appointmentId, reminderDue } from '../../support/due/kinds.ts';
import { createFakeQueues, streamEventOf } from '../../support/events.ts';
import { lambdaContext } from '../../support/http.ts';
import { withLogLines } from '../../support/log-lines.ts';
import { createMemoryDatabase, type MemoryDatabase } from '../../support/memory-database.ts';
import { createTestPlatform, noPause } from '../../support/platform.ts';

const userId = '019a0000-0000-7000-8000-000000000001';
let clock: TestClock;
let database: MemoryDatabase;
let commit: Commit;

beforeEach(() => {
  clock = createTestClock();
  database = createMemoryDatabase();
  commit = createTestPlatform(database, { clock }).commit;
});

const subject = `users/${userId}`;
const verified = userVerified.of({ subject, data: { userId } });
const invited = userInvited.of({ subject, data: { userId, tokenId: 'A'.repeat(43) } });

/** Commits so many events and gives their items, in the order of their ids. */
async function commitEvents(count: number, event: NewEvent = verified) {
  for (let index = 0; index < count; index++) await commit([], { events: [event] });
  return itemsInOrder();
}

function itemsInOrder() {
  return database.itemsOf('events').sort((left, right) => (left.pk < right.pk ? -1 : 1));
}

const eventIdOf = ({ pk }: { readonly pk: string }) => pk.replace('EVENT#', '');
const pendingOf = (items: readonly { readonly [attribute: string]: unknown }[]) =>
  items.map(({ pending }) => pending !== undefined);

function handlerOn(send: Send) {
  const pending = createPendingEvents({ database, clock, sleep: noPause });
  return createHandler(
    createDispatch({ queuesOf: routesOf(events), send, pending, optionalQueues: optionalQueuesOn, clock }),
    clock,
  );
}

function dispatchThrough(queues: ReturnType<typeof createFakeQueues>) {
  const handler = handlerOn(queues.send);
  return async (items: Parameters<typeof streamEventOf>[0], eventName?: 'MODIFY') =>
    (await withLogLines(() => handler(streamEventOf(items, eventName), lambdaContext()))).result;
}

describe('what is due', () => {
  it('is kept back by its queue until then, in whole seconds, and is no event for an optional one', async () => {
    clock.advance(0.4);
    const due = { id: 'r1', at: '2026-03-08T09:31:00.000Z' };
    const told = { ...reminderDue.of({ subject, data: { appointmentId, due } }), id: appointmentId };
    await commit([], { events: [told, verified] });
    const queues = createFakeQueues();
    const dispatch = createDispatch({
      queuesOf: routesOf([...events, reminderDue]),
      send: queues.send,
      pending: createPendingEvents({ database, clock, sleep: noPause }),
      optionalQueues: () => ['analytics'],
      clock,
    });
    clock.advance(1);

    await dispatch(itemsInOrder().map(({ event }) => event as Envelope));

    expect(queues.sent.filter(({ body }) => body.includes(reminderDue.type))).toMatchObject([
      { queue: 'email', id: appointmentId, delaySeconds: 59 },
    ]);
    expect(queues.sent.filter(({ body }) => body.includes('user.verified')).map((sent) => Object.keys(sent))).toEqual([
      ['queue', 'id', 'body'],
      ['queue', 'id', 'body'],
    ]);
    expect(pendingOf(itemsInOrder())).toEqual([false, false]);
  });
});

describe('dispatch-events', () => {
  it('is woken by inserts only, since taking an event out of the index changes it too', () => {
    expect(trigger.changes).toEqual(['INSERT']);
  });

  it('puts each envelope on the queues of its type as JSON, then takes it out of the pending ones', async () => {
    const items = await commitEvents(3);
    const queues = createFakeQueues();

    const report = await dispatchThrough(queues)(items);

    expect(report).toEqual({ batchItemFailures: [] });
    expect(queues.sent.map(({ queue, id }) => [queue, id])).toEqual(items.map((item) => ['email', eventIdOf(item)]));
    expect(JSON.parse(queues.sent[0]?.body ?? '')).toEqual(items[0]?.event);
    expect(pendingOf(database.itemsOf('events'))).toEqual([false, false, false]);
  });

  it('takes an event that no queue gets out of the pending ones, and asks no queue', async () => {
    const items = await commitEvents(1, userCreated.of({ subject, data: { userId } }));
    const queues = createFakeQueues();

    const report = await dispatchThrough(queues)(items);

    expect(report).toEqual({ batchItemFailures: [] });
    expect(queues.sent).toEqual([]);
    expect(pendingOf(database.itemsOf('events'))).toEqual([false]);
  });

  it('escapes what a queue does not take, though JSON may have it', async () => {
    const [item] = await commitEvents(1);
    if (!item) throw new Error('there is an item');
    const event = { ...(item.event as object), correlationId: 'c\uFFFF' };
    const queues = createFakeQueues();

    await dispatchThrough(queues)([{ ...item, event }]);

    expect(queues.sent[0]?.body).toContain('"c\\uffff"');
  });

  it('does not take an event out before its queue has it', async () => {
    const items = await commitEvents(1);
    const seen: boolean[] = [];
    const queues = createFakeQueues(() => {
      seen.push(...pendingOf(database.itemsOf('events')));
      return false;
    });

    await dispatchThrough(queues)(items);

    expect(seen).not.toContain(false);
    expect(seen.length).toBeGreaterThan(0);
  });

  it('reports the first event in order that a queue did not take; only those that it took leave the index', async () => {
    const items = await commitEvents(5);
    const refused = [items[1], items[3]].map((item) => item && eventIdOf(item));
    const queues = createFakeQueues((id) => refused.includes(id));

    const report = await dispatchThrough(queues)(items);

    expect(report).toEqual({ batchItemFailures: [{ itemIdentifier: 's1' }] });
    expect(pendingOf(itemsInOrder())).toEqual([false, true, false, true, false]);
  });

  it('reports an event that was sent and could not be taken out, so that it is sent again', async () => {
    const items = await commitEvents(1);
    database.hooks.before = () => {
      throw new AnswerLost();
    };

    expect(await dispatchThrough(createFakeQueues())(items)).toEqual({ batchItemFailures: [{ itemIdentifier: 's0' }] });
  });

  it('takes an event out at the second try where the first is not answered', async () => {
    const items = await commitEvents(1);
    database.hooks.before = () => {
      database.hooks.before = undefined;
      throw new AnswerLost();
    };

    expect(await dispatchThrough(createFakeQueues())(items)).toEqual({ batchItemFailures: [] });
    expect(pendingOf(itemsInOrder())).toEqual([false]);
  });

  it('keeps the commit id of the event, by which its commit recognises a lost answer', async () => {
    const items = await commitEvents(1);

    await dispatchThrough(createFakeQueues())(items);

    expect(database.itemsOf('events')[0]?.commitId).toBe(items[0]?.commitId);
  });

  it('is content when the event is gone', async () => {
    const items = await commitEvents(1);
    for (const { pk, sk } of items) await database.write({ kind: 'delete', table: 'events', key: { pk, sk } });

    expect(await dispatchThrough(createFakeQueues())(items)).toEqual({ batchItemFailures: [] });
    expect(database.itemsOf('events')).toEqual([]);
  });

  it('passes over what it cannot understand, and sends what comes after it', async () => {
    const [first, second, third] = await commitEvents(3);
    if (!first || !second || !third) throw new Error('three events were committed');
    const malformed = { ...first, event: { nothing: true } };
    const unknown = { ...second, event: { ...(second.event as object), type: 'from.a-newer-release' } };
    const queues = createFakeQueues();

    const report = await dispatchThrough(queues)([malformed, unknown, third]);

    expect(report).toEqual({ batchItemFailures: [] });
    expect(queues.sent.map(({ id }) => id)).toEqual([eventIdOf(third)]);
    expect(pendingOf(database.itemsOf('events').filter(({ pk }) => pk !== third.pk))).toEqual([true, true]);
  });

  it('does nothing for changes that it is not woken by', async () => {
    const items = await commitEvents(1);
    const queues = createFakeQueues();

    await dispatchThrough(queues)(items, 'MODIFY');

    expect(queues.sent).toEqual([]);
  });
});

describe('the types that are not known', () => {
  it('are told in one line of the log, with how many there are of each', async () => {
    const items = await commitEvents(5);
    const ofType = (item: (typeof items)[number], type: string) => ({
      ...item,
      event: { ...(item.event as object), type },
    });
    const types = ['password.forgotten', 'order.placed', 'password.forgotten', 'order.placed', 'password.forgotten'];
    const unknown = items.map((item, index) => ofType(item, types[index] ?? ''));

    const { lines } = await withLogLines(() =>
      handlerOn(createFakeQueues().send)(streamEventOf(unknown), lambdaContext()),
    );

    const told = lines.filter(({ message }) => message === 'events of unknown types');
    expect(told).toMatchObject([
      {
        level: 'error',
        count: 5,
        types: [
          { type: 'password.forgotten', count: 3 },
          { type: 'order.placed', count: 2 },
        ],
      },
    ]);
  });
});

describe('an optional queue', () => {
  afterEach(() => {
    delete process.env.POLYCLINIC_ANALYTICS;
    jest.useRealTimers();
  });

  const isAnalytics = (_id: string, queue: Queue) => queue === 'analytics';

  it.each([undefined, '', 'off'])('gets nothing unless it is switched on: %p', async (value) => {
    if (value !== undefined) process.env.POLYCLINIC_ANALYTICS = value;
    const queues = createFakeQueues();

    await dispatchThrough(queues)(await commitEvents(1));

    expect(queues.sent.map(({ queue }) => queue)).toEqual(['email']);
  });

  it('gets each event of every type, beside the queues of its type', async () => {
    process.env.POLYCLINIC_ANALYTICS = 'on';
    await commitEvents(2);
    const items = await commitEvents(1, invited);
    const queues = createFakeQueues();

    const report = await dispatchThrough(queues)(items);

    const idsOn = (name: Queue) => queues.sent.filter(({ queue }) => queue === name).map(({ id }) => id);
    expect(report).toEqual({ batchItemFailures: [] });
    expect(idsOn('analytics')).toEqual(items.map(eventIdOf));
    expect([...idsOn('email'), ...idsOn('email-urgent')].sort()).toEqual(items.map(eventIdOf));
    expect(idsOn('email-urgent')).toHaveLength(1);
  });

  it.each([
    ['refuses', createFakeQueues(isAnalytics).send],
    [
      'cannot be reached',
      async (queue: Queue) => {
        if (queue === 'analytics') throw new Error('POLYCLINIC_ANALYTICS_QUEUE_URL is missing');
        return new Set<string>();
      },
    ],
  ])('that %s an event loses it, and nobody else does', async (_, send) => {
    process.env.POLYCLINIC_ANALYTICS = 'on';
    const items = await commitEvents(3);

    const { result, lines } = await withLogLines(() => handlerOn(send)(streamEventOf(items), lambdaContext()));

    expect(result).toEqual({ batchItemFailures: [] });
    expect(pendingOf(database.itemsOf('events'))).toEqual([false, false, false]);
    expect(lines.filter(({ message }) => message === 'events lost to an optional queue')).toMatchObject([
      { level: 'warn', queue: 'analytics', count: 3 },
    ]);
  });

  it('that does not answer is waited for a second, and no event waits for it', async () => {
    process.env.POLYCLINIC_ANALYTICS = 'on';
    jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick', 'queueMicrotask'] });
    const items = await commitEvents(1);
    const send: Send = (queue) => (queue === 'analytics' ? new Promise(() => undefined) : Promise.resolve(new Set()));
    let ended = false;

    const { result } = await withLogLines(async () => {
      const dispatched = handlerOn(send)(streamEventOf(items), lambdaContext()).finally(() => {
        ended = true;
      });
      await jest.advanceTimersByTimeAsync(999);
      expect([ended, pendingOf(database.itemsOf('events'))]).toEqual([false, [false]]);
      await jest.advanceTimersByTimeAsync(1);
      return dispatched;
    });

    expect(result).toEqual({ batchItemFailures: [] });
  });

  it('may get an event twice that another queue refuses, and the others do not', async () => {
    process.env.POLYCLINIC_ANALYTICS = 'on';
    await commitEvents(1);
    const items = await commitEvents(1, invited);
    const urgentDown = createFakeQueues((_id, queue) => queue === 'email-urgent');
    const report = await dispatchThrough(urgentDown)(items);
    const pending = itemsInOrder().filter((item) => item.pending !== undefined);
    const back = createFakeQueues();

    await dispatchThrough(back)(pending);

    expect(report.batchItemFailures).toHaveLength(1);
    expect(urgentDown.sent.map(({ queue }) => queue).sort()).toEqual(['analytics', 'analytics', 'email']);
    expect(back.sent.map(({ queue }) => queue).sort()).toEqual(['analytics', 'email-urgent']);
  });
});
