import { beforeEach, describe, expect, it } from '@jest/globals';
import { createHandler } from '../../../functions/auth/log-in.ts';
import { createHandler as createRefreshHandler } from '../../../functions/auth/refresh-session.ts';
import type { HttpHandler } from '../../../lib/http/stack.ts';
import { type Answer, createTestStack, invoke, send } from '../../support/http.ts';
import { createIdentity, type Identity, registrationOf } from '../../support/identity.ts';
import { createMemoryDatabase, type MemoryDatabase } from '../../support/memory-database.ts';

let database: MemoryDatabase;
let identity: Identity;
let handler: HttpHandler;
let userId: string;

beforeEach(async () => {
  database = createMemoryDatabase();
  identity = await createIdentity(database);
  handler = createHandler(identity.signIns, createTestStack());
  ({ id: userId } = await identity.registrations.register(registrationOf()));
});

const credentials = { email: 'ada@example.com', password: 'Correct-Horse-9' };
const byBody = (overrides: Record<string, unknown> = {}) =>
  send(handler, { method: 'POST', json: { ...credentials, transport: 'body', ...overrides } });
const byCookie = (cookies: string[] = []) => send(handler, { method: 'POST', json: credentials, cookies });
const tokensOf = (answer: Answer) => answer.json.data as { deviceToken: string; refreshToken: string };
const deviceCookieOf = ({ cookies }: Answer) => cookies.find((cookie) => cookie.startsWith('polyclinic_device=')) ?? '';
/** The device's id stands in bytes 17 to 32. */
const deviceIdOf = (token: string) => Buffer.from(token, 'base64url').toString('hex', 17, 33);
const notices = () =>
  database.itemsOf('events').flatMap(({ event }) => {
    const { type, data } = event as { type: string; data: unknown };
    return type === 'session.started-on-new-device' ? [data] : [];
  });

describe('POST /v1/auth/login from a device', () => {
  it('tells the owner nothing of the first sign-in there ever is', async () => {
    await byBody();

    expect(notices()).toEqual([]);
  });

  it('tells the owner of each device after the first, with the session that began there', async () => {
    const sessionIds = () => database.itemsOf('identity').flatMap(({ sk, id }) => (/^SESSION#/.test(sk) ? [id] : []));
    await byBody();
    const [first] = sessionIds();
    await byBody();
    await byBody();

    const others = sessionIds().filter((id) => id !== first);
    expect(others).toHaveLength(2);
    expect(notices()).toHaveLength(2);
    expect(notices()).toEqual(expect.arrayContaining(others.map((sessionId) => ({ userId, sessionId }))));
  });

  it('tells the owner nothing of a device that they have signed in on, by its token in the body', async () => {
    const first = tokensOf(await byBody());

    const again = tokensOf(await byBody({ deviceToken: first.deviceToken }));

    expect(notices()).toEqual([]);
    expect(deviceIdOf(again.deviceToken)).toBe(deviceIdOf(first.deviceToken));
  });

  it('knows the device by its cookie, too, and hands it another year', async () => {
    const first = deviceCookieOf(await byCookie());
    const [pair = ''] = first.split(';');
    identity.clock.advance(364 * 24 * 60 * 60);
    const second = deviceCookieOf(await byCookie(['other=1', pair]));
    const [renewed = ''] = second.split(';');
    identity.clock.advance(364 * 24 * 60 * 60);
    await byCookie([renewed]);

    expect(second).toContain('Max-Age=31536000');
    expect(renewed).not.toBe(pair);
    expect(notices()).toEqual([]);
  });

  it('takes the token in the body where there is a cookie as well', async () => {
    const { deviceToken } = tokensOf(await byBody());

    const cookies = ['polyclinic_device=nonsense'];
    await send(handler, { method: 'POST', json: { ...credentials, deviceToken }, cookies });

    expect(notices()).toEqual([]);
  });

  it.each([
    ['after nonsense', (own: string) => ['nonsense', own]],
    ['before nonsense', (own: string) => [own, 'nonsense']],
    ['after that of somebody else', (own: string, others: string) => [others, own]],
    ['before that of somebody else', (own: string, others: string) => [own, others]],
  ])('knows the device by the one of two cookies that is its own: %s', async (_, tokensIn) => {
    await identity.registrations.register(registrationOf({ email: 'eve@example.com' }));
    const eve = tokensOf(await byBody({ email: 'eve@example.com' })).deviceToken;
    const own = tokensOf(await byBody()).deviceToken;

    const answer = await byCookie(tokensIn(own, eve).map((token) => `polyclinic_device=${token}`));

    expect(notices()).toEqual([]);
    const [, renewed = ''] = /=([^;]+)/.exec(deviceCookieOf(answer)) ?? [];
    expect(deviceIdOf(renewed)).toBe(deviceIdOf(own));
  });

  it('has forgotten a device after a year without a sign-in', async () => {
    const { deviceToken } = tokensOf(await byBody());
    identity.clock.advance(366 * 24 * 60 * 60);

    const again = tokensOf(await byBody({ deviceToken }));

    expect(notices()).toHaveLength(1);
    expect(deviceIdOf(again.deviceToken)).not.toBe(deviceIdOf(deviceToken));
  });

  it.each([
    ['nonsense', async () => 'nonsense'],
    ['an empty token', async () => ''],
    ['a refresh token', async () => tokensOf(await byBody()).refreshToken],
    [
      'a token of another account',
      async () => {
        await identity.registrations.register(registrationOf({ email: 'eve@example.com' }));
        return tokensOf(await byBody({ email: 'eve@example.com' })).deviceToken;
      },
    ],
  ])('takes one that shows %s for a new device, which is no error', async (_, find) => {
    await byBody();
    const before = notices().length;

    const answer = await byBody({ deviceToken: await find() });

    expect(answer.status).toBe(200);
    expect(notices().length).toBeGreaterThan(before);
  });

  it('hands out a device token that no session goes on with', async () => {
    const { deviceToken } = tokensOf(await byBody());

    const answer = await send(createRefreshHandler(identity.signIns, createTestStack()), {
      method: 'POST',
      json: { refreshToken: deviceToken },
    });

    expect(answer.json.code).toBe('INVALID_REFRESH_TOKEN');
  });

  it('says nothing of the device when the password is wrong', async () => {
    const answer = await send(handler, { method: 'POST', json: { ...credentials, password: 'Wrong-Horse-9' } });

    expect(answer.cookies).toEqual([]);
  });

  it('tells of all but one of the devices that are the first at once', async () => {
    const fields = { method: 'POST', json: credentials };

    const answers = await Promise.all(Array.from({ length: 5 }, () => invoke(handler, fields)));

    expect(answers.map(({ status }) => status)).toEqual(Array(5).fill(200));
    expect(notices()).toHaveLength(4);
  });
});
