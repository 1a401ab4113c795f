import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createHandler as createRefresh } from '../../../functions/auth/refresh-session.ts';
import { createHandler as createRegister } from '../../../functions/auth/register-user.ts';
import { tableName } from '../../../infra/tables.ts';
import { createDynamoDb } from '../../../lib/aws/dynamodb.ts';
import { createDynamoDatabase } from '../../../lib/data/dynamo-database.ts';
import { type CuttingProxy, startCuttingProxy } from '../../support/cutting-proxy.ts';
import { startTestDynamoDb, type TestDynamoDb } from '../../support/dynamodb.ts';
import { createTestStack, send } from '../../support/http.ts';
import { createIdentity, type Identity, registrationOf, signedInPerson } from '../../support/identity.ts';

let dynamoDb: TestDynamoDb;
let proxy: CuttingProxy;
let identity: Identity;
const clients: { destroy(): void }[] = [];

beforeAll(async () => {
  dynamoDb = await startTestDynamoDb();
  proxy = await startCuttingProxy(dynamoDb.endpoint);
  const client = createDynamoDb(proxy.endpoint);
  clients.push(client);
  identity = await createIdentity(
    createDynamoDatabase({ client: () => client, tableName: (table) => tableName('test', table) }),
  );
});

afterAll(async () => {
  for (const client of clients) client.destroy();
  await proxy.stop();
  await dynamoDb.stop();
});

describe('an answer that is cut off after the commit', () => {
  it('does not make a 409 of a registration', async () => {
    const before = proxy.cuts();
    proxy.cutNext('TransactWriteItems');

    const answer = await send(createRegister(identity.registrations, createTestStack()), {
      method: 'POST',
      json: registrationOf(),
    });

    expect(proxy.cuts()).toBe(before + 1);
    expect(answer.status).toBe(201);
  });

  it('does not make a revoked family of a refresh', async () => {
    const { refreshToken } = await signedInPerson(identity, { email: 'grace@example.com' });
    const refresh = (token: string) =>
      send(createRefresh(identity.signIns, createTestStack()), { method: 'POST', json: { refreshToken: token } });
    const before = proxy.cuts();
    proxy.cutNext('UpdateItem');

    const answer = await refresh(refreshToken);

    expect(proxy.cuts()).toBe(before + 1);
    expect(answer.status).toBe(200);
    const { refreshToken: successor } = answer.json.data as { refreshToken: string };
    expect((await refresh(successor)).status).toBe(200);
  });
});
