import { s3 } from '../../../aws/s3.ts';
import { systemClock as clock } from '../../../clock.ts';
import { setting } from '../../../config.ts';
import { mailTransport as mail } from '../../../live/mail-transport.ts';
import { read } from '../../../live/read.ts';
import { sqsQueues as queues } from '../../../live/sqs-queues.ts';
import { createPublishedKeyRepository } from '../../identity/tokens/signing-keys/published-key-repository.ts';
import { createPublishedKeys } from '../../identity/tokens/signing-keys/published-keys.ts';
import { createProbes } from './probes.ts';
import type { Probes } from './readiness.ts';

const repository = createPublishedKeyRepository({ read });

/** The dependencies of this stage. */
export const liveProbes: Probes = createProbes({
  // New each time, or it would answer from memory.
  database: () => createPublishedKeys({ repository, clock }).load(),
  queues,
  s3,
  bucket: () => setting('POLYCLINIC_FILES_BUCKET'),
  mail,
});
