import { randomUUID } from 'node:crypto';
import { DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, describe, expect, it } from '@jest/globals';
import { tableName } from '../../infra/tables.ts';
import type { EventType } from '../../lib/domains/events.ts';
import { outboxEvents } from '../../lib/events/outbox.ts';
import { newId } from '../../lib/ids.ts';
import { createClients } from '../../local/clients.ts';
import { stage } from '../../local/settings.ts';
import { eventually, mailsTo, request } from '../support/client.ts';
import { mailboxUrl, newAddress, registerAndVerify, settings } from './running.ts';

const TableName = tableName(stage, 'events');
const clients = createClients(settings.endpoints);
const dynamoDb = DynamoDBDocumentClient.from(clients.dynamoDb, { marshallOptions: { removeUndefinedValues: true } });

afterAll(() => dynamoDb.destroy());

/** An event of a minute ago that the stream has passed over: it tells of inserts only, and that one was malformed. */
async function leaveBehind(type: EventType, userId: string): Promise<{ pk: string; sk: string }> {
  const time = new Date(Date.now() - 60_000).toISOString();
  const about = { type, version: 1, subject: `users/${userId}`, data: { userId } };
  const event = { ...about, id: newId(), time, correlationId: randomUUID() };
  const key = outboxEvents.key({ event });
  await dynamoDb.send(new PutCommand({ TableName, Item: { ...key } }));
  await dynamoDb.send(new PutCommand({ TableName, Item: { ...outboxEvents.toItem({ event }), version: 1 } }));
  return key;
}

describe('the sweep', () => {
  it.each([
    ['user.verified', 'Welcome to Polyclinic'],
    ['password.changed', 'Your password was changed'],
  ] as const)(
    'sends a %s that the stream has left behind, and takes it out of what is pending',
    async (type, subject) => {
      const address = newAddress();
      const userId = await registerAndVerify(address);
      await eventually('the welcome', async () => (await mailsTo(mailboxUrl, address))[1]);
      const before = (await mailsTo(mailboxUrl, address)).map(({ id }) => id);
      const Key = await leaveBehind(type, userId);

      const invokeApi = `http://127.0.0.1:${settings.lambdaPort}/2015-03-31/functions`;
      await request(`${invokeApi}/queues-sweep-events/invocations`, { method: 'POST', data: {} });

      await eventually('the mail', async () =>
        (await mailsTo(mailboxUrl, address)).find((mail) => mail.subject === subject && !before.includes(mail.id)),
      );
      // It may have been the sweep of the minute that came first, and has just sent it.
      const swept = await eventually('the event out of what is pending', async () => {
        const { Item } = await dynamoDb.send(new GetCommand({ TableName, Key, ConsistentRead: true }));
        return Item && 'pending' in Item ? undefined : Item;
      });
      expect(swept).toMatchObject(Key);
    },
  );
});
