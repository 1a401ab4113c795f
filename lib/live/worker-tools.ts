import { systemClock } from '../clock.ts';
import type { WorkerTools } from '../messaging/attempt.ts';
import { createFailures } from '../messaging/failures.ts';
import { createParkMessage } from '../messaging/parking.ts';
import { createPostpone } from '../messaging/postpone.ts';
import { commit } from './commit.ts';
import { read } from './read.ts';
import { sqsQueues } from './sqs-queues.ts';
import { writeAlone } from './write-alone.ts';

/** What every worker stands on when it is deployed. */
export const workerTools: WorkerTools = {
  clock: systemClock,
  postpone: createPostpone(sqsQueues),
  failures: createFailures({ read, writeAlone, clock: systemClock }),
  park: createParkMessage({ read, commit, clock: systemClock }),
};
