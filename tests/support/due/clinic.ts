import type { Action } from '../../../lib/data/database.ts';
import { createDispatch } from '../../../lib/dispatch/dispatch.ts';
import { createPendingEvents } from '../../../lib/dispatch/pending-events.ts';
import { routesOf } from '../../../lib/dispatch/routes.ts';
import { claimDue, createDemand, type DueEvent } from '../../../lib/due/demand.ts';
import { createDueItems, type DuePlan } from '../../../lib/due/due-items.ts';
import type { Envelope } from '../../../lib/events/envelope.ts';
import { Drop, Retry } from '../../../lib/messaging/decisions.ts';
import type { Send } from '../../../lib/messaging/send.ts';
import { createMemoryDatabase } from '../memory-database.ts';
import { createTestPlatform, noPause } from '../platform.ts';
import { createVirtualTime } from '../virtual-time.ts';
import type { Effect } from './judgement.ts';
import { holdOver, reminderDue } from './kinds.ts';
import { createLaggingIndex } from './lagging-index.ts';

interface ClinicOptions {
  readonly random: () => number;
  /** How many milliseconds the index lags. */
  readonly lag?: () => number;
}

const start = Date.parse('2026-03-08T09:30:00.000Z');

/**
 * A product in a time of its own, in which reminders are scheduled and have their effects: with a stream, queues that keep
 * messages back, a worker, and an index that lags. It has no ticks but those that a test makes.
 */
export function createClinic({ random, lag = () => 500 }: ClinicOptions) {
  const time = createVirtualTime(random);
  const clock = Object.assign(() => new Date(start + time.now()), { advance: () => undefined });
  const memory = createMemoryDatabase();
  const database = createLaggingIndex(memory, lag, time.now);
  const platform = createTestPlatform(database, { clock, sleep: time.sleep });
  const due = createDueItems(platform);
  const demand = createDemand(platform);
  const effects: Effect[] = [];
  const stored = new Map<string, Envelope>();
  memory.hooks.after = (operation, request) => {
    if (operation !== 'transact') return;
    const events = (request as readonly Action[]).flatMap((action) =>
      action.kind === 'put' && action.table === 'events' ? [action.item.event] : [],
    );
    for (const event of events as readonly Envelope[]) stored.set(event.id, event);
  };
  let [messages, underWay] = [0, 0];

  /** Begins what goes on beside all else, until when the clinic is not still. */
  function begin(work: () => Promise<unknown>): void {
    underWay += 1;
    void work().finally(() => {
      underWay -= 1;
    });
  }

  const send: Send = async (_queue, sent) => {
    for (const { body, delaySeconds = 0 } of sent) {
      messages += 1;
      begin(async () => {
        await time.sleep(delaySeconds * 1_000 + 300 * random());
        await work(JSON.parse(body));
      });
    }
    return new Set();
  };

  async function work(event: DueEvent): Promise<void> {
    try {
      await demand(event);
      await platform.commit([claimDue(event)]);
      effects.push({ id: event.data.due.id, at: clock() });
    } catch (error) {
      if (error instanceof Drop) return;
      if (!(error instanceof Retry)) throw error;
      await time.sleep(error.afterSeconds * 1_000);
      await work(event);
    }
  }

  const dispatch = createDispatch({
    queuesOf: routesOf([reminderDue, holdOver]),
    send,
    pending: createPendingEvents({ database, clock, sleep: noPause }),
    optionalQueues: () => [],
    clock,
  });

  return {
    ...{ clock, time, memory, database, due, send, effects },
    messages: () => messages,
    /** Commits a plan; the stream brings its events to the queues a moment later. */
    async commit({ writes, events }: DuePlan): Promise<void> {
      await platform.commit(writes, { events });
      begin(async () => {
        await time.sleep(50 + 400 * random());
        await dispatch(events.map(({ id }) => stored.get(String(id)) as Envelope));
      });
    },
    /** Waits until nothing is under way any more. */
    async settle(): Promise<void> {
      while (underWay > 0) await time.sleep(1_000);
    },
  };
}

export type Clinic = ReturnType<typeof createClinic>;
