import { DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, describe, expect, it } from '@jest/globals';
import { tableName } from '../../infra/tables.ts';
import { eventCounts } from '../../lib/domains/operations/analytics/event-count-repository.ts';
import { createClients } from '../../local/clients.ts';
import { localSettings, stage } from '../../local/settings.ts';
import { eventually } from '../support/client.ts';
import { createQueueClient } from '../support/queue-client.ts';
import { newAddress, register } from './running.ts';

const environment = JSON.parse(process.env.POLYCLINIC_TEST_ENVIRONMENT ?? '{}') as Record<string, string>;
const clients = createClients(localSettings(environment).endpoints);
const dynamoDb = DynamoDBDocumentClient.from(clients.dynamoDb);
const queues = createQueueClient({ environment });

afterAll(() => {
  queues.stop();
  dynamoDb.destroy();
});

/** How many registrations were counted in these days. */
async function registrationsOn(days: readonly string[]): Promise<number> {
  const TableName = tableName(stage, 'platform');
  const counts = days.map(async (day) => {
    const Key = eventCounts.key({ day, type: 'user.registered' });
    const { Item } = await dynamoDb.send(new GetCommand({ TableName, Key, ConsistentRead: true }));
    return Number(Item?.count ?? 0);
  });
  return (await Promise.all(counts)).reduce((sum, count) => sum + count, 0);
}

describe('analytics, which are on in this cloud', () => {
  it('count what has happened', async () => {
    const days = [0, 24].map((ahead) => new Date(Date.now() + ahead * 3_600_000).toISOString().slice(0, 10));
    const before = await registrationsOn(days);

    await register(newAddress());

    await eventually('the count of a registration', async () => (await registrationsOn(days)) > before || undefined);
  });

  it('give up what they cannot read', async () => {
    await queues.put('analytics', ['no JSON']);

    await queues.drain(['analytics', 'analytics-dead'], 60_000);
    expect(await queues.depth('analytics')).toBe(0);
  });
});
