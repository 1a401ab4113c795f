import { setting } from '../config.ts';

const settingOfQueue = {
  email: 'POLYCLINIC_EMAIL_QUEUE_URL',
} as const;

/** Short name of a queue, as in `infra/queues.ts`. */
export type Queue = keyof typeof settingOfQueue;

/** URL of the queue in this stage, from the environment. */
export function queueUrl(queue: Queue): string {
  return setting(settingOfQueue[queue]);
}
