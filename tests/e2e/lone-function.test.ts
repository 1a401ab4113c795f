import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { functionEnvironment } from '../../local/function-environment.ts';
import { type Host, startHost } from '../../local/host.ts';
import { gatewayEvent } from '../support/http.ts';
import { logIn, newAddress, register, settings, tokensOf } from './running.ts';

let assets: string;
let host: Host;

beforeAll(async () => {
  assets = await mkdtemp(`${tmpdir()}/polyclinic-assets-`);
  host = await startHost({ ...functionEnvironment(settings), POLYCLINIC_ASSETS_DIR: assets });
});

afterAll(async () => {
  await host.retire(1_000);
  await rm(assets, { recursive: true, force: true });
});

describe('a function alone in its process, as Lambda runs it', () => {
  // Elsewhere all functions share one process, where the first to ask loads the keys for the others.
  it('finds out by its own grants who calls', async () => {
    const address = newAddress();
    await register(address);
    const { accessToken } = tokensOf(await logIn(address));
    const headers = { authorization: `Bearer ${accessToken}` };
    const event = gatewayEvent({ method: 'POST', path: '/v1/auth/verify-email/resend', headers });
    const call = { id: 'request-1', functionName: 'auth-resend-verification', event };

    const answer = await host.run({ ...call, deadline: Date.now() + 60_000 });

    expect(answer).toMatchObject({ statusCode: 202 });
  });
});
