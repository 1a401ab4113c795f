import { later, second } from '../clock.ts';
import type { Stored } from '../data/entity.ts';
import { hasCode } from '../errors.ts';
import { logWithMetrics } from '../metrics.ts';
import { createDeadLetterRepository, type DeadLetter } from './dead-letter-repository.ts';
import { isOverdue, roleOf } from './outage-bounds.ts';
import { type Queue, queueNames } from './queue-url.ts';
import { createTakeSent, messageOf, type ReleaseDependencies, tellEnd } from './release.ts';
import { createWaitingRepository, type Outage, OutageChanged, type WaitingMessage } from './waiting-repository.ts';

/**
 * Looks after the outages of all queues: gives up what has waited too long, and sends a probe in the place of one that is dead.
 * Costs one read where nothing waits. Answers how many outages there are, and how many probes and dead letters it made.
 */
export type SweepWaiting = () => Promise<{
  readonly outages: number;
  readonly probes: number;
  readonly deadLetters: number;
}>;

/** How many messages are given up in one transaction, each of which may be of 256 KiB. */
const batchSize = 10;
/** For how long one sweep gives messages up; the next one takes the rest. */
const budget = 15 * second;

export function createSweepWaiting({ read, commit, writeAlone, clock, newId, send }: ReleaseDependencies) {
  const waiting = createWaitingRepository({ read });
  const deadLetters = createDeadLetterRepository({ read });
  const takeSent = createTakeSent({ read, commit });

  /** Makes messages dead letters, one by one where one of them is such a letter already, or waits anew. */
  async function bury(queue: Queue, messages: readonly Stored<WaitingMessage>[]): Promise<number> {
    const letters = messages.map((message) => letterOf(message, clock()));
    try {
      await commit([...deadLetters.add(queue, letters), ...waiting.take(queue, messages)]);
      return messages.length;
    } catch (error) {
      const isRecorded = hasCode(error, 'ALREADY_RECORDED');
      if (!(isRecorded || error instanceof OutageChanged)) throw error;
      if (messages.length === 1 && isRecorded) await takeSent(queue, messages);
    }
    let buried = 0;
    if (messages.length > 1) for (const each of messages) buried += await bury(queue, [each]);
    return buried;
  }

  /** Gives up what has waited too long; what was sent first has waited longest, but for what came round late. */
  async function giveUp(queue: Queue): Promise<number> {
    const end = later(clock(), budget);
    let buried = 0;
    for (let isOpen = true; isOpen && clock() < end; ) {
      const page = await waiting.listOldest(queue, batchSize);
      const overdue = page.filter(({ history }) => isOverdue(history, clock()));
      const count = overdue.length > 0 ? await bury(queue, overdue) : 0;
      buried += count;
      isOpen = count > 0;
    }
    if (buried > 0) tellOfDeadLetters(queue, buried);
    return buried;
  }

  /** Sends a probe, which is what was sent first of what waits; the outage is over where nothing does. */
  async function replaceProbe(queue: Queue, outage: Stored<Outage>): Promise<number> {
    const now = clock();
    const [oldest] = await waiting.listOldest(queue, 1);
    if (!oldest) {
      await writeAlone(waiting.end(outage));
      tellEnd(outage, now);
      return 0;
    }
    const role = roleOf(newId(now.getTime()), now);
    await commit([waiting.replaceProbe(queue, role, now)]);
    const unsent = await send(queue, [messageOf(oldest, role.probe)]);
    if (unsent.size > 0) return 0;
    await takeSent(queue, [oldest]);
    return 1;
  }

  async function see(queue: Queue, outage: Stored<Outage>): Promise<{ probes: number; deadLetters: number }> {
    const buried = isOverdue({ waitingSince: outage.since }, clock()) ? await giveUp(queue) : 0;
    if (Date.parse(outage.probeUntil) > clock().getTime()) return { probes: 0, deadLetters: buried };
    const probes = await replaceProbe(queue, outage).catch((error) => {
      // A message that has just come is the probe.
      if (error instanceof OutageChanged) return 0;
      throw error;
    });
    return { probes, deadLetters: buried };
  }

  const sweep: SweepWaiting = async () => {
    const outages = [...(await waiting.findOutages(queueNames))];
    const done = await Promise.all(outages.map(([queue, outage]) => see(queue, outage)));
    const sumOf = (field: 'probes' | 'deadLetters') => done.reduce((sum, each) => sum + each[field], 0);
    return { outages: outages.length, probes: sumOf('probes'), deadLetters: sumOf('deadLetters') };
  };
  return sweep;
}

function letterOf({ id, queue, body, history, cause }: WaitingMessage, now: Date): DeadLetter {
  const { sentAt, tries } = history;
  return { id, queue, body, error: cause, receives: tries, sentAt, diedAt: now.toISOString() };
}

/** Counts dead letters, for their alarm. */
function tellOfDeadLetters(queue: Queue, count: number): void {
  const counted = { by: [{ queue }], counts: { DeadLetters: count } } as const;
  logWithMetrics('error', 'waiting messages given up', { queue, count }, counted);
}
