import { cloudWatch } from '../../../aws/cloudwatch.ts';
import { systemClock as clock } from '../../../clock.ts';
import { read } from '../../../live/read.ts';
import { sqsQueues } from '../../../live/sqs-queues.ts';
import { createConfiguredAges, createFindAges } from '../../../messaging/queue-ages.ts';
import { createFindDepth } from '../../../messaging/queue-depths.ts';
import type { QueueDependencies } from './service.ts';

const source = createConfiguredAges({ cloudWatch, queueUrl: sqsQueues.queueUrl, clock });

/** Observes the queues of this stage. */
export const liveObservation: QueueDependencies = {
  findDepth: createFindDepth(sqsQueues),
  findAges: createFindAges(source),
  read,
  clock,
};
