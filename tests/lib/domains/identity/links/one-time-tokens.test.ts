import { describe, expect, it } from '@jest/globals';
import { createOneTimeTokens } from '../../../../../lib/domains/identity/links/one-time-tokens.ts';
import { hashOfToken } from '../../../../../lib/domains/identity/links/token-hash.ts';
import { createSecrets } from '../../../../../lib/secrets/secrets.ts';

const first = Buffer.from(Array.from({ length: 32 }, (_, at) => at)).toString('base64');
const second = Buffer.alloc(32, 2).toString('base64');
const tokensOf = (current: number, secrets: Record<number, string>) =>
  createOneTimeTokens(createSecrets(async () => JSON.stringify({ current, secrets })));

/** Made by another implementation of the format, with the first secret. */
const known = {
  id: 'AQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQk',
  token: 'QJQGIglN2FUE6pLSZCp80EpW6KyHwO-o3cf6SUC9S-g',
  hash: '-Sl3TCsp7XiVn7g3AzzQTdhbGUapocq92QVpfSn4oRo',
};

describe('a one-time token', () => {
  const { newTokenId, tokenOf } = tokensOf(1, { 1: first });

  it('belongs to an id of 32 bytes that is not made twice', async () => {
    const ids = await Promise.all([newTokenId(), newTokenId()]);

    expect(ids[0]).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(ids[0]).not.toBe(ids[1]);
  });

  it('is derived from purpose and id, as another implementation does', async () => {
    expect(await tokenOf('verify-email', known.id)).toBe(known.token);
    expect(hashOfToken('verify-email', known.token)).toBe(known.hash);
  });

  it('is another one for another purpose or id, and so is its hash', async () => {
    const others = await Promise.all([
      tokenOf('reset-password', known.id),
      tokenOf('verify-email', await newTokenId()),
    ]);

    expect(others).not.toContain(known.token);
    expect(hashOfToken('reset-password', known.token)).not.toBe(known.hash);
  });

  it('stays the same after the master secret was rotated, so that a mail on its way is still good', async () => {
    const rotated = tokensOf(2, { 1: first, 2: second });

    const newId = await rotated.newTokenId();

    expect(await rotated.tokenOf('verify-email', known.id)).toBe(known.token);
    expect(Buffer.from(newId, 'base64url')[0]).toBe(2);
  });

  it.each(['', 'not a token id', known.id])('is not derived where the version of %p is unknown', async (id) => {
    const later = tokensOf(2, { 2: second });

    await expect(later.tokenOf('verify-email', id)).rejects.toThrow(/version/);
  });
});
