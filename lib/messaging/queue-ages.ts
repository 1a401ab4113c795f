import { setting } from '../config.ts';
import { log } from '../log.ts';
import { type CloudWatchAgesDependencies, createCloudWatchAges } from './cloudwatch-ages.ts';
import { createLocalAges } from './local-ages.ts';
import type { FindAges } from './queue-observation.ts';

/** Asks a source for the ages each time. It never fails: where the source does, it knows no age. */
export function createFindAges(source: () => FindAges): FindAges {
  return async (queues) => {
    try {
      return await source()(queues);
    } catch (error) {
      log.warn('ages of queues unknown', { error });
      return new Map();
    }
  };
}

/** Makes the source that the configuration names, since SQS itself does not tell how old its messages are. */
export function createConfiguredAges(dependencies: CloudWatchAgesDependencies): () => FindAges {
  return () => {
    const source = setting('POLYCLINIC_QUEUE_AGES');
    return source === 'cloudwatch' ? createCloudWatchAges(dependencies) : createLocalAges(source, dependencies);
  };
}
