import { log } from '../log.ts';
import type { Queue } from '../queue/queue-url.ts';
import { createSend, type Send } from '../queue/send.ts';
import type { Envelope } from './envelope.ts';
import { createPendingEvents, type PendingEvents } from './pending-events.ts';
import { queuesOf } from './routes.ts';

/** Sends events to the queues of their types, then takes them out of the outbox; answers those that did not make it. */
export type Dispatch = (events: readonly Envelope[]) => Promise<ReadonlySet<Envelope>>;

export function createDispatch({
  send = createSend(),
  pending = createPendingEvents(),
}: {
  readonly send?: Send;
  readonly pending?: Pick<PendingEvents, 'settle'>;
} = {}): Dispatch {
  return async (events) => {
    const known = events.filter(isRouted);
    const unsent = await sendAll(known, send);
    const settled = await Promise.all(known.filter(({ id }) => !unsent.has(id)).map((event) => settle(event, pending)));
    const failedToSettle = settled.filter((event) => event !== undefined);
    return new Set([...known.filter(({ id }) => unsent.has(id)), ...failedToSettle]);
  };
}

/** A type that is unknown here stays pending for a release that knows it; trying again would only hold the others up. */
function isRouted({ id, type }: Envelope): boolean {
  if (queuesOf(type)) return true;
  log.error('event of an unknown type', { eventId: id, type });
  return false;
}

/** One send a queue; answers the ids of events that a queue of theirs did not get. */
async function sendAll(events: readonly Envelope[], send: Send): Promise<ReadonlySet<string>> {
  const queues = new Map<Queue, Envelope[]>();
  for (const event of events)
    for (const queue of queuesOf(event.type) ?? []) queues.set(queue, [...(queues.get(queue) ?? []), event]);
  const failed = await Promise.all(
    [...queues].map(([queue, its]) =>
      send(
        queue,
        its.map((event) => ({ id: event.id, body: JSON.stringify(event) })),
      ),
    ),
  );
  return new Set(failed.flatMap((ids) => [...ids]));
}

/** Undefined when all is well; sent again otherwise, which consumers are made for. */
async function settle(event: Envelope, pending: Pick<PendingEvents, 'settle'>): Promise<Envelope | undefined> {
  try {
    await pending.settle(event);
    return undefined;
  } catch (error) {
    log.warn('event sent but still pending', { eventId: event.id, error });
    return event;
  }
}
