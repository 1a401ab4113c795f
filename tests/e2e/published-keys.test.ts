import { execFile } from 'node:child_process';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { root } from '../../infra/functions.ts';
import { dynamoDb } from '../../lib/aws/dynamodb.ts';
import { createKeyRotation } from '../../lib/domains/identity/tokens/signing-keys/key-rotation.ts';
import { leadTime } from '../../lib/domains/identity/tokens/signing-keys/key-schedule.ts';
import { createLiveKeyStore } from '../../lib/domains/identity/tokens/signing-keys/live-key-store.ts';
import { newId } from '../../lib/ids.ts';
import { commit } from '../../lib/live/commit.ts';
import { read } from '../../lib/live/read.ts';
import { functionEnvironment } from '../../local/function-environment.ts';
import { eventually, request } from '../support/client.ts';
import { apiUrl, logIn, newAddress, refresh, register, settings, tokensOf, whoAmI } from './running.ts';

const kidOf = (token: string) => JSON.parse(String(Buffer.from(token.split('.')[0] ?? '', 'base64url'))).kid as string;

async function publishedKids(): Promise<string[]> {
  const { json } = await request(`${apiUrl}/.well-known/jwks.json`);
  return (json.keys as { kid: string }[]).map(({ kid }) => kid);
}

/** The set is at most ten seconds behind, and what shows it signs by the same list. */
function untilPublished(kid: string): Promise<true> {
  const look = async () => {
    // Gently: reads are limited, and other tests come from the same address.
    await pause(1_000);
    return (await publishedKids()).includes(kid) || undefined;
  };
  return eventually('the key in the set', look, 60_000);
}

async function signIn() {
  const address = newAddress();
  await register(address);
  return tokensOf(await logIn(address));
}

describe('the published keys', () => {
  it('hold the key that access tokens are signed with, where discovery says', async () => {
    const kid = kidOf((await signIn()).accessToken);

    const discovery = await request(`${apiUrl}/.well-known/openid-configuration`);
    const published = await request(String(discovery.json.jwks_uri));

    expect(published.status).toBe(200);
    expect(published.json.keys).toContainEqual(expect.objectContaining({ kid, kty: 'RSA', alg: 'RS256' }));
    expect(published.text).not.toContain('"d"');
  });
});

describe('a rotation of the keys while the system runs', () => {
  beforeAll(() => {
    Object.assign(process.env, functionEnvironment(settings));
  });
  afterAll(() => dynamoDb().destroy());

  /** As if the key had signed for an hour, so that one can take over that was published a while ago. */
  async function backdate(kid: string): Promise<void> {
    const hourAgo = new Date(Date.now() - 60 * 60_000).toISOString();
    await dynamoDb().send(
      new UpdateCommand({
        TableName: process.env.POLYCLINIC_IDENTITY_TABLE,
        Key: { pk: 'SIGNING-KEYS', sk: `KEY#${kid}` },
        UpdateExpression: 'SET activeFrom = :hourAgo',
        ExpressionAttributeValues: { ':hourAgo': hourAgo },
      }),
    );
  }

  it('ends no session: earlier tokens go on, and the next ones are signed by the new key', async () => {
    const before = await signIn();
    await backdate(kidOf(before.accessToken));

    const { jwk } = await createKeyRotation({
      keyStore: createLiveKeyStore(),
      read,
      commit,
      clock: () => new Date(Date.now() - leadTime),
      newId,
    })();
    await untilPublished(jwk.kid);
    const refreshed = await refresh(before.refreshToken);

    const after = tokensOf(refreshed);
    expect(refreshed.status).toBe(200);
    expect(kidOf(after.accessToken)).toBe(jwk.kid);
    expect(kidOf(before.accessToken)).not.toBe(jwk.kid);
    expect((await whoAmI(before.accessToken)).status).toBe(200);
    expect((await whoAmI(after.accessToken)).status).toBe(200);
    expect(await publishedKids()).toContain(kidOf(before.accessToken));
  });

  it('is one command, which publishes a key that does not sign yet, and cannot be given twice', async () => {
    const command = [path.join(root, 'local/run.mjs'), path.join(root, 'local/rotate-keys.ts')];
    const env = { ...process.env, ...JSON.parse(process.env.POLYCLINIC_TEST_ENVIRONMENT ?? '{}') };
    const run = () => promisify(execFile)(process.execPath, command, { env });

    const { stdout } = await run();

    const [, kid = ''] = /^key ([\w-]{43}) is published in stage local and signs from 20/.exec(stdout) ?? [];
    await untilPublished(kid);
    expect(kidOf((await signIn()).accessToken)).not.toBe(kid);
    await expect(run()).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringContaining('A new key waits to be used'),
    });
  });
});
