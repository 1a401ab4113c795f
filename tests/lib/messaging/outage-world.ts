import { expect } from '@jest/globals';
import * as z from 'zod';
import { createDeadLetterRepository } from '../../../lib/messaging/dead-letter-repository.ts';
import { Defer, DependencyDown } from '../../../lib/messaging/decisions.ts';
import { createSweepWaiting } from '../../../lib/messaging/sweep-waiting.ts';
import { queue } from '../../../lib/messaging/trigger.ts';
import { createWaitingRepository, outages } from '../../../lib/messaging/waiting-repository.ts';
import { worker } from '../../../lib/messaging/worker.ts';
import { schema } from '../../../lib/schemas.ts';
import type { TestClock } from '../../support/clock.ts';
import type { MemoryDatabase } from '../../support/memory-database.ts';
import { createTestPlatform } from '../../support/platform.ts';
import { createMemoryTools } from '../../support/queue.ts';
import { createVirtualQueue } from '../../support/virtual-queues.ts';

const message = schema(() => z.object({ number: z.int() }));
const trigger = queue({ queue: 'email', message, grants: [] });

/** A queue whose worker stands on a server that may be down, or have a limit, and which takes no poison. */
export function createOutageWorld(database: MemoryDatabase, clock: TestClock) {
  const server = {
    isUp: true,
    /** How many messages it takes in a second, where it has a limit; more it defers. */
    perSecond: Number.POSITIVE_INFINITY,
    poison: new Set<number>(),
    refused: new Set<number>(),
    deferred: new Set<number>(),
    tries: new Map<number, number>(),
  };
  const done: number[] = [];
  const doneAt = new Map<number, number>();
  const virtual = createVirtualQueue(database, clock);
  const platform = { ...createTestPlatform(database, { clock }), send: virtual.send };
  const tools = { ...createMemoryTools(database, clock, virtual.send), postpone: virtual.postpone };
  const claimed = new Set<string>();

  /** Whether the server has taken all that it does in this second. */
  function isFull(): boolean {
    const since = clock().getTime() - 1_000;
    return [...doneAt.values()].filter((at) => at > since).length >= server.perSecond;
  }

  const handler = worker(
    trigger,
    async ({ number }, { eventId }) => {
      server.tries.set(number, (server.tries.get(number) ?? 0) + 1);
      // The work reads, as any does, before it turns to its server.
      await platform.read.find(outages, { queue: 'email' });
      if (!server.isUp || server.refused.has(number))
        throw new DependencyDown('MAIL_UNAVAILABLE', 'The server is down');
      if (server.poison.has(number)) throw new Error('poison');
      if (server.deferred.has(number) || isFull()) throw new Defer('MAIL_DEFERRED', 'The server takes it later');
      if (claimed.has(eventId)) return;
      claimed.add(eventId);
      done.push(number);
      doneAt.set(number, clock().getTime());
    },
    tools,
  );
  const waiting = createWaitingRepository(platform);
  const sweep = createSweepWaiting(platform);
  const letters = createDeadLetterRepository(platform);

  return {
    ...{ server, done, doneAt, virtual, handler, sweep, waiting },
    putAll: (count: number, from = 0) => {
      for (let number = from; number < from + count; number++) {
        virtual.put({ body: JSON.stringify({ number }) });
        clock.advance(0.001);
      }
    },
    pass: (seconds: number) => virtual.pass(seconds, handler, sweep),
    lettersOf: async () => (await letters.list('email', { limit: 1_000 })).items,
    /** How many messages wait, by the tally, which has to be that of the items. */
    async waitingCount() {
      const items = database.itemsOf('platform').filter(({ entity }) => entity === 'waiting-message');
      const outage = await waiting.findOutage('email');
      expect(outage?.count ?? 0).toBe(items.length);
      return items.length;
    },
    linesOf: (text: string) => virtual.lines.filter((line) => line.message === text),
  };
}

export const numbers = (count: number, from = 0) => Array.from({ length: count }, (_, index) => from + index);
export const sorted = (values: readonly number[]) => values.toSorted((one, other) => one - other);
