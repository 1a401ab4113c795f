import { beforeEach, describe, expect, it } from '@jest/globals';
import { createHandler, trigger } from '../../../functions/auth/get-jwks.ts';
import type { PublicJwk } from '../../../lib/domains/identity/tokens/signing-keys/jwk.ts';
import { createKeyRotation } from '../../../lib/domains/identity/tokens/signing-keys/key-rotation.ts';
import { describeAccess } from '../../support/access/describe-access.ts';
import { publicly } from '../../support/access/expectations.ts';
import { createTestStack, send } from '../../support/http.ts';
import { createIdentity, type Identity } from '../../support/identity.ts';
import { createMemoryDatabase, type MemoryDatabase } from '../../support/memory-database.ts';
import { createTestPlatform } from '../../support/platform.ts';
import { createMemoryKeys } from '../../support/signing-keys.ts';

let database: MemoryDatabase;
let identity: Identity;

beforeEach(async () => {
  database = createMemoryDatabase();
  identity = await createIdentity(database);
});

const ask = () => send(createHandler(identity.publishedKeys, createTestStack()));
const kids = async () => ((await ask()).json.keys as PublicJwk[]).map(({ kid }) => kid);

async function rotate(): Promise<string> {
  const platform = createTestPlatform(database, identity);
  const { jwk } = await createKeyRotation({ ...platform, keyStore: createMemoryKeys() })();
  return jwk.kid;
}

describe('GET /.well-known/jwks.json', () => {
  it('answers with the public halves of the keys, bare, for caches to keep', async () => {
    const answer = await ask();

    expect(answer.status).toBe(200);
    expect(answer.headers['cache-control']).toBe('public, max-age=300');
    expect(answer.json).toEqual({
      keys: [{ kty: 'RSA', use: 'sig', alg: 'RS256', kid: expect.any(String), n: expect.any(String), e: 'AQAB' }],
    });
  });

  it('shows the next key 15 minutes before it signs, and the previous one 30 minutes longer', async () => {
    const [previous] = await kids();
    const next = await rotate();
    identity.clock.advance(11);

    expect(await kids()).toEqual([next, previous]);
    identity.clock.advance(45 * 60 - 12);
    expect(await kids()).toEqual([next, previous]);
    identity.clock.advance(1);

    expect(await kids()).toEqual([next]);
  });

  it('makes one query, and for ten seconds none', async () => {
    Object.assign(database.calls, { get: 0, batchGet: 0, query: 0, write: 0, transact: 0 });

    for (let times = 0; times < 3; times += 1) await ask();

    expect(database.calls).toEqual({ get: 0, batchGet: 0, query: 1, write: 0, transact: 0 });
  });
});

describeAccess(trigger, ({ identity, stack }) => createHandler(identity.publishedKeys, stack), publicly(200));
