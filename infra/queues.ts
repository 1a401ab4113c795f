import { tries } from '../lib/messaging/back-off.ts';

/** An SQS queue with its dead-letter queue and the bounds of its one consumer. */
export interface QueueDefinition {
  /** Short name; the deployed name is `polyclinic-<stage>-<name>`, its dead-letter queue's ends in `-dead`. */
  readonly name: string;
  /** Time limit of the consuming function, in seconds; visibility is six times as long. */
  readonly timeoutSeconds: number;
  /** Receives before a message goes to the dead-letter queue. */
  readonly tries: number;
  /** Most invocations of the consumer at once. */
  readonly concurrency: number;
}

const usual = { timeoutSeconds: 10, tries, concurrency: 5 } as const;

export const queues: readonly QueueDefinition[] = [
  /** Mails that somebody waits for, or has to hear of at once; never behind the others. */
  { name: 'email-urgent', ...usual },
  { name: 'email', ...usual },
  /** Optional: `POLYCLINIC_ANALYTICS` switches it on. */
  { name: 'analytics', ...usual },
];

/** Name of a queue in a stage. */
export function queueName(stage: string, name: string): string {
  return `polyclinic-${stage}-${name}`;
}

/** Name of the dead-letter queue of a queue in a stage. */
export function deadLetterQueueName(stage: string, name: string): string {
  return queueName(stage, deadLettersOf(name));
}

/** Seconds that a received message stays hidden: six times the consumer's time limit, as AWS advises. */
export function visibilitySeconds({ timeoutSeconds }: Pick<QueueDefinition, 'timeoutSeconds'>): number {
  return 6 * timeoutSeconds;
}

/** The short name of a queue's dead-letter queue. */
export function deadLettersOf(name: string): string {
  return `${name}-dead`;
}

/** Days that a message waits in its queue, as long as the outbox keeps its event. */
export const daysKept = 7;

/** What all dead-letter queues have in common; one function takes from each of them, and never gives up. */
export const deadLetterQueue = {
  timeoutSeconds: 10,
  /** Most invocations at once, for each of the queues. */
  concurrency: 2,
  /** Since it was first sent; SQS keeps nothing longer. */
  daysKept: 14,
} as const;
