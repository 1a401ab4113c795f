import { type DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { tableName } from '../../infra/tables.ts';
import { type DueItem, dueItems, placeInIndex } from '../../lib/due/due-item.ts';
import { newId } from '../../lib/ids.ts';
import { stage } from '../../local/settings.ts';
import { request } from '../support/client.ts';
import { settings } from './running.ts';

/** Makes something that waits for its time due at once, for nearly as long as ticks leave it alone. */
export async function hasten(dynamoDb: DynamoDBDocumentClient, which: Pick<DueItem, 'type' | 'id'>): Promise<void> {
  const [eventId, at] = [newId(), new Date(Date.now() - 9_000)];
  const { due, dueKey } = placeInIndex(eventId, at);
  await dynamoDb.send(
    new UpdateCommand({
      TableName: tableName(stage, 'platform'),
      Key: dueItems.key(which),
      UpdateExpression: 'SET #at = :at, eventId = :eventId, due = :due, dueKey = :dueKey',
      ConditionExpression: '#state = :waiting',
      ExpressionAttributeNames: { '#at': 'at', '#state': 'state' },
      ExpressionAttributeValues: {
        ':at': at.toISOString(),
        ':eventId': eventId,
        ':due': due,
        ':dueKey': dueKey,
        ':waiting': 'waiting',
      },
    }),
  );
}

/** Has what is due handed over now, as each tick does. */
export async function tick(): Promise<void> {
  const invokeApi = `http://127.0.0.1:${settings.lambdaPort}/2015-03-31/functions`;
  await request(`${invokeApi}/queues-hand-over-due-items/invocations`, { method: 'POST', data: {} });
}
