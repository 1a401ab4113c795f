import { describe, expect, it } from '@jest/globals';
import { createRefreshTokens, hashOf } from '../../../../../lib/domains/identity/tokens/refresh-tokens.ts';
import { createSecrets, newMasterSecret } from '../../../../../lib/secrets/secrets.ts';

const first = Buffer.from(Array.from({ length: 32 }, (_, at) => at)).toString('base64');
const second = Buffer.alloc(32, 2).toString('base64');
const secretsOf = (current: number, secrets: Record<number, string>) =>
  createSecrets(async () => JSON.stringify({ current, secrets }));

const owner = { userId: '019a0000-0000-7000-8000-000000000001', sessionId: '019a0000-0000-7000-8000-000000000002' };
/** Made by another implementation of the format, with the first secret and a random part of sevens. */
const known = {
  token: 'AQGaAAAAAHAAgAAAAAAAAAEBmgAAAABwAIAAAAAAAAACBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcrwKXEY-Z1AAbnh3QBLF_5',
  hash: 'ccBN35eJwn27Qjkc2UsKy8oYPmQZOdcVf4dyF-dFu2Q',
  successor:
    'AQGaAAAAAHAAgAAAAAAAAAEBmgAAAABwAIAAAAAAAAACWN3dKDLv1vk0Xfg_0HPrTZIphDcDxZaEkGtyqofvxsxOgpdaByac0ad4ZPs_jigE',
};

describe('a refresh token', () => {
  const { issue, parse, successorOf } = createRefreshTokens(secretsOf(1, { 1: first }));

  it('tells whose session it continues, and what is stored of it', async () => {
    const { token, version, hash } = await issue(owner);

    expect(token).toMatch(/^[A-Za-z0-9_-]{108}$/);
    expect(hash).toBe(hashOf(token));
    expect(await parse(token)).toEqual({ ...owner, version, hash });
  });

  it('is never issued twice', async () => {
    const tokens = await Promise.all([issue(owner), issue(owner)]);

    expect(tokens[0]?.token).not.toBe(tokens[1]?.token);
  });

  it('keeps its format: one made before is still read', async () => {
    expect(await parse(known.token)).toEqual({ ...owner, version: 1, hash: known.hash });
  });

  it('has one successor, the same at every call, and that is a token of the same session', async () => {
    const successors = await Promise.all([successorOf(known.token), successorOf(known.token, 1)]);

    expect(successors.map(({ token }) => token)).toEqual([known.successor, known.successor]);
    expect(await parse(known.successor)).toEqual({ ...owner, version: 1, hash: hashOf(known.successor) });
  });

  it('has a successor of its own, and so has each successor', async () => {
    const other = await issue(owner);

    const next = await successorOf(other.token);
    const afterNext = await successorOf(next.token);

    expect(new Set([known.successor, other.token, next.token, afterNext.token]).size).toBe(4);
  });

  it('is refused with any one byte changed', async () => {
    const bytes = Buffer.from(known.token, 'base64url');
    const forged = [...bytes.keys()].map((at) => {
      const copy = Buffer.from(bytes);
      copy.writeUInt8(copy.readUInt8(at) ^ 1, at);
      return copy.toString('base64url');
    });

    const verdicts = await Promise.all(forged.map(parse));

    expect(forged).toHaveLength(81);
    expect(verdicts.filter((verdict) => verdict !== undefined)).toEqual([]);
  });

  it.each([
    ['nothing', ''],
    ['a truncated token', known.token.slice(0, -1)],
    ['a token and more', `${known.token}A`],
    ['a token and padding', `${known.token}=`],
    ['a token and a line end', `${known.token}\n`],
    ['the alphabet of plain base64', known.token.replace('_', '/').replace('-', '+')],
    ['random bytes', Buffer.alloc(81, 1).toString('base64url')],
    ['a megabyte', 'A'.repeat(1_000_000)],
  ])('is not %s', async (_, text) => {
    expect(await parse(text)).toBeUndefined();
  });

  it('is refused when it was made with another secret', async () => {
    const { token } = await createRefreshTokens(createSecrets(async () => newMasterSecret())).issue(owner);

    expect(await parse(token)).toBeUndefined();
  });

  it('is not issued for an id that is no UUID', async () => {
    await expect(issue({ ...owner, userId: 'maria' })).rejects.toThrow(/UUID/);
  });
});

describe('rotation of the master secret', () => {
  const rotated = createRefreshTokens(secretsOf(2, { 1: first, 2: second }));

  it('keeps tokens of the version before, and issues those of the new one', async () => {
    const parsed = await rotated.parse(known.token);
    const issued = await rotated.issue(owner);

    expect(parsed?.version).toBe(1);
    expect(issued.version).toBe(2);
    expect(await rotated.parse(issued.token)).toMatchObject({ ...owner, version: 2 });
  });

  it('gives a token the successor of the new version, or again the one that it got before', async () => {
    const now = await rotated.successorOf(known.token);
    const again = await rotated.successorOf(known.token, 1);

    expect(now.version).toBe(2);
    expect(now.token).not.toBe(known.successor);
    expect(await rotated.parse(now.token)).toMatchObject(owner);
    expect(again).toEqual({ token: known.successor, version: 1, hash: hashOf(known.successor) });
  });

  it('refuses tokens of a version that was taken away', async () => {
    const later = createRefreshTokens(secretsOf(2, { 2: second }));

    expect(await later.parse(known.token)).toBeUndefined();
    await expect(later.successorOf(known.token, 1)).rejects.toThrow(/version/);
  });
});
