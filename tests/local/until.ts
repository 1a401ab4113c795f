import { setTimeout as pause } from 'node:timers/promises';

/** Waits for a condition; fails when it does not hold within so many milliseconds. */
export async function until(holds: () => boolean | Promise<boolean>, milliseconds = 25_000): Promise<void> {
  const deadline = Date.now() + milliseconds;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`waited ${milliseconds} ms in vain for: ${holds}`);
    await pause(10);
  }
}
