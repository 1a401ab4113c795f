import { type Clock, later, systemClock } from '../clock.ts';
import { createDispatch, type Dispatch } from './dispatch.ts';
import { createPendingEvents, type PendingEvents } from './pending-events.ts';

/** Sends what the stream should have sent long ago; answers how many events it found, and how many of them failed. */
export type Sweep = () => Promise<{ readonly found: number; readonly failed: number }>;

/** The stream is given this long before an event counts as left behind. */
const patienceMilliseconds = 30_000;
/** Most events of one sweep, from each partition of the index; the next sweep takes the rest. */
const limit = 100;

export function createSweep({
  pending = createPendingEvents(),
  dispatch = createDispatch(),
  clock = systemClock,
}: {
  readonly pending?: Pick<PendingEvents, 'list'>;
  readonly dispatch?: Dispatch;
  readonly clock?: Clock;
} = {}): Sweep {
  return async () => {
    const left = await pending.list({ before: later(clock(), -patienceMilliseconds), limit });
    const failed = await dispatch(left);
    return { found: left.length, failed: failed.size };
  };
}
