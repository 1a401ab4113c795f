import path from 'node:path';
import { queueName, queues } from '../../infra/queues.ts';
import { tableName } from '../../infra/tables.ts';
import type { LocalClients } from '../clients.ts';
import type { LoadedFunction } from '../function-messages.ts';
import { type LocalSettings, queueUrl, stage } from '../settings.ts';
import type { Invoke, Poller, Report } from './poller.ts';
import { pollQueue } from './sqs.ts';
import { pollStream } from './streams.ts';

export interface SubscriptionOptions {
  readonly settings: LocalSettings;
  readonly clients: LocalClients;
  readonly invoke: Invoke;
  readonly report: Report;
}

/** The pollers of all functions that a queue or a stream triggers. */
export interface Subscriptions {
  /** Starts and stops pollers where triggers came, went or changed; the others go on undisturbed. */
  update(loaded: readonly LoadedFunction[]): Promise<void>;
  nudge(): void;
  stop(): Promise<void>;
}

export function createSubscriptions(options: SubscriptionOptions): Subscriptions {
  const pollers = new Map<string, Poller>();

  async function end(key: string, poller: Poller): Promise<void> {
    pollers.delete(key);
    await poller.stop();
  }

  return {
    async update(loaded) {
      const wanted = new Map(loaded.map((each) => [JSON.stringify([each.name, each.trigger]), each]));
      await Promise.all([...pollers].map(([key, poller]) => wanted.has(key) || end(key, poller)));
      for (const [key, each] of wanted) {
        const poller = pollers.has(key) ? undefined : subscribe(each, options);
        if (poller) pollers.set(key, poller);
      }
    },
    nudge() {
      for (const poller of pollers.values()) poller.nudge();
    },
    async stop() {
      await Promise.all([...pollers].map(([key, poller]) => end(key, poller)));
    },
  };
}

function subscribe({ name, trigger }: LoadedFunction, options: SubscriptionOptions): Poller | undefined {
  const { settings, clients, invoke, report } = options;
  const common = { invoke, report };
  if (trigger.kind === 'queue') {
    const definition = queues.find((queue) => queue.name === trigger.queue);
    if (!definition) throw new Error(`${name}: there is no queue ${trigger.queue} in infra/queues.ts`);
    const { batchSize } = trigger;
    const url = queueUrl(settings, queueName(stage, trigger.queue));
    const subscription = { functionName: name, queueUrl: url, batchSize, concurrency: definition.concurrency };
    return pollQueue(subscription, { ...common, sqs: clients.sqs });
  }
  if (trigger.kind === 'stream') {
    const { changes, batchSize } = trigger;
    const subscription = { functionName: name, tableName: tableName(stage, trigger.table), changes, batchSize };
    const checkpointFile = path.join(settings.dataDir, 'streams', `${name}.json`);
    return pollStream(subscription, { ...common, streams: clients.streams, checkpointFile });
  }
  return undefined;
}
