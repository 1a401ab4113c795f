import { randomUUID } from 'node:crypto';
import { DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, describe, expect, it } from '@jest/globals';
import { tableName } from '../../infra/tables.ts';
import { outboxEvents } from '../../lib/events/outbox.ts';
import { newId } from '../../lib/ids.ts';
import { createClients } from '../../local/clients.ts';
import { stage } from '../../local/settings.ts';
import { eventually, mailsTo, request } from '../support/client.ts';
import { mailboxUrl, newAddress, register, settings } from './running.ts';

const TableName = tableName(stage, 'events');
const clients = createClients(settings.endpoints);
const dynamoDb = DynamoDBDocumentClient.from(clients.dynamoDb, { marshallOptions: { removeUndefinedValues: true } });

afterAll(() => dynamoDb.destroy());

/** An event of a minute ago that the stream has passed over: it tells of inserts only, and that one was malformed. */
async function leaveBehind(userId: string): Promise<{ pk: string; sk: string }> {
  const time = new Date(Date.now() - 60_000).toISOString();
  const about = { type: 'user.verified', version: 1, subject: `users/${userId}`, data: { userId } };
  const event = { ...about, id: newId(), time, correlationId: randomUUID() };
  const key = outboxEvents.key({ event });
  await dynamoDb.send(new PutCommand({ TableName, Item: { ...key } }));
  await dynamoDb.send(new PutCommand({ TableName, Item: { ...outboxEvents.toItem({ event }), version: 1 } }));
  return key;
}

describe('the sweep', () => {
  it('sends an event that the stream has left behind, and takes it out of what is pending', async () => {
    const address = newAddress();
    const registered = await register(address);
    const Key = await leaveBehind((registered.json.data as { id: string }).id);

    const invokeApi = `http://127.0.0.1:${settings.lambdaPort}/2015-03-31/functions`;
    await request(`${invokeApi}/queues-sweep-events/invocations`, { method: 'POST', data: {} });

    await eventually('the welcome mail', async () =>
      (await mailsTo(mailboxUrl, address)).find(({ subject }) => subject === 'Welcome to Polyclinic'),
    );
    const { Item } = await dynamoDb.send(new GetCommand({ TableName, Key, ConsistentRead: true }));
    expect(Item).toMatchObject(Key);
    expect(Item).not.toHaveProperty('pending');
  });
});
