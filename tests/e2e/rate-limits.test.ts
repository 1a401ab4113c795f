import { DynamoDBDocumentClient, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, describe, expect, it } from '@jest/globals';
import { tableName } from '../../infra/tables.ts';
import { createClients } from '../../local/clients.ts';
import { stage } from '../../local/settings.ts';
import { eventually, type HttpAnswer, request } from '../support/client.ts';
import { apiUrl, logIn, newAddress, register, settings, tokensOf, whoAmI } from './running.ts';

const dynamoDb = DynamoDBDocumentClient.from(createClients(settings.endpoints).dynamoDb);

afterAll(() => dynamoDb.destroy());

async function newPerson(): Promise<{ id: string; accessToken: string }> {
  const address = newAddress();
  const { json } = await register(address);
  const { accessToken } = tokensOf(await logIn(address));
  return { id: (json.data as { id: string }).id, accessToken };
}

/** How many requests of a caller the store has counted. */
async function countedOf(callerId: string): Promise<number> {
  const { Items = [] } = await dynamoDb.send(
    new ScanCommand({
      TableName: tableName(stage, 'platform'),
      FilterExpression: 'contains(pk, :caller)',
      ExpressionAttributeValues: { ':caller': `#CALLER#${callerId}#` },
    }),
  );
  return Items.reduce((sum, { taken }) => sum + Number(taken), 0);
}

/** How many fewer requests are left after each answer than after the one before. */
function stepsOf(answers: readonly HttpAnswer[]): number[] {
  const left = answers.map(({ headers }) => Number(/;r=(\d+);t=\d+$/.exec(headers.get('ratelimit') ?? '')?.[1]));
  return left.slice(1).map((each, at) => (left[at] as number) - each);
}

async function threeTimes(send: () => Promise<HttpAnswer>): Promise<HttpAnswer[]> {
  return [await send(), await send(), await send()];
}

/** A write goes on uncounted where the store is not fast enough, which shows in its headers. */
const areCounted = (answers: readonly HttpAnswer[]) => answers.every(({ headers }) => headers.has('ratelimit'));

describe('rate limits over HTTP', () => {
  it('tell a client what is left, and count each write of theirs once, in the store', async () => {
    const { id, answers } = await eventually('three writes that are counted', async () => {
      const person = await newPerson();
      const headers = { authorization: `Bearer ${person.accessToken}` };
      const resend = () => request(`${apiUrl}/v1/auth/verify-email/resend`, { method: 'POST', headers });
      const all = await threeTimes(resend);
      return areCounted(all) ? { id: person.id, answers: all } : undefined;
    });

    expect(answers.map(({ status }) => status)).toEqual([202, 202, 202]);
    expect(answers[0]?.headers.get('ratelimit-policy')).toBe('"sensitive";q=1000000;w=900');
    // One of the two may step into the next window.
    expect(stepsOf(answers)).toContain(1);
    expect(await countedOf(id)).toBe(3);
  });

  it('tell the same on a GET, which writes nothing', async () => {
    const { id, accessToken } = await newPerson();

    const answers = await threeTimes(() => whoAmI(accessToken));

    expect(answers[0]?.headers.get('ratelimit-policy')).toBe('"reads";q=1000000;w=60');
    expect(stepsOf(answers)).toContain(1);
    expect(await countedOf(id)).toBe(0);
  });

  it('count strangers, who are told what is left with a refusal as well', async () => {
    const answers = await threeTimes(() => logIn(newAddress()));

    expect(answers.map(({ status }) => status)).toEqual([401, 401, 401]);
    expect(answers[0]?.headers.get('ratelimit-policy')).toBe('"credentials";q=1000000;w=900');
    expect(answers[0]?.headers.get('ratelimit')).toMatch(/^"credentials";r=\d+;t=\d+$/);
  });
});
