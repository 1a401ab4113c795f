/** A queue, by one line: all else that is made of a queue, from its variable to its alarms, follows from it. */
export interface QueueDefinition<Name extends string = string> {
  /** Short name; the deployed name is `polyclinic-<stage>-<name>`, its dead-letter queue's ends in `-dead`. */
  readonly name: Name;
  /** What is put on it, as the documents say. */
  readonly summary: string;
  /** Receives before a message goes to the dead-letter queue, two at least: a worker may die of something else. */
  readonly tries: number;
  /** Messages that one invocation of the worker is given, all of which it works on at once. */
  readonly batch: number;
  /** Messages that are worked on at once, over all invocations: at least two batches, since AWS bounds to no less. */
  readonly concurrency: number;
  /** Time limit of the worker; a received message stays hidden for six times as long. */
  readonly seconds: number;
  /** Memory of the worker in MB. */
  readonly memory: number;
  /** It gets every event, where `POLYCLINIC_<NAME>` is `on`; nothing depends on it. */
  readonly optional?: true;
}

/** What holds for a queue unless its line says otherwise. */
const usual = { tries: 3, batch: 1, concurrency: 5, seconds: 10, memory: 512 } as const;

const lines = [
  {
    ...usual,
    name: 'email-urgent',
    summary: 'Mails that somebody waits for, or has to hear of at once; never behind the others.',
  },
  { ...usual, name: 'email', summary: 'Mails that can wait.' },
  // A count is one small transaction, and no server outside has to bear the rush.
  { ...usual, name: 'analytics', summary: 'Every event, to be counted.', batch: 10, concurrency: 50, optional: true },
] as const satisfies readonly QueueDefinition[];

type Line = (typeof lines)[number];

/** Short name of a queue. */
export type QueueName = Line['name'];

/** Short name of a queue that gets events only where it is switched on. */
export type OptionalQueueName = Extract<Line, { readonly optional: true }>['name'];

/** Every queue. This file imports nothing, since lib stands on it; every other list of queues is made of this one. */
export const queues: readonly QueueDefinition<QueueName>[] = lines;

/** The queues that get events only where they are switched on. */
export const optionalQueueNames: readonly OptionalQueueName[] = lines.flatMap((line) =>
  'optional' in line ? [line.name] : [],
);

/** The line of a queue. */
export function queueOf(name: QueueName): QueueDefinition<QueueName> {
  return lines.find((line) => line.name === name) as QueueDefinition<QueueName>;
}

/** Most invocations of a worker at once. */
export function invocationsOf({ batch, concurrency }: Pick<QueueDefinition, 'batch' | 'concurrency'>): number {
  return concurrency / batch;
}

/** Name of a queue in a stage. */
export function queueName(stage: string, name: string): string {
  return `polyclinic-${stage}-${name}`;
}

/** Name of the dead-letter queue of a queue in a stage. */
export function deadLetterQueueName(stage: string, name: string): string {
  return queueName(stage, deadLettersOf(name));
}

/** Seconds that a received message stays hidden: six times the worker's time limit, as AWS advises. */
export function visibilitySeconds({ seconds }: Pick<QueueDefinition, 'seconds'>): number {
  return 6 * seconds;
}

/** The short name of a queue's dead-letter queue. */
export function deadLettersOf(name: string): string {
  return `${name}-dead`;
}

/** Days that a message waits in its queue, as long as the outbox keeps its event. */
export const daysKept = 7;

/** What all dead-letter queues have in common; one function takes from each of them, and never gives up. */
export const deadLetterQueue = {
  ...{ seconds: 10, memory: 512 },
  /** A batch is recorded in one transaction, and there are two of them at once for each of the queues. */
  ...{ batch: 10, concurrency: 20 },
  /** Since it was first sent; SQS keeps nothing longer. */
  daysKept: 14,
} as const;
