/** The most seconds for which SQS keeps a message back. */
const mostDelaySeconds = 900;

/** Whole seconds for which a queue is to keep a message back so that it comes at `at` and no earlier, as far as it can. */
export function delaySecondsUntil(at: Date, now: Date): number {
  const seconds = Math.ceil((at.getTime() - now.getTime()) / 1_000);
  return Math.min(Math.max(seconds, 0), mostDelaySeconds);
}
