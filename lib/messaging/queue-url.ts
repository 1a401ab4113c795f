import { setting } from '../config.ts';

const settingOfQueue = {
  analytics: 'POLYCLINIC_ANALYTICS_QUEUE_URL',
  email: 'POLYCLINIC_EMAIL_QUEUE_URL',
  'email-urgent': 'POLYCLINIC_EMAIL_URGENT_QUEUE_URL',
} as const;

/** Short name of a queue, as in `infra/queues.ts`. */
export type Queue = keyof typeof settingOfQueue;

/** Every queue, in the order of their names. */
export const queueNames = Object.keys(settingOfQueue).sort() as readonly Queue[];

/** URL of the queue in this stage, from the environment. */
export function queueUrl(queue: Queue): string {
  return setting(settingOfQueue[queue]);
}
