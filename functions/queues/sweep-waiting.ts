import { systemClock as clock } from '../../lib/clock.ts';
import { everyQueue } from '../../lib/domains/operations/queues/all-queues.ts';
import { newId } from '../../lib/ids.ts';
import { commit } from '../../lib/live/commit.ts';
import { read } from '../../lib/live/read.ts';
import { sqsQueues } from '../../lib/live/sqs-queues.ts';
import { writeAlone } from '../../lib/live/write-alone.ts';
import { createSend } from '../../lib/messaging/send.ts';
import { createSweepWaiting, type SweepWaiting } from '../../lib/messaging/sweep-waiting.ts';
import { scheduleHandler } from '../../lib/schedules/handler.ts';
import { schedule } from '../../lib/schedules/trigger.ts';

/**
 * Gives up messages that have waited for four hours, and replaces lost probes. A probe is a message that is sent to see whether
 * an outage is over.
 */
export const trigger = schedule({
  rate: 'rate(1 minute)',
  grants: ['queues:count', 'messages:wait', 'dead-letters:add', ...everyQueue('send')],
});

export const createHandler = (sweep: SweepWaiting) => scheduleHandler(trigger, sweep);

const send = createSend(sqsQueues);
export const handler = createHandler(createSweepWaiting({ read, commit, writeAlone, clock, newId, send }));
