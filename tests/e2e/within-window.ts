import { setTimeout as pause } from 'node:timers/promises';

/** Seconds at both ends of a window in which nothing is begun: at its start a timetable of the cloud may be at work. */
const margin = 20;

/**
 * Waits until the window of so many seconds, as the product counts them from the Unix epoch, goes on for a while; that is at
 * once but near its ends. What a test does then does not meet the end of a day, or the tick of an hour.
 */
export async function withinWindow(seconds: number): Promise<void> {
  const into = (Date.now() / 1_000) % seconds;
  if (into < margin) await pause((margin - into) * 1_000);
  if (seconds - into < margin) await pause((seconds - into + margin) * 1_000);
}
