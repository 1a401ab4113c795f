import { DynamoDBDocumentClient, ScanCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, describe, expect, it } from '@jest/globals';
import { tableName } from '../../infra/tables.ts';
import { refreshGrace } from '../../lib/domains/identity/durations.ts';
import { createClients } from '../../local/clients.ts';
import { stage } from '../../local/settings.ts';
import { eventually, mailsTo, tokenIn } from '../support/client.ts';
import { sizes } from '../support/sizes.ts';
import {
  allInTime,
  inTime,
  logIn,
  mailboxUrl,
  newAddress,
  refresh,
  register,
  registerAndVerify,
  roundMilliseconds,
  settings,
  tokensOf,
  whoAmI,
} from './running.ts';

const dynamoDb = DynamoDBDocumentClient.from(createClients(settings.endpoints).dynamoDb);

afterAll(() => dynamoDb.destroy());

/** As if the token before the current one of somebody's only session had been followed by it too long ago to be shown again. */
async function outlastGrace(userId: string): Promise<void> {
  const TableName = tableName(stage, 'identity');
  const { Items = [] } = await dynamoDb.send(
    new ScanCommand({
      TableName,
      FilterExpression: 'userId = :userId AND begins_with(sk, :session)',
      ExpressionAttributeValues: { ':userId': userId, ':session': 'SESSION#' },
      ConsistentRead: true,
    }),
  );
  const [{ pk, sk } = {}] = Items;
  await dynamoDb.send(
    new UpdateCommand({
      TableName,
      Key: { pk, sk },
      UpdateExpression: 'SET previousTokens[0].rotatedAt = :then',
      ExpressionAttributeValues: { ':then': new Date(Date.now() - refreshGrace - 500).toISOString() },
    }),
  );
}

describe('many at once', () => {
  it(`registers one of ${sizes.registrationsOverHttp} who give the same address in different cases: one 201, 409 else`, async () => {
    const { address, answers } = await eventually(
      'all answers in time',
      async () => {
        const address = newAddress();
        const spellings = Array.from(
          { length: sizes.registrationsOverHttp },
          (_, at) => address.slice(0, at).toUpperCase() + address.slice(at),
        );
        const answers = await allInTime(spellings.map((email) => () => register(email)));
        return answers && { address, answers };
      },
      roundMilliseconds,
    );

    expect(answers.map(({ status }) => status).sort()).toEqual([
      201,
      ...Array(sizes.registrationsOverHttp - 1).fill(409),
    ]);
    await eventually('the mail of the one', async () => (await mailsTo(mailboxUrl, address))[0]);
    // A mail may come twice, with its token; another registration's has another one.
    expect(new Set((await mailsTo(mailboxUrl, address)).map(tokenIn)).size).toBe(1);
  });

  it(`rotates once for ${sizes.refreshesOverHttp} refreshes of one token, and all get the same usable successor`, async () => {
    const address = newAddress();
    await register(address);

    const answers = await eventually(
      'all refreshes within the ten seconds of a token',
      async () => {
        const { refreshToken } = tokensOf(await logIn(address));
        const refreshed = () => eventually('an answer in time', () => inTime(() => refresh(refreshToken)));
        const startedAt = performance.now();
        const all = await Promise.all(Array.from({ length: sizes.refreshesOverHttp }, refreshed));
        return performance.now() - startedAt < 10_000 ? all : undefined;
      },
      roundMilliseconds,
    );

    expect(answers.map(({ status }) => status)).toEqual(Array(sizes.refreshesOverHttp).fill(200));
    expect(new Set(answers.map((answer) => tokensOf(answer).refreshToken)).size).toBe(1);
    const [first] = answers;
    expect((await whoAmI(tokensOf(first as never).accessToken)).status).toBe(200);
  });

  it('ends a family whose old token is replayed after its time, tells the owner, and refuses its access tokens', async () => {
    const address = newAddress();
    const userId = await registerAndVerify(address);
    const { accessToken, refreshToken } = tokensOf(await logIn(address));
    const successor = tokensOf(await refresh(refreshToken)).refreshToken;
    await outlastGrace(userId);

    const replay = await refresh(refreshToken);

    expect(replay.json.code).toBe('INVALID_REFRESH_TOKEN');
    expect((await refresh(successor)).status).toBe(401);
    await eventually('the access token is refused', async () =>
      (await whoAmI(accessToken)).status === 401 ? true : undefined,
    );
    const notice = await eventually('the notice', async () =>
      (await mailsTo(mailboxUrl, address)).find(({ subject }) => subject === 'We signed you out on one device'),
    );
    expect(notice.text).not.toContain(refreshToken);
  });
});
