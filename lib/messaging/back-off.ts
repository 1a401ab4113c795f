import { randomInt } from 'node:crypto';

const baseSeconds = 2;

/** A whole number from 0 up to, not including, `end`. */
type Random = (end: number) => number;

/**
 * Seconds until a message is tried again that has failed at the `receives`th of `tries`: 2 to 3, then 4 to 6. After the last
 * try one second is enough, since the next receive goes to the dead letters.
 */
export function secondsUntilNextTry(receives: number, tries: number, random: Random = randomInt): number {
  if (receives >= tries) return 1;
  const seconds = baseSeconds * 2 ** (receives - 1);
  return seconds + random(seconds / 2 + 1);
}
