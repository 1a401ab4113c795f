import { logicalId } from '../logical-id.ts';
import { deadLetterQueueName, queueName, queues } from '../queues.ts';
import { alarm, type Watch } from './alarm.ts';

/**
 * Alarms on dead letters, on dead-letter queues that nothing receives from, on what workers stand on, and on what waits, except
 * for queues in `off`.
 */
export function queueAlarms(stage: string, action: object, off: readonly string[]): Record<string, object> {
  const entries = queues.flatMap(({ name }) => [
    [logicalId(name, 'DeadLettersAlarm'), alarm(deadLetters(stage, name), action)],
    [logicalId(name, 'UnrecordedDeadLettersAlarm'), alarm(unrecorded(stage, name), action)],
    ...(off.includes(name) ? [] : workerAlarms(stage, name, action)),
  ]);
  return Object.fromEntries(entries);
}

function workerAlarms(stage: string, name: string, action: object): (readonly [string, object])[] {
  return [
    [logicalId(name, 'DependencyDownAlarm'), alarm(dependencyDown(stage, name), action)],
    [logicalId(name, 'MessagesDeferredAlarm'), alarm(messagesDeferred(stage, name), action)],
    [logicalId(name, 'OldestMessageAlarm'), alarm(oldestMessage(stage, name), action)],
  ];
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

/** One probe alone waits twenty times in a period, and a moment's weakness once. */
const dependencyDown = (stage: string, name: string): Watch => ({
  description: `What the worker of the queue ${name} stands on is down; its messages wait, and are lost to nobody for four hours.`,
  namespace: `Polyclinic/${stage}`,
  metric: 'MessagesWaiting',
  dimensions: { queue: name },
  statistic: 'Sum',
  threshold: 3,
  periods: 1,
});

/** A message is deferred five to thirty times in a period: those of a few recipients are nobody's concern. */
const messagesDeferred = (stage: string, name: string): Watch => ({
  description: `What the worker of the queue ${name} stands on takes many of its messages later: a limit is reached, or it is ill.`,
  namespace: `Polyclinic/${stage}`,
  metric: 'MessagesDeferred',
  dimensions: { queue: name },
  statistic: 'Sum',
  threshold: 200,
  periods: 1,
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
