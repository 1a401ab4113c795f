import { GetQueueAttributesCommand, SendMessageBatchCommand } from '@aws-sdk/client-sqs';
import { queueName } from '../../infra/queues.ts';
import { createClients } from '../../local/clients.ts';
import { queueUrl } from '../../local/function-environment.ts';
import { localSettings, stage } from '../../local/settings.ts';
import type { CloudPlace } from '../../local/temporary-cloud.ts';
import { eventually } from './client.ts';

/** What SQS takes in one call. */
const most = 10;

/** Reaches the queues of a local cloud past the product, as SQS itself would. */
export interface QueueClient {
  /** Sends bodies, in their order and ten a call: those of one call come to a worker together. Answers their message ids. */
  put(name: string, bodies: readonly string[]): Promise<string[]>;
  /** How many messages wait, or are being worked on, or come again later. */
  depth(name: string): Promise<number>;
  /** Waits until queues are empty, which are named in the order in which a message goes from one to the next. */
  drain(names: readonly string[], milliseconds?: number): Promise<void>;
  stop(): void;
}

export function createQueueClient({ environment }: Pick<CloudPlace, 'environment'>): QueueClient {
  const settings = localSettings(environment);
  const { sqs } = createClients(settings.endpoints);
  const urlOf = (name: string) => queueUrl(settings, queueName(stage, name));

  async function putTogether(name: string, bodies: readonly string[]): Promise<string[]> {
    const Entries = bodies.map((MessageBody, index) => ({ Id: String(index), MessageBody }));
    const { Successful = [] } = await sqs.send(new SendMessageBatchCommand({ QueueUrl: urlOf(name), Entries }));
    const ids = new Map(Successful.map(({ Id, MessageId }) => [Id, MessageId]));
    return Entries.map(({ Id }) => ids.get(Id) ?? '');
  }

  async function depth(name: string): Promise<number> {
    const QueueUrl = urlOf(name);
    const { Attributes = {} } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }));
    const numbers = Object.entries(Attributes).filter(([attribute]) => attribute.startsWith('ApproximateNumberOf'));
    return numbers.reduce((sum, [, number]) => sum + Number(number), 0);
  }

  return {
    depth,
    async put(name, bodies) {
      const ids: string[] = [];
      for (let at = 0; at < bodies.length; at += most) {
        ids.push(...(await putTogether(name, bodies.slice(at, at + most))));
      }
      return ids;
    },
    async drain(names, milliseconds = 60_000) {
      const isEmpty = async () => {
        for (const name of names) if ((await depth(name)) > 0) return undefined;
        return true;
      };
      await eventually(`nothing is left in ${names.join(', ')}`, isEmpty, milliseconds);
    },
    stop: () => sqs.destroy(),
  };
}
