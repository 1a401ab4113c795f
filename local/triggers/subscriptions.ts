import path from 'node:path';
import {
  deadLetterQueue,
  deadLetterQueueName,
  invocationsOf,
  type QueueDefinition,
  queueName,
  queueOf,
  queues,
} from '../../infra/queues.ts';
import { tableName } from '../../infra/tables.ts';
import type { StreamTrigger } from '../../lib/streams/trigger.ts';
import type { LocalClients } from '../clients.ts';
import { queueUrl } from '../function-environment.ts';
import type { LoadedFunction } from '../function-messages.ts';
import { type LocalSettings, stage } from '../settings.ts';
import type { Invoke, Poller, Report } from './poller.ts';
import { pollQueue } from './sqs.ts';
import { pollStream } from './streams.ts';

export interface SubscriptionOptions {
  readonly settings: LocalSettings;
  readonly clients: LocalClients;
  readonly invoke: Invoke;
  readonly report: Report;
}

/** The pollers of all functions that queues, dead-letter queues and streams trigger. */
export interface Subscriptions {
  /** Starts and stops pollers where triggers came, went or changed; the others go on undisturbed. */
  update(loaded: readonly LoadedFunction[]): Promise<void>;
  nudge(): void;
  stop(): Promise<void>;
}

export function createSubscriptions(options: SubscriptionOptions): Subscriptions {
  const subscribed = new Map<string, readonly Poller[]>();

  async function end(key: string, pollers: readonly Poller[]): Promise<void> {
    subscribed.delete(key);
    await Promise.all(pollers.map((poller) => poller.stop()));
  }

  return {
    async update(loaded) {
      const wanted = new Map(loaded.map((each) => [JSON.stringify([each.name, each.trigger]), each]));
      await Promise.all([...subscribed].map(([key, pollers]) => wanted.has(key) || end(key, pollers)));
      for (const [key, each] of wanted) if (!subscribed.has(key)) subscribed.set(key, subscribe(each, options));
    },
    nudge() {
      for (const poller of [...subscribed.values()].flat()) poller.nudge();
    },
    async stop() {
      await Promise.all([...subscribed].map(([key, pollers]) => end(key, pollers)));
    },
  };
}

/** Makes one poller for each queue or stream that a trigger reads from. */
function subscribe({ name, trigger }: LoadedFunction, options: SubscriptionOptions): Poller[] {
  switch (trigger.kind) {
    case 'queue':
      return [subscribeToQueue(name, queueName(stage, trigger.queue), queueOf(trigger.queue), options)];
    case 'dead-letters':
      return queues.map((queue) =>
        subscribeToQueue(name, deadLetterQueueName(stage, queue.name), deadLetterQueue, options),
      );
    case 'stream':
      return [subscribeToStream(name, trigger, options)];
    default:
      return [];
  }
}

function subscribeToQueue(
  functionName: string,
  deployedName: string,
  bounds: Pick<QueueDefinition, 'batch' | 'concurrency'>,
  { settings, clients, invoke, report }: SubscriptionOptions,
): Poller {
  const [batchSize, concurrency] = [bounds.batch, invocationsOf(bounds)];
  const subscription = { functionName, queueUrl: queueUrl(settings, deployedName), batchSize, concurrency };
  return pollQueue(subscription, { invoke, report, sqs: clients.sqs });
}

function subscribeToStream(
  functionName: string,
  { table, ...wanted }: Pick<StreamTrigger, 'table' | 'changes' | 'sortKey' | 'batchSize'>,
  { settings, clients, invoke, report }: SubscriptionOptions,
): Poller {
  const subscription = { ...wanted, functionName, tableName: tableName(stage, table) };
  const checkpointFile = path.join(settings.dataDir, 'streams', `${functionName}.json`);
  return pollStream(subscription, { invoke, report, streams: clients.streams, checkpointFile });
}
