import { later } from '../clock.ts';
import type { Platform } from '../platform/platform.ts';
import type { Dispatch } from './dispatch.ts';
import type { PendingEvents } from './pending-events.ts';
import type { QueuesOf } from './routes.ts';
import { tellOfUnknownTypes } from './unknown-types.ts';

/** Sends events that the stream should have sent long ago; answers how many it found, and how many of them failed. */
export type Sweep = () => Promise<{ readonly found: number; readonly failed: number }>;

/** How long the stream has before an event counts as left behind. */
const patienceMilliseconds = 30_000;
/** The most events of one sweep from each partition of the index; the next sweep takes the rest. */
const limit = 100;

interface SweepDependencies extends Pick<Platform, 'clock'> {
  readonly queuesOf: QueuesOf;
  readonly pending: Pick<PendingEvents, 'list'>;
  readonly dispatch: Dispatch;
}

export function createSweep({ queuesOf, pending, dispatch, clock }: SweepDependencies): Sweep {
  return async () => {
    const before = later(clock(), -patienceMilliseconds);
    const { events, passedOver } = await pending.list({ before, limit, takes: ({ type }) => Boolean(queuesOf(type)) });
    tellOfUnknownTypes(passedOver);
    const failed = await dispatch(events);
    return { found: events.length, failed: failed.size };
  };
}
