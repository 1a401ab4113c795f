import { describe, expect, it } from '@jest/globals';
import { request } from '../support/client.ts';
import { apiUrl, logIn, newAddress, register, tokensOf } from './running.ts';

describe('the published keys', () => {
  it('hold the key that access tokens are signed with, where discovery says', async () => {
    const address = newAddress();
    await register(address);
    const [header = ''] = tokensOf(await logIn(address)).accessToken.split('.');
    const { kid } = JSON.parse(String(Buffer.from(header, 'base64url')));

    const discovery = await request(`${apiUrl}/.well-known/openid-configuration`);
    const published = await request(String(discovery.json.jwks_uri));

    expect(published.status).toBe(200);
    expect(published.json.keys).toContainEqual(expect.objectContaining({ kid, kty: 'RSA', alg: 'RS256' }));
    expect(published.text).not.toContain('"d"');
  });
});
