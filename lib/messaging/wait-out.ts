import { randomInt } from 'node:crypto';
import type { SQSRecord } from 'aws-lambda';
import { databaseUnavailable } from '../data/database.ts';
import { Unavailable } from '../errors.ts';
import { log } from '../log.ts';
import { deadLetterIdOf } from './dead-letter-id.ts';
import { Defer, type DependencyDown } from './decisions.ts';
import { receivesOf, redrivenAttribute } from './delivery.ts';
import { causeOf } from './failures.ts';
import { historyOf } from './history.ts';
import { deferralSeconds, probeSeconds, roleOf } from './outage-bounds.ts';
import type { Queue } from './queue-url.ts';
import { queuesUnavailable } from './queues-unavailable.ts';
import { createStepBack } from './step-back.ts';
import {
  AlreadyWaiting,
  createWaitingRepository,
  OutageChanged,
  type WaitingDependencies,
  type WaitingMessage,
} from './waiting-repository.ts';

/**
 * Keeps a message until what it stands on is up again, so that its queue may forget it: as an item behind a probe, or as the
 * probe itself, which its queue keeps back; a probe hands its role on where another one waits. Where the database is down, and
 * where the message is deferred, it goes round by itself. Throws `QUEUES_UNAVAILABLE` where neither can be had.
 */
export type WaitOut = (queue: Queue, record: SQSRecord, why: DependencyDown | Defer) => Promise<void>;

/** How often a message looks who the probe is, when that changes at each look. */
const mostLooks = 3;

export function createWaitOut({ read, commit, clock, newId, send }: WaitingDependencies): WaitOut {
  const waiting = createWaitingRepository({ read });
  const stepBack = createStepBack({ read, commit, clock, newId, send });

  /** Sends a message to be seen in a while; as a probe where it says so. */
  async function sendAgain(queue: Queue, message: WaitingMessage, probe?: string): Promise<void> {
    const delaySeconds = probeSeconds + (probe === undefined ? randomInt(probeSeconds / 2) : 0);
    await sendAfter(delaySeconds, queue, message, probe);
  }

  async function sendAfter(delaySeconds: number, queue: Queue, { id, body, history }: WaitingMessage, probe?: string) {
    const unsent = await send(queue, [{ id, body, history: { ...history, probe }, delaySeconds }]);
    if (unsent.size > 0) throw queuesUnavailable();
  }

  async function waitBehindProbe(queue: Queue, message: WaitingMessage): Promise<void> {
    try {
      await commit(waiting.add(queue, message, clock()));
    } catch (error) {
      if (!(error instanceof AlreadyWaiting)) throw error;
      await commit([waiting.renew(message)]);
    }
  }

  /** Takes the role of the probe in place of `old`; false where another one was faster. */
  async function becomeProbe(queue: Queue, message: WaitingMessage, old: OutageChanged['outage']): Promise<boolean> {
    const now = clock();
    const role = roleOf(newId(now.getTime()), now);
    const begun = { queue, since: now.toISOString(), count: 0, ...role };
    const isTaken = await has(commit([old ? waiting.replaceProbe(queue, role, now) : waiting.begin(begun)]));
    const { code, message: reason } = message.cause;
    if (isTaken && !old) log.warn('dependency is down', { queue, code, reason });
    if (isTaken) await goRound(queue, message, role.probe);
    return isTaken;
  }

  /** Has the probe go round; where its queue does not take it, it waits for the next sweep to send one. */
  async function goRound(queue: Queue, message: WaitingMessage, probe: string): Promise<void> {
    await sendAgain(queue, message, probe).catch(() => waitBehindProbe(queue, message));
  }

  async function waitOrProbe(queue: Queue, message: WaitingMessage): Promise<void> {
    for (let looks = 1; ; looks++) {
      try {
        return await waitBehindProbe(queue, message);
      } catch (error) {
        if (!(error instanceof OutageChanged) || looks === mostLooks) throw error;
        if (await becomeProbe(queue, message, error.outage)) return;
      }
    }
  }

  async function remain(queue: Queue, message: WaitingMessage, probe: string | undefined): Promise<void> {
    if (probe !== undefined && (await has(stepBack(queue, message, probe)))) return;
    const now = clock();
    const role = roleOf(newId(now.getTime()), now);
    if (probe !== undefined && (await has(commit([waiting.handOn(queue, probe, role)]))))
      await goRound(queue, message, role.probe);
    else await waitOrProbe(queue, message);
  }

  return async (queue, record, why) => {
    const { probe, ...history } = historyOf(record);
    const message = waitingMessageOf(queue, record, why, clock());
    // Whatever it was the probe of is up, so that its worker hands the role on.
    if (why instanceof Defer) return sendAfter(deferralSeconds(history, clock()), queue, message);
    if (why.code === databaseUnavailable) return sendAgain(queue, message, probe);
    try {
      await remain(queue, message, probe);
    } catch (error) {
      if (!(error instanceof Unavailable || error instanceof OutageChanged)) throw error;
      await sendAgain(queue, message, probe);
    }
  };
}

/** Whether a change of the outage is made, which somebody else may have changed meanwhile. */
async function has(change: Promise<void>): Promise<boolean> {
  try {
    await change;
    return true;
  } catch (error) {
    if (error instanceof OutageChanged) return false;
    throw error;
  }
}

/** The message as it waits: with its tries so far, of which the present one is none. */
function waitingMessageOf(queue: Queue, record: SQSRecord, why: DependencyDown | Defer, now: Date): WaitingMessage {
  const { probe: _, redriven = redrivenAttribute in record.messageAttributes, ...carried } = historyOf(record);
  const receives = receivesOf(record);
  return {
    id: deadLetterIdOf(carried.messageId, new Date(carried.sentAt)),
    queue,
    body: record.body,
    history: {
      ...carried,
      tries: carried.tries + receives - 1,
      waitingSince: carried.waitingSince ?? now.toISOString(),
      ...(receives === 1 && redriven && { redriven }),
    },
    cause: causeOf(why),
  };
}
