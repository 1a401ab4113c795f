import { systemClock as clock } from '../clock.ts';
import { newId } from '../ids.ts';
import type { WorkerTools } from '../messaging/attempt.ts';
import { createFailures } from '../messaging/failures.ts';
import { createParkMessage } from '../messaging/parking.ts';
import { createPostpone } from '../messaging/postpone.ts';
import { createRelease } from '../messaging/release.ts';
import { createSend } from '../messaging/send.ts';
import { createWaitOut } from '../messaging/wait-out.ts';
import { commit } from './commit.ts';
import { read } from './read.ts';
import { sqsQueues } from './sqs-queues.ts';
import { writeAlone } from './write-alone.ts';

const parts = { read, commit, writeAlone, clock, newId, send: createSend(sqsQueues) };

/** What every worker stands on when it is deployed. */
export const workerTools: WorkerTools = {
  clock,
  postpone: createPostpone(sqsQueues),
  failures: createFailures(parts),
  park: createParkMessage(parts),
  waitOut: createWaitOut(parts),
  release: createRelease(parts),
};
