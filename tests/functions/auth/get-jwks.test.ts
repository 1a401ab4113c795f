import { describe, expect, it } from '@jest/globals';
import { createHandler } from '../../../functions/auth/get-jwks.ts';
import { send } from '../../support/http.ts';
import { createIdentity } from '../../support/identity.ts';
import { createMemoryDatabase } from '../../support/memory-database.ts';

describe('GET /.well-known/jwks.json', () => {
  it('answers with the public halves of the keys, bare, for caches to keep', async () => {
    const identity = await createIdentity(createMemoryDatabase());

    const answer = await send(createHandler(identity.publishedKeys));

    expect(answer.status).toBe(200);
    expect(answer.headers['cache-control']).toBe('public, max-age=300');
    expect(answer.json).toEqual({
      keys: [{ kty: 'RSA', use: 'sig', alg: 'RS256', kid: expect.any(String), n: expect.any(String), e: 'AQAB' }],
    });
  });
});
