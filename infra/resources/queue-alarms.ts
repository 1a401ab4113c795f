import { logicalId } from '../logical-id.ts';
import { deadLetterQueueName, queueName, queues } from '../queues.ts';
import { alarm, type Watch } from './alarm.ts';

/** Alarms on dead letters, on dead-letter queues that nothing receives from, and on what waits, except for queues in `off`. */
export function queueAlarms(stage: string, action: object, off: readonly string[]): Record<string, object> {
  const entries = queues.flatMap(({ name }) => [
    [logicalId(name, 'DeadLettersAlarm'), alarm(deadLetters(stage, name), action)],
    [logicalId(name, 'UnrecordedDeadLettersAlarm'), alarm(unrecorded(stage, name), action)],
    ...(off.includes(name) ? [] : [[logicalId(name, 'OldestMessageAlarm'), alarm(oldestMessage(stage, name), action)]]),
  ]);
  return Object.fromEntries(entries);
}

/** The alarm goes by the log lines of the function that records dead letters, as their queue is empty again at once. */
const deadLetters = (stage: string, name: string): Watch => ({
  description: `A message of the queue ${name} was given up: /v1/queues/${name}/dead-letters tells why. Mend it, redrive.`,
  namespace: `Polyclinic/${stage}`,
  metric: 'DeadLetters',
  dimensions: { queue: name },
  statistic: 'Sum',
  threshold: 1,
  periods: 1,
});

/** The alarm does not go by the age, which SQS tells only of messages that were received less than three times. */
const unrecorded = (stage: string, name: string): Watch => ({
  description: `Dead letters of the queue ${name} are not recorded for a quarter of an hour: record-dead-letter fails.`,
  namespace: 'AWS/SQS',
  metric: 'ApproximateNumberOfMessagesVisible',
  plus: 'ApproximateNumberOfMessagesNotVisible',
  dimensions: { QueueName: deadLetterQueueName(stage, name) },
  statistic: 'Maximum',
  threshold: 1,
  periods: 3,
});

const oldestMessage = (stage: string, name: string): Watch => ({
  description: `A message of the queue ${name} has waited for a quarter of an hour: its worker fails or cannot keep up.`,
  namespace: 'AWS/SQS',
  metric: 'ApproximateAgeOfOldestMessage',
  dimensions: { QueueName: queueName(stage, name) },
  statistic: 'Maximum',
  threshold: 15 * 60,
  periods: 1,
});
