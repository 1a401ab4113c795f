import type { Clock } from '../clock.ts';
import { dueTimeOf } from '../events/due-definition.ts';
import type { Envelope } from '../events/envelope.ts';
import { eventText } from '../events/event-text.ts';
import { log } from '../log.ts';
import { delaySecondsUntil } from '../messaging/delay.ts';
import type { Queue } from '../messaging/queue-url.ts';
import type { Message, Send } from '../messaging/send.ts';
import { within } from '../messaging/time-limit.ts';
import type { PendingEvents } from './pending-events.ts';
import type { QueuesOf } from './routes.ts';
import { tellOfUnknownTypes } from './unknown-types.ts';

/** Sends events to the queues of their types, then takes them out of the outbox; answers those for which that failed. */
export type Dispatch = (events: readonly Envelope[]) => Promise<ReadonlySet<Envelope>>;

/** The longest that anything waits for an optional queue. */
const optionalMilliseconds = 1_000;

interface DispatchDependencies {
  readonly queuesOf: QueuesOf;
  readonly send: Send;
  readonly pending: Pick<PendingEvents, 'settle'>;
  /** The queues that get every event that has happened; they are asked for at each dispatch. */
  readonly optionalQueues: () => readonly Queue[];
  readonly clock: Clock;
}

export function createDispatch({ queuesOf, send, pending, optionalQueues, clock }: DispatchDependencies): Dispatch {
  return async (events) => {
    const known = events.filter(({ type }) => queuesOf(type));
    // A retry would only delay the others: such events stay pending for a release that knows them.
    tellOfUnknownTypes(events.filter(({ type }) => !queuesOf(type)).map(({ type }) => type));
    // What is due has not happened yet, and may be moved or cancelled before it does.
    const happened = known.filter((event) => !dueTimeOf(event));
    const offered = Promise.all(optionalQueues().map((queue) => offer(queue, happened, send)));
    const unsent = await sendAll(known, { queuesOf, send, clock });
    const settled = await Promise.all(known.filter(({ id }) => !unsent.has(id)).map((event) => settle(event, pending)));
    const failedToSettle = settled.filter((event) => event !== undefined);
    await offered;
    return new Set([...known.filter(({ id }) => unsent.has(id)), ...failedToSettle]);
  };
}

/**
 * Sends events by one call a queue, which keeps back what is not due yet; answers the ids of those that one of their queues did
 * not get.
 */
export async function sendAll(
  events: readonly Envelope[],
  { queuesOf, send, clock }: Pick<DispatchDependencies, 'queuesOf' | 'send' | 'clock'>,
): Promise<ReadonlySet<string>> {
  const routed = events.flatMap((event) => (queuesOf(event.type) ?? []).map((queue) => ({ queue, event })));
  const byQueue = Map.groupBy(routed, ({ queue }) => queue);
  const failed = await Promise.all(
    [...byQueue].map(([queue, its]) =>
      send(
        queue,
        its.map(({ event }) => messageAt(clock(), event)),
      ),
    ),
  );
  return new Set(failed.flatMap((ids) => [...ids]));
}

/**
 * Sends events to an optional queue, which may be missing: it never fails, and what it could not send is lost to that queue.
 */
async function offer(queue: Queue, events: readonly Envelope[], send: Send): Promise<void> {
  if (events.length === 0) return;
  try {
    const { size: count } = await within(optionalMilliseconds, send(queue, events.map(messageOf)));
    if (count > 0) log.warn('events lost to an optional queue', { queue, count });
  } catch (error) {
    log.warn('events lost to an optional queue', { queue, count: events.length, error });
  }
}

function messageAt(now: Date, event: Envelope): Message {
  const dueAt = dueTimeOf(event);
  return { ...messageOf(event), ...(dueAt && { delaySeconds: delaySecondsUntil(dueAt, now) }) };
}

function messageOf(event: Envelope): Message {
  return { id: event.id, body: eventText(event) };
}

/** Takes an event out of the outbox; undefined when that succeeds. Otherwise it is sent again, which consumers are made for. */
async function settle(event: Envelope, pending: Pick<PendingEvents, 'settle'>): Promise<Envelope | undefined> {
  try {
    await pending.settle(event);
    return undefined;
  } catch (error) {
    log.warn('event sent but still pending', { eventId: event.id, error });
    return event;
  }
}
