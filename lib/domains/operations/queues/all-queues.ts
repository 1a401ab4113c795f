import type { Grant } from '../../../grants.ts';
import { queueNames } from '../../../messaging/queue-url.ts';

/** What a function needs that looks at any queue: a queue that is added needs no change of it. */
export const observeAnyQueue: readonly Grant[] = queueNames.map((queue) => `${queue}:observe` as const);

/** What a function needs that sends to any queue. */
export const sendToAnyQueue: readonly Grant[] = queueNames.map((queue) => `${queue}:send` as const);
