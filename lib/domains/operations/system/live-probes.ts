import { s3 } from '../../../aws/s3.ts';
import { systemClock as clock } from '../../../clock.ts';
import { setting } from '../../../config.ts';
import { createBucketProbe } from '../../../data/bucket-probe.ts';
import { mailTransport } from '../../../live/mail-transport.ts';
import { read } from '../../../live/read.ts';
import { sqsQueues } from '../../../live/sqs-queues.ts';
import { createQueueProbe } from '../../../messaging/queue-probe.ts';
import { createPublishedKeyRepository } from '../../identity/tokens/signing-keys/published-key-repository.ts';
import { createPublishedKeys } from '../../identity/tokens/signing-keys/published-keys.ts';
import type { Probes } from './readiness.ts';

const repository = createPublishedKeyRepository({ read });

const probeQueue = createQueueProbe(sqsQueues);
const probeBucket = createBucketProbe(s3);

/** Asks each dependency of this stage something small. */
export const liveProbes: Probes = {
  // The list is made anew each time, or it would answer from memory.
  dynamodb: () => createPublishedKeys({ repository, clock }).load(),
  sqs: (signal) => probeQueue('email', signal),
  s3: (signal) => probeBucket(setting('POLYCLINIC_FILES_BUCKET'), signal),
  mail: () => mailTransport.check(),
};
