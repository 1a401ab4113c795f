import type { Action } from '../../lib/data/database.ts';
import { createDispatch } from '../../lib/dispatch/dispatch.ts';
import { createPendingEvents } from '../../lib/dispatch/pending-events.ts';
import { routesOf } from '../../lib/dispatch/routes.ts';
import { createReminding } from '../../lib/domains/clinic/appointments/reminding.ts';
import { appointmentReminderDue } from '../../lib/domains/clinic/events/appointments.ts';
import type { EventOf } from '../../lib/events/definition.ts';
import type { Envelope } from '../../lib/events/envelope.ts';
import { Drop, Retry } from '../../lib/messaging/decisions.ts';
import type { Send } from '../../lib/messaging/send.ts';
import { createAppointments } from './appointments.ts';
import { createTestTick } from './due/ticking.ts';
import { createMemoryDatabase } from './memory-database.ts';
import { createTestPlatform, noPause } from './platform.ts';
import { createVirtualTime } from './virtual-time.ts';

/** An event, and when it was committed. */
export interface Told {
  readonly type: string;
  readonly appointmentId: string;
  readonly sequence: number;
  readonly at: number;
}

/**
 * The appointments of a clinic in a time of its own, with the worker that reminds of them: each message comes three times, and
 * the copies of it up to five seconds apart.
 */
export async function createRemindedClinic(start: string, random: () => number) {
  const time = createVirtualTime(random);
  const clock = Object.assign(() => new Date(Date.parse(start) + time.now()), { advance: () => undefined });
  const database = createMemoryDatabase();
  const platform = createTestPlatform(database, { clock, sleep: time.sleep });
  const appointments = await createAppointments(database, platform);
  const remind = createReminding(platform);
  const told: Told[] = [];
  let underWay = 0;

  /** Begins what goes on beside all else, until when the clinic is not still. */
  function begin(work: () => Promise<unknown>): void {
    underWay += 1;
    void work().finally(() => {
      underWay -= 1;
    });
  }

  async function work(event: EventOf<typeof appointmentReminderDue>): Promise<void> {
    try {
      await remind(event);
    } catch (error) {
      if (error instanceof Drop) return;
      if (!(error instanceof Retry)) throw error;
      await time.sleep(error.afterSeconds * 1_000);
      await work(event);
    }
  }

  const send: Send = async (_queue, messages) => {
    for (const { body, delaySeconds = 0 } of messages)
      for (let copy = 0; copy < 3; copy++)
        begin(async () => {
          await time.sleep(delaySeconds * 1_000 + 5_000 * random() ** 3);
          await work(JSON.parse(body));
        });
    return new Set();
  };

  const dispatch = createDispatch({
    queuesOf: routesOf([appointmentReminderDue]),
    send,
    pending: createPendingEvents({ database, clock, sleep: noPause }),
    optionalQueues: () => [],
    clock,
  });

  database.hooks.after = (operation, request) => {
    if (operation !== 'transact') return;
    for (const action of request as readonly Action[]) {
      if (action.kind !== 'put' || action.table !== 'events') continue;
      const event = action.item.event as Envelope;
      const { appointmentId, sequence } = event.data as { readonly appointmentId: string; readonly sequence: number };
      told.push({ type: event.type, appointmentId, sequence, at: clock().getTime() });
      if (event.type === appointmentReminderDue.type) begin(async () => dispatch([event]));
    }
  };

  return {
    ...{ appointments, database, clock, time, told },
    tick: createTestTick(database, send, clock, [appointmentReminderDue]),
    /** Waits until nothing is under way any more. */
    async settle(): Promise<void> {
      while (underWay > 0) await time.sleep(1_000);
    },
  };
}

export type RemindedClinic = Awaited<ReturnType<typeof createRemindedClinic>>;
