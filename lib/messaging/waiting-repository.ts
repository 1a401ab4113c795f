import * as z from 'zod';
import { atMost, equals, greaterThan } from '../data/condition.ts';
import { entity, type Stored, type ValueOf } from '../data/entity.ts';
import { at } from '../data/read.ts';
import { readable } from '../data/readable.ts';
import { insert, remove, update, type Write } from '../data/write.ts';
import type { Platform } from '../platform/platform.ts';
import { id, instant, schema } from '../schemas.ts';
import { failureCause } from './failures.ts';
import { history } from './history.ts';
import type { Queue } from './queue-url.ts';
import type { Send } from './send.ts';

/** A message that waits until what its worker stands on is up again. */
export type WaitingMessage = ValueOf<typeof waitingMessages>;

/** The messages that wait, in the order in which they were first sent; each has the id that it would have as a dead letter. */
export const waitingMessages = entity({
  name: 'waiting-message',
  table: 'platform',
  schema: schema(() =>
    z.object({
      id: id(),
      queue: z.string(),
      body: z.string(),
      history: history(),
      /** What was down when it came. */
      cause: failureCause(),
    }),
  ),
  key: ({ queue, id }: { queue: string; id: string }) => ({ pk: partitionOf(queue), sk: id }),
});

/** The messages as whoever goes through them has them. */
const readableMessages = readable(waitingMessages);

/** What waiting and releasing stand on. */
export interface WaitingDependencies extends Pick<Platform, 'read' | 'commit' | 'clock' | 'newId'> {
  readonly send: Send;
}

/** What is known of the outage of a queue. */
export type Outage = ValueOf<typeof outages>;

/** The outage of a queue: how many messages wait, and which one goes round to see whether it is over. */
export const outages = entity({
  name: 'outage',
  table: 'platform',
  schema: schema(() =>
    z.object({
      queue: z.string(),
      since: instant(),
      count: z.int(),
      /** What the probe carries. */
      probe: z.string(),
      /** Until when it counts as alive. */
      probeUntil: instant(),
    }),
  ),
  key: ({ queue }: { queue: string }) => ({ pk: `QUEUE#${queue}`, sk: 'OUTAGE' }),
});

/** What the probe carries, and until when it counts as alive. */
type Role = Pick<Outage, 'probe' | 'probeUntil'>;

/** A message waits already, by a copy of it. */
export class AlreadyWaiting extends Error {
  override readonly name = 'AlreadyWaiting';
}

/** The outage is not as it was taken for. */
export class OutageChanged extends Error {
  override readonly name = 'OutageChanged';
  /** The outage as it is; undefined where there is none. */
  readonly outage: Outage | undefined;

  constructor(outage: Outage | undefined) {
    super('The outage of the queue is another by now');
    this.outage = outage;
  }
}

const changed = (outage: Outage | undefined) => new OutageChanged(outage);

/** The outages of queues, and what waits for their end; an outage stands as long as anything waits. */
export function createWaitingRepository({ read }: Pick<Platform, 'read'>) {
  return {
    findOutage: (queue: Queue) => read.find(outages, { queue }),

    /** Finds the outages of queues by one batch read; those that have none are left out. */
    async findOutages(queues: readonly Queue[]): Promise<ReadonlyMap<Queue, Stored<Outage>>> {
      const found = await read.findTogether(queues.map((queue) => at(outages, { queue })));
      return new Map(queues.flatMap((queue, index) => (found[index] ? [[queue, found[index]] as const] : [])));
    },

    /** Lists the messages that were sent first of those that wait, by one consistent query. */
    async listOldest(queue: Queue, limit: number): Promise<readonly Stored<WaitingMessage>[]> {
      return (await read.query(readableMessages, { partition: partitionOf(queue), consistent: true, limit })).items;
    },

    /** Lists the message that was sent next after another one of those that wait, if there is one, by one consistent query. */
    async listNext(queue: Queue, { id }: Pick<WaitingMessage, 'id'>): Promise<readonly Stored<WaitingMessage>[]> {
      const after = { ...waitingMessages.key({ queue, id }) };
      const selection = { partition: partitionOf(queue), consistent: true, limit: 1, after };
      return (await read.query(readableMessages, selection)).items;
    },

    /** Adds a message to what waits for a probe that is alive; throws `OutageChanged`, `AlreadyWaiting`. */
    add: (queue: Queue, message: WaitingMessage, now: Date): Write[] => [
      tally(queue, 1, now),
      insert(waitingMessages, message, { conflict: () => new AlreadyWaiting('The message waits already') }),
    ],

    /** Has a message that waits wait anew, so that whoever is about to release it leaves it; throws `OutageChanged`. */
    renew: ({ queue, id, history }: WaitingMessage): Write =>
      update(waitingMessages, { queue, id }, { set: { history }, conflict: () => new OutageChanged(undefined) }),

    /** Takes messages that are as they were read out of what waits; throws `OutageChanged` where one is not. */
    take: (queue: Queue, messages: readonly Stored<WaitingMessage>[]): Write[] => [
      ...messages.map(({ id, version }) =>
        remove(
          waitingMessages,
          { queue, id },
          { when: equals('version', version), conflict: () => new OutageChanged(undefined) },
        ),
      ),
      tally(queue, -messages.length),
    ],

    /** Begins an outage, with a probe; throws `OutageChanged` where there is one. */
    begin: (outage: Outage): Write => insert(outages, outage, { conflict: changed }),

    /** Puts a probe in the place of one that is dead; throws `OutageChanged` where it is alive. */
    replaceProbe: (queue: Queue, role: Role, now: Date): Write =>
      update(outages, { queue }, { set: role, when: atMost('probeUntil', now.toISOString()), conflict: changed }),

    /** Hands the role of the probe on, by whoever has it; throws `OutageChanged` where that is another one. */
    handOn: (queue: Queue, from: string, to: Role): Write =>
      update(outages, { queue }, { set: to, when: equals('probe', from), conflict: changed }),

    /** Has the probe wait, and hands its role to another one; throws `OutageChanged`, and `AlreadyWaiting` where a copy waits. */
    stepBack: (queue: Queue, message: WaitingMessage, from: string, to: Role): Write[] => [
      update(outages, { queue }, { set: to, add: { count: 1 }, when: equals('probe', from), conflict: changed }),
      insert(waitingMessages, message, { conflict: () => new AlreadyWaiting('The message waits already') }),
    ],

    /**
     * Ends an outage that is as it was before it was seen that nothing waits, whatever the tally says: a malformed item is counted
     * there, and waits for nobody. Throws `OutageChanged`.
     */
    end: ({ queue, version }: Stored<Outage>): Write =>
      remove(outages, { queue }, { when: equals('version', version), conflict: changed }),
  };
}

/** Counts what waits; with `now`, for a probe that is alive then. */
function tally(queue: string, by: number, now?: Date): Write {
  const when = now && greaterThan('probeUntil', now.toISOString());
  return update(outages, { queue }, { add: { count: by }, ...(when && { when }), conflict: changed });
}

function partitionOf(queue: string): string {
  return `WAITING#${queue}`;
}
