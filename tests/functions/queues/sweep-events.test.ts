import { beforeEach, describe, expect, it } from '@jest/globals';
import type { ScheduledEvent } from 'aws-lambda';
import { createHandler } from '../../../functions/queues/sweep-events.ts';
import { createCommit } from '../../../lib/data/commit.ts';
import { createDispatch } from '../../../lib/events/dispatch.ts';
import { createPendingEvents } from '../../../lib/events/pending-events.ts';
import { createSweep } from '../../../lib/events/sweep.ts';
import { createTestClock, type TestClock } from '../../support/clock.ts';
import { createFakeQueues } from '../../support/events.ts';
import { lambdaContext } from '../../support/http.ts';
import { withLogLines } from '../../support/log-lines.ts';
import { createMemoryDatabase, type MemoryDatabase } from '../../support/memory-database.ts';

const userId = '019a0000-0000-7000-8000-000000000001';
let clock: TestClock;
let database: MemoryDatabase;

beforeEach(() => {
  clock = createTestClock();
  database = createMemoryDatabase();
});

async function commitEvents(count: number): Promise<void> {
  const commit = createCommit({ database, clock });
  const event = { type: 'user.verified', subject: `users/${userId}`, data: { userId } } as const;
  for (let left = count; left > 0; left -= 100) await commit([], { events: Array(Math.min(left, 100)).fill(event) });
}

async function sweep(queues: ReturnType<typeof createFakeQueues>) {
  const pending = createPendingEvents({ database, clock });
  const handler = createHandler(
    createSweep({ pending, dispatch: createDispatch({ send: queues.send, pending }), clock }),
  );
  const { lines } = await withLogLines(() => handler({} as ScheduledEvent, lambdaContext()));
  return lines.find(({ message }) => message === 'schedule');
}

describe('sweep-events', () => {
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
