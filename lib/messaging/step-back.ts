import { probeSeconds, roleOf } from './outage-bounds.ts';
import type { Queue } from './queue-url.ts';
import { createTakeSent, messageOf } from './release.ts';
import {
  AlreadyWaiting,
  createWaitingRepository,
  OutageChanged,
  type WaitingDependencies,
  type WaitingMessage,
} from './waiting-repository.ts';

/**
 * Has a probe wait that has found the outage going on, and sends the one that waits next after it in its place, in turn, so that
 * no message keeps others waiting which it alone cannot be done with. Throws `OutageChanged` where nothing else waits, or where
 * it is the probe no longer.
 */
type StepBack = (queue: Queue, message: WaitingMessage, probe: string) => Promise<void>;

export function createStepBack({ read, commit, clock, newId, send }: WaitingDependencies): StepBack {
  const waiting = createWaitingRepository({ read });
  const takeSent = createTakeSent({ read, commit });

  async function findNext(queue: Queue, message: WaitingMessage) {
    const [next] = await waiting.listNext(queue, message);
    if (next) return next;
    const [oldest] = await waiting.listOldest(queue, 1);
    return oldest?.id === message.id ? undefined : oldest;
  }

  return async (queue, message, probe) => {
    const next = await findNext(queue, message);
    if (!next) throw new OutageChanged(undefined);
    const now = clock();
    const role = roleOf(newId(now.getTime()), now);
    try {
      await commit(waiting.stepBack(queue, message, probe, role));
    } catch (error) {
      if (!(error instanceof AlreadyWaiting)) throw error;
      await commit([waiting.renew(message), waiting.handOn(queue, probe, role)]);
    }
    // What its queue does not take the sweep sends.
    const unsent = await send(queue, [{ ...messageOf(next, role.probe), delaySeconds: probeSeconds }]);
    if (unsent.size === 0) await takeSent(queue, [next]);
  };
}
