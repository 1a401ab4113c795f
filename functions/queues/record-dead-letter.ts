import { systemClock as clock } from '../../lib/clock.ts';
import { commit } from '../../lib/live/commit.ts';
import { read } from '../../lib/live/read.ts';
import { writeAlone } from '../../lib/live/write-alone.ts';
import { type DeadLetterTools, deadLetterHandler } from '../../lib/messaging/dead-letter-handler.ts';
import { createFailures } from '../../lib/messaging/failures.ts';
import { createRecordDeadLetters } from '../../lib/messaging/parking.ts';
import { deadLetters } from '../../lib/messaging/trigger.ts';

/** Records the messages that queues have given up, each with its last error. So they can be read and redriven. */
export const trigger = deadLetters({ grants: ['dead-letters:record'] });

export const createHandler = (tools: DeadLetterTools) => deadLetterHandler(tools);

export const handler = createHandler({
  failures: createFailures({ read, writeAlone, clock }),
  record: createRecordDeadLetters({ read, commit, clock }),
});
