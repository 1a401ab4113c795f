import { setTimeout as pause } from 'node:timers/promises';

/** A condition did not come about in time; the message says what was still missing. */
export class NotInTime extends Error {
  override readonly name = 'NotInTime';
}

/** Asks repeatedly until nothing is missing any more; throws `NotInTime` with what still is. */
export async function until(
  findMissing: () => Promise<string | undefined>,
  milliseconds: number,
  everyMilliseconds = 50,
): Promise<void> {
  const deadline = Date.now() + milliseconds;
  for (;;) {
    const missing = await findMissing();
    if (missing === undefined) return;
    if (Date.now() > deadline) throw new NotInTime(`still after ${milliseconds / 1_000} s: ${missing}`);
    await pause(everyMilliseconds);
  }
}
