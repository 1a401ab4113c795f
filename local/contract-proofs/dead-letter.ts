import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { queueName } from '../../infra/queues.ts';
import { newId } from '../../lib/ids.ts';
import { createClients } from '../clients.ts';
import { queueUrl } from '../function-environment.ts';
import { localSettings, stage } from '../settings.ts';
import type { CloudPlace } from '../temporary-cloud.ts';
import type { Ask, Visitor } from './visitor.ts';

interface Letter {
  readonly id: string;
  readonly message: { readonly id?: string };
}

const deadLettersPath = '/v1/queues/email/dead-letters';

/** Puts the message of a welcome on the dead-letter queue of mails, and waits until it is recorded; answers its id. */
export async function makeDeadLetter(
  { environment }: Pick<CloudPlace, 'environment'>,
  ask: Ask,
  { id: userId, accessToken }: Visitor,
): Promise<string> {
  const settings = localSettings(environment);
  const { sqs } = createClients(settings.endpoints);
  const id = newId();
  const about = { subject: `users/${userId}`, data: { userId }, correlationId: id };
  const event = { id, type: 'user.verified', version: 1, time: new Date().toISOString(), ...about };
  const QueueUrl = `${queueUrl(settings, queueName(stage, 'email'))}-dead`;
  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: JSON.stringify(event) }));
  sqs.destroy();
  for (let tries = 0; tries < 300; tries++) {
    const letters = await ask<Letter[]>(deadLettersPath, { method: 'GET', accessToken });
    const letter = letters.find(({ message }) => message.id === id);
    if (letter) return letter.id;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('a dead letter was not recorded');
}
