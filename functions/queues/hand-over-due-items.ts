import { systemClock } from '../../lib/clock.ts';
import { routesOf } from '../../lib/dispatch/routes.ts';
import { dues } from '../../lib/domains/dues.ts';
import { everyQueue } from '../../lib/domains/operations/queues/all-queues.ts';
import { createHandOver } from '../../lib/due/hand-over.ts';
import { createMarks } from '../../lib/due/marks.ts';
import { createTick, type Tick } from '../../lib/due/tick.ts';
import { createWaitingItems } from '../../lib/due/waiting-items.ts';
import { database } from '../../lib/live/database.ts';
import { read } from '../../lib/live/read.ts';
import { sleep } from '../../lib/live/sleep.ts';
import { sqsQueues } from '../../lib/live/sqs-queues.ts';
import { writeAlone } from '../../lib/live/write-alone.ts';
import { createSend } from '../../lib/messaging/send.ts';
import { scheduleHandler } from '../../lib/schedules/handler.ts';
import { schedule } from '../../lib/schedules/trigger.ts';

/** Hands over to the queues what is due within three minutes. They keep it back until its time. */
export const trigger = schedule({
  rate: 'rate(1 minute)',
  seconds: 50,
  grants: ['dues:hand-over', ...everyQueue('send')],
});

export const createHandler = (tick: Tick) => scheduleHandler(trigger, tick);

export const handler = createHandler(
  createTick({
    handOver: createHandOver({
      waiting: createWaitingItems({ database, clock: systemClock, sleep, writeAlone }),
      queuesOf: routesOf(dues),
      send: createSend(sqsQueues),
      clock: systemClock,
    }),
    marks: createMarks({ read, writeAlone }),
    clock: systemClock,
  }),
);
