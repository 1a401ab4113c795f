/** A queue in one line, from which everything else about it follows, from its variable to its alarms. */
export interface QueueDefinition<Name extends string = string> {
  /** The short name; the deployed name is `polyclinic-<stage>-<name>`, and its dead-letter queue's ends in `-dead`. */
  readonly name: Name;
  /** What is put on it, for the documents. */
  readonly summary: string;
  /**
   * How often a message is received before it goes to the dead-letter queue: at least twice, as a worker may die of something
   * else.
   */
  readonly tries: number;
  /** How many messages one invocation of the worker gets, all of which it works on at once. */
  readonly batch: number;
  /** How many messages are worked on at once over all invocations: at least two batches, the least that AWS bounds to. */
  readonly concurrency: number;
  /** The time limit of the worker; a received message stays hidden for six times as long. */
  readonly seconds: number;
  /** The memory of the worker in MB. */
  readonly memory: number;
  /** Whether it is optional: it gets every event where `POLYCLINIC_<NAME>` is `on`, and nothing depends on it. */
  readonly optional?: true;
}

/** The fields of a queue unless its line says otherwise. */
const usual = { tries: 3, batch: 1, concurrency: 5, seconds: 10, memory: 512 } as const;

const lines = [
  {
    ...usual,
    name: 'email-urgent',
    summary: 'Mails that somebody waits for, or has to hear of at once; never behind the others.',
  },
  {
    ...usual,
    name: 'email',
    summary: 'Mails that can wait, as those about appointments.',
  },
  { ...usual, name: 'expiries', summary: 'What an end of time asks for, such as that of an API key.' },
  { ...usual, name: 'reminders', summary: 'Appointments of which patients are to be reminded.' },
  { ...usual, name: 'waiting-list', summary: 'Times of doctors that are free again.' },
  // A count is one small transaction, and no outside server has to bear the load.
  { ...usual, name: 'analytics', summary: 'Every event, to be counted.', batch: 10, concurrency: 50, optional: true },
] as const satisfies readonly QueueDefinition[];

type Line = (typeof lines)[number];

/** The short name of a queue. */
export type QueueName = Line['name'];

/** The short name of a queue that gets events only where it is switched on. */
export type OptionalQueueName = Extract<Line, { readonly optional: true }>['name'];

/** Every queue. This file imports nothing, since lib depends on it; every other list of queues is derived from this one. */
export const queues: readonly QueueDefinition<QueueName>[] = lines;

/** The queues that get events only where they are switched on. */
export const optionalQueueNames: readonly OptionalQueueName[] = lines.flatMap((line) =>
  'optional' in line ? [line.name] : [],
);

/** The line of a queue. */
export function queueOf(name: QueueName): QueueDefinition<QueueName> {
  return lines.find((line) => line.name === name) as QueueDefinition<QueueName>;
}

/** The most invocations of a worker at once. */
export function invocationsOf({ batch, concurrency }: Pick<QueueDefinition, 'batch' | 'concurrency'>): number {
  return concurrency / batch;
}

/** The name of a queue in a stage. */
export function queueName(stage: string, name: string): string {
  return `polyclinic-${stage}-${name}`;
}

/** The name of the dead-letter queue of a queue in a stage. */
export function deadLetterQueueName(stage: string, name: string): string {
  return queueName(stage, deadLettersOf(name));
}

/** How many seconds a received message stays hidden: six times the worker's time limit, as AWS advises. */
export function visibilitySeconds({ seconds }: Pick<QueueDefinition, 'seconds'>): number {
  return 6 * seconds;
}

/** The short name of a queue's dead-letter queue. */
export function deadLettersOf(name: string): string {
  return `${name}-dead`;
}

/** How many days a message waits in its queue, which is as long as the outbox keeps its event. */
export const daysKept = 7;

/** The settings of all dead-letter queues; one function receives from each of them, and never gives up. */
export const deadLetterQueue = {
  ...{ seconds: 10, memory: 512 },
  /** A batch is recorded in one transaction, and two of them run at once for each of the queues. */
  ...{ batch: 10, concurrency: 20 },
  /** The days count from when the message was first sent; SQS keeps nothing longer. */
  daysKept: 14,
} as const;
