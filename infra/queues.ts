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

export const queues: readonly QueueDefinition[] = [{ name: 'email', timeoutSeconds: 10, tries: 3, concurrency: 5 }];

/** Name of a queue in a stage. */
export function queueName(stage: string, name: string): string {
  return `polyclinic-${stage}-${name}`;
}

/** Name of the dead-letter queue of a queue in a stage. */
export function deadLetterQueueName(stage: string, name: string): string {
  return `${queueName(stage, name)}-dead`;
}

/** Seconds that a received message stays hidden: six times the consumer's time limit, as AWS advises. */
export function visibilitySeconds(queue: QueueDefinition): number {
  return 6 * queue.timeoutSeconds;
}
