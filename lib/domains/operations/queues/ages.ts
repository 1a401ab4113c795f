import { setting } from '../../../config.ts';
import { log } from '../../../log.ts';
import { createCloudWatchAges } from './cloudwatch-ages.ts';
import { createLocalAges } from './local-ages.ts';
import type { FindAges } from './schema.ts';

/** The ages from the source of this stage. It never fails: where the source does, it knows nothing. */
export function createFindAges(source: () => FindAges = liveSource): FindAges {
  return async (queues) => {
    try {
      return await source()(queues);
    } catch (error) {
      log.warn('ages of queues unknown', { error });
      return new Map();
    }
  };
}

/** SQS itself does not tell how old its messages are. */
function liveSource(): FindAges {
  const source = setting('POLYCLINIC_QUEUE_AGES');
  return source === 'cloudwatch' ? createCloudWatchAges() : createLocalAges(source);
}
