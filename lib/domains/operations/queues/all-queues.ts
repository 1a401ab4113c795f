import type { QueueGrant, QueueRight } from '../../../grants.ts';
import { queueNames } from '../../../messaging/queue-url.ts';

/** What a function needs that does something with any queue: a queue that is added needs no change of it. */
export function everyQueue<R extends QueueRight>(right: R): Extract<QueueGrant, `${string}:${R}`>[] {
  return queueNames.map((queue) => `${queue}:${right}`) as Extract<QueueGrant, `${string}:${R}`>[];
}
