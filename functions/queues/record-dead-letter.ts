import { type DeadLetterTools, deadLetterHandler } from '../../lib/messaging/dead-letter-handler.ts';
import { deadLetters } from '../../lib/messaging/trigger.ts';

/** Records the messages that queues have given up, each with its last error, so that they can be read and redriven. */
export const trigger = deadLetters({ grants: ['dead-letters:record'] });

export const createHandler = (tools?: DeadLetterTools) => deadLetterHandler(tools);

export const handler = createHandler();
