import type { QueueGrant, QueueRight } from '../../../grants.ts';
import { queueNames } from '../../../messaging/queue-url.ts';

/** A right on every queue, for functions that work with any of them: an added queue needs no change of theirs. */
export function everyQueue<R extends QueueRight>(right: R): Extract<QueueGrant, `${string}:${R}`>[] {
  return queueNames.map((queue) => `${queue}:${right}`) as Extract<QueueGrant, `${string}:${R}`>[];
}
