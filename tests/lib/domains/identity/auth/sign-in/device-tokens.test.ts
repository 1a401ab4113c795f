import { describe, expect, it } from '@jest/globals';
import { createDeviceTokens } from '../../../../../../lib/domains/identity/auth/sign-in/device-tokens.ts';
import { createRefreshTokens } from '../../../../../../lib/domains/identity/tokens/refresh-tokens.ts';
import { createSecrets, newMasterSecret } from '../../../../../../lib/secrets/secrets.ts';
import { createTestClock } from '../../../../../support/clock.ts';

const first = Buffer.from(Array.from({ length: 32 }, (_, at) => at)).toString('base64');
const second = Buffer.alloc(32, 2).toString('base64');
const secretsOf = (current: number, secrets: Record<number, string>) =>
  createSecrets(async () => JSON.stringify({ current, secrets }));
const secrets = secretsOf(1, { 1: first });

const userId = '019a0000-0000-7000-8000-000000000001';
const deviceId = 'fb'.repeat(16);
const owner = { userId, deviceEpoch: 7 };
/** Made by another implementation of the format, with the first secret on 2026-03-08. */
const known = 'AQGaAAAAAHAAgAAAAAAAAAH7-_v7-_v7-_v7-_v7-_v7UCgAAAfY_vkDIlZ6jjQ9Wa6i7yoL';
/** The same as the release before made it, which did not say how the account stood. */
const knownBefore = 'AQGaAAAAAHAAgAAAAAAAAAH7-_v7-_v7-_v7-_v7-_v7UCiWFrOp41iXgXlYlZjwFiyv';

describe('a device token', () => {
  const { issue, parse } = createDeviceTokens({ secrets, clock: createTestClock() });

  it('tells whose device it is, which, and how the account stood', async () => {
    const token = await issue(owner, deviceId);

    expect(token).toMatch(/^[A-Za-z0-9_-]{72}$/);
    expect(await parse(token)).toEqual({ userId, deviceId, epoch: 7 });
  });

  it('gives a device that has no id a new one', async () => {
    const devices = await Promise.all([issue(owner), issue(owner)].map(async (token) => parse(await token)));

    expect(devices).toEqual(
      [1, 2].map(() => ({ userId, deviceId: expect.stringMatching(/^[0-9a-f]{32}$/), epoch: 7 })),
    );
    expect(devices[0]?.deviceId).not.toBe(devices[1]?.deviceId);
  });

  it('was issued as an account first stands, whose devices were never made strangers', async () => {
    expect(await parse(await issue({ userId }, deviceId))).toEqual({ userId, deviceId, epoch: 0 });
  });

  it('keeps its format: one made before is still read, and made again for the same day', async () => {
    expect(await parse(known)).toEqual({ userId, deviceId, epoch: 7 });
    expect(await issue(owner, deviceId)).toBe(known);
  });

  it('is refused with any one byte changed', async () => {
    const bytes = Buffer.from(known, 'base64url');
    const forged = [...bytes.keys()].map((at) => {
      const copy = Buffer.from(bytes);
      copy.writeUInt8(copy.readUInt8(at) ^ 1, at);
      return copy.toString('base64url');
    });

    const verdicts = await Promise.all(forged.map(parse));

    expect(forged).toHaveLength(54);
    expect(verdicts.filter((verdict) => verdict !== undefined)).toEqual([]);
  });

  it.each([
    ['nothing', ''],
    ['a token of the release before', knownBefore],
    ['a truncated token', known.slice(0, -1)],
    ['a token and more', `${known}A`],
    ['a token and padding', `${known}=`],
    ['a token and a line end', `${known}\n`],
    ['the alphabet of plain base64', known.replaceAll('_', '/').replaceAll('-', '+')],
    ['random bytes', Buffer.alloc(54, 1).toString('base64url')],
    ['a megabyte', 'A'.repeat(1_000_000)],
  ])('is not %s', async (_, text) => {
    expect(await parse(text)).toBeUndefined();
  });

  it('is refused when it was made with another secret', async () => {
    const stranger = createDeviceTokens({
      secrets: createSecrets(async () => newMasterSecret()),
      clock: createTestClock(),
    });

    expect(await parse(await stranger.issue(owner, deviceId))).toBeUndefined();
  });

  it('is none of the refresh tokens, nor is one of those a device token', async () => {
    const refreshTokens = createRefreshTokens(secrets);
    const { token: refreshToken } = await refreshTokens.issue({ userId, sessionId: userId });

    expect(await refreshTokens.parse(known)).toBeUndefined();
    expect(await parse(refreshToken)).toBeUndefined();
    expect(await parse(refreshToken.slice(0, 72))).toBeUndefined();
  });

  it('is good for a year', async () => {
    const clock = createTestClock();
    const tokens = createDeviceTokens({ secrets, clock });
    const token = await tokens.issue(owner, deviceId);

    clock.advance(365 * 24 * 60 * 60);
    const inTime = await tokens.parse(token);
    clock.advance(24 * 60 * 60);
    const tooLate = await tokens.parse(token);

    expect([inTime, tooLate]).toEqual([{ userId, deviceId, epoch: 7 }, undefined]);
  });

  it.each(['maria', '', `${userId}00`])('is not issued for the id %p', async (id) => {
    await expect(issue({ userId: id })).rejects.toThrow(/16 bytes/);
  });
});

describe('rotation of the master secret', () => {
  it('keeps tokens of the version before until that is taken away', async () => {
    const clock = createTestClock();
    const rotated = createDeviceTokens({ secrets: secretsOf(2, { 1: first, 2: second }), clock });
    const afterwards = createDeviceTokens({ secrets: secretsOf(2, { 2: second }), clock });

    expect(await rotated.parse(known)).toEqual({ userId, deviceId, epoch: 7 });
    expect(await rotated.parse(await rotated.issue(owner, deviceId))).toEqual({ userId, deviceId, epoch: 7 });
    expect(await afterwards.parse(known)).toBeUndefined();
  });
});
