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

/** Whether a message has waited as long as any does. */
export function isOverdue({ waitingSince }: { readonly waitingSince?: string | undefined }, now: Date): boolean {
  return waitingSince !== undefined && now.getTime() - Date.parse(waitingSince) >= longestWaitHours * hour;
}
