import type { Stored } from '../data/entity.ts';
import { log } from '../log.ts';
import type { Platform } from '../platform/platform.ts';
import { roleOf } from './outage-bounds.ts';
import type { Queue } from './queue-url.ts';
import type { Message } from './send.ts';
import {
  createWaitingRepository,
  type Outage,
  OutageChanged,
  type WaitingDependencies,
  type WaitingMessage,
} from './waiting-repository.ts';

/**
 * Sends what was sent first of what waits, by whoever was the probe and has found its dependency up. One in their midst is
 * the next probe, which releases the next ones: so a server that has just come up gets no more at once than it has shown to bear.
 * Where nothing waits any more, the outage is over. Does nothing by a probe that is not that of its queue any more.
 */
export type Release = (queue: Queue, probe: string) => Promise<void>;

/** How many messages are released at once, by two calls of SQS. */
const pageSize = 20;
/** How often an outage is to be ended, for which another message waits at each try. */
const mostLooks = 3;

export interface ReleaseDependencies extends WaitingDependencies, Pick<Platform, 'writeAlone'> {}

export function createRelease({ read, commit, writeAlone, clock, newId, send }: ReleaseDependencies): Release {
  const waiting = createWaitingRepository({ read });
  const takeSent = createTakeSent({ read, commit });

  async function releasePage(queue: Queue, probe: string, page: readonly Stored<WaitingMessage>[]): Promise<void> {
    const now = clock();
    const next = roleOf(newId(now.getTime()), now);
    await commit([waiting.handOn(queue, probe, next)]);
    const middle = Math.floor(page.length / 2);
    const messages = page.map((message, at) => messageOf(message, at === middle ? next.probe : undefined));
    const unsent = await send(queue, messages);
    await takeSent(
      queue,
      page.filter(({ id }) => !unsent.has(id)),
    );
  }

  /** Releases a page, or ends the outage; throws `OutageChanged` where something has begun to wait meanwhile. */
  async function goOn(queue: Queue, probe: string): Promise<void> {
    const outage = await waiting.findOutage(queue);
    if (outage?.probe !== probe) return;
    const page = await waiting.listOldest(queue, pageSize);
    if (page.length > 0) return releasePage(queue, probe, page);
    await writeAlone(waiting.end(outage));
    tellEnd(outage, clock());
  }

  return async (queue, probe) => {
    for (let looks = 1; looks <= mostLooks; looks++) {
      try {
        return await goOn(queue, probe);
      } catch (error) {
        if (!(error instanceof OutageChanged)) throw error;
      }
    }
  };
}

/** Takes messages that were sent out of what waits; one that waits anew by a copy stays. */
export function createTakeSent({ read, commit }: Pick<Platform, 'read' | 'commit'>) {
  const waiting = createWaitingRepository({ read });

  return async function takeSent(queue: Queue, sent: readonly Stored<WaitingMessage>[]): Promise<void> {
    if (sent.length === 0) return;
    try {
      await commit(waiting.take(queue, sent));
    } catch (error) {
      if (!(error instanceof OutageChanged)) throw error;
      if (sent.length > 1) for (const each of sent) await takeSent(queue, [each]);
    }
  };
}

/** A message that is released, as the next probe where it says so. */
export function messageOf({ id, body, history }: WaitingMessage, probe: string | undefined): Message {
  return { id, body, history: { ...history, probe } };
}

/** Writes the one line about the end of an outage. */
export function tellEnd({ queue, since }: Outage, now: Date): void {
  const seconds = Math.round((now.getTime() - Date.parse(since)) / 1_000);
  log.info('dependency is up again', { queue, since, seconds });
}
