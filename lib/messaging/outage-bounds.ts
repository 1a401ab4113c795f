import { randomInt } from 'node:crypto';
import { hour, later, second } from '../clock.ts';
import type { Outage } from './waiting-repository.ts';

/** After how many seconds a probe looks again. */
export const probeSeconds = 10;
/** How many hours a message waits at most, from when it first did. */
export const longestWaitHours = 4;

/** How long a probe counts as alive: its delay, a worker's time, and that of what stands before it in its queue. */
const probeLife = 45 * second;

/** The role of a probe that is sent now. */
export function roleOf(probe: string, now: Date): Pick<Outage, 'probe' | 'probeUntil'> {
  return { probe, probeUntil: later(now, probeLife).toISOString() };
}

/** The fewest and the most seconds after which a message that was deferred comes again. */
export const deferral = { fewest: 10, most: 60 };

/**
 * After how many seconds a message that is deferred comes again: after as long as it has been so far, ten seconds to a minute, or
 * down to half of that, so that those of one moment do not come at one moment again.
 */
export function deferralSeconds({ waitingSince }: { readonly waitingSince?: string | undefined }, now: Date): number {
  const soFar = waitingSince === undefined ? 0 : (now.getTime() - Date.parse(waitingSince)) / second;
  const longest = Math.round(Math.min(Math.max(soFar, deferral.fewest), deferral.most));
  return randomInt(Math.floor(longest / 2), longest + 1);
}

/** Whether a message has waited as long as any does. */
export function isOverdue({ waitingSince }: { readonly waitingSince?: string | undefined }, now: Date): boolean {
  return waitingSince !== undefined && now.getTime() - Date.parse(waitingSince) >= longestWaitHours * hour;
}
