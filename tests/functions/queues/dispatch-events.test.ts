import { beforeEach, describe, expect, it } from '@jest/globals';
import { createHandler, trigger } from '../../../functions/queues/dispatch-events.ts';
import { type Commit, createCommit } from '../../../lib/data/commit.ts';
import { AnswerLost } from '../../../lib/data/database.ts';
import { createDispatch } from '../../../lib/events/dispatch.ts';
import { createPendingEvents } from '../../../lib/events/pending-events.ts';
import { createTestClock, type TestClock } from '../../support/clock.ts';
import { createFakeQueues, streamEventOf } from '../../support/events.ts';
import { lambdaContext } from '../../support/http.ts';
import { withLogLines } from '../../support/log-lines.ts';
import { createMemoryDatabase, type MemoryDatabase } from '../../support/memory-database.ts';

const userId = '019a0000-0000-7000-8000-000000000001';
let clock: TestClock;
let database: MemoryDatabase;
let commit: Commit;

beforeEach(() => {
  clock = createTestClock();
  database = createMemoryDatabase();
  commit = createCommit({ database, clock });
});

/** Commits so many events and gives their items, in the order of their ids. */
async function commitEvents(count: number) {
  for (let index = 0; index < count; index++)
    await commit([], { events: [{ type: 'user.verified', subject: `users/${userId}`, data: { userId } }] });
  return database.itemsOf('events').sort((left, right) => (left.pk < right.pk ? -1 : 1));
}

const eventIdOf = ({ pk }: { readonly pk: string }) => pk.replace('EVENT#', '');
const pendingOf = (items: readonly { readonly [attribute: string]: unknown }[]) =>
  items.map(({ pending }) => pending !== undefined);

function dispatchThrough(queues: ReturnType<typeof createFakeQueues>) {
  const handler = createHandler(
    createDispatch({ send: queues.send, pending: createPendingEvents({ database, clock }) }),
    clock,
  );
  return async (items: Parameters<typeof streamEventOf>[0], eventName?: 'MODIFY') =>
    (await withLogLines(() => handler(streamEventOf(items, eventName), lambdaContext()))).result;
}

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
    const after = database.itemsOf('events').sort((left, right) => (left.pk < right.pk ? -1 : 1));
    expect(pendingOf(after)).toEqual([false, true, false, true, false]);
  });

  it('reports an event that was sent and could not be taken out, so that it is sent again', async () => {
    const items = await commitEvents(1);
    database.hooks.before = () => {
      throw new AnswerLost();
    };

    expect(await dispatchThrough(createFakeQueues())(items)).toEqual({ batchItemFailures: [{ itemIdentifier: 's0' }] });
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
