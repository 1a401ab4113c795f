import { DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, describe, expect, it } from '@jest/globals';
import { tableName } from '../../infra/tables.ts';
import { dueItems, placeInIndex } from '../../lib/due/due-item.ts';
import { newId } from '../../lib/ids.ts';
import { createClients } from '../../local/clients.ts';
import { stage } from '../../local/settings.ts';
import { eventually, request } from '../support/client.ts';
import { settings } from './running.ts';

const TableName = tableName(stage, 'platform');
const clients = createClients(settings.endpoints);
const dynamoDb = DynamoDBDocumentClient.from(clients.dynamoDb);

afterAll(() => dynamoDb.destroy());

/** Stores something of a kind that no release has, which is over for nearly as long as ticks leave it alone. */
async function scheduleUnknown() {
  const [eventId, at] = [newId(), new Date(Date.now() - 9_000)];
  const item = dueItems.toItem({
    ...{ type: 'test.of-a-newer-release', id: eventId, at: at.toISOString(), state: 'waiting', eventId },
    ...{ dataVersion: 1, subject: 'tests/1', data: {}, correlationId: eventId, scheduledAt: at.toISOString() },
    ...placeInIndex(eventId, at),
  });
  await dynamoDb.send(new PutCommand({ TableName, Item: { ...item, version: 1 } }));
  return item;
}

describe('the tick', () => {
  it('finds what is due in the index, and puts back what its release does not know', async () => {
    const { pk, sk, dueKey } = await scheduleUnknown();

    const invokeApi = `http://127.0.0.1:${settings.lambdaPort}/2015-03-31/functions`;

    // Whichever tick came last has seen nothing yet of what was put in before its marks.
    const item = await eventually('the item put back', async () => {
      await request(`${invokeApi}/queues-hand-over-due-items/invocations`, { method: 'POST', data: {} });
      const { Item } = await dynamoDb.send(new GetCommand({ TableName, Key: { pk, sk }, ConsistentRead: true }));
      return Item && String(Item.dueKey) > String(dueKey) ? Item : undefined;
    });
    expect(item).toMatchObject({ state: 'waiting', version: 2 });
  });
});
