import { describe, expect, it } from '@jest/globals';
import { seededPassword } from '../../lib/domains/identity/seeds/people.ts';
import type { User } from '../../lib/domains/identity/users/schema.ts';
import { eventually, type HttpAnswer, mailsTo, request } from '../support/client.ts';
import {
  apiUrl,
  logIn,
  mailboxUrl,
  newAddress,
  password,
  register,
  registerAndVerify,
  tokensOf,
  whoAmI,
} from './running.ts';

const northClinic = '019a0000-0000-7000-8000-00000000c001';

type Call = (method: string, path: string, data?: unknown, headers?: Record<string, string>) => Promise<HttpAnswer>;

/** Calls with the access token of somebody who has just signed in. */
async function signedIn(email: string, secret = password): Promise<Call> {
  const { accessToken } = tokensOf(await logIn(email, { password: secret }));
  return (method, path, data, headers = {}) =>
    request(`${apiUrl}${path}`, {
      method,
      headers: { authorization: `Bearer ${accessToken}`, ...headers },
      ...(data !== undefined && { data }),
    });
}

const asAdmin = () => signedIn('admin@polyclinic.test', seededPassword);
const userIn = ({ json }: HttpAnswer) => json.data as User;
const namesIn = ({ json }: HttpAnswer) => (json.data as User[]).map(({ name }) => name);
const cursorIn = ({ json }: HttpAnswer) => (json.meta as { nextCursor?: string }).nextCursor;

/** Searches until so many are found; a list may lag by a second. */
const found = (call: Call, query: string, count = 1) =>
  eventually(`${count} people by ${query}`, async () => {
    const answer = await call('GET', `/v1/users?${query}`);
    return namesIn(answer).length === count ? answer : undefined;
  });

/** A word that no other person has. */
const newWord = () => `w${crypto.randomUUID().replaceAll('-', '')}`;

describe('an account of one’s own', () => {
  it('is written to in the language that its owner has chosen', async () => {
    const address = newAddress();
    await registerAndVerify(address);
    const call = await signedIn(address);

    const preferences = { channels: { email: true, websocket: true }, quietHours: null, locale: 'de-at' };
    const { status } = await call('PUT', '/v1/users/me/preferences', preferences);
    await call('POST', '/v1/auth/change-password', { currentPassword: password, newPassword: `${password}9` });

    const mail = await eventually('the German mail', async () =>
      (await mailsTo(mailboxUrl, address)).find(({ subject }) => subject === 'Ihr Passwort wurde geändert'),
    );
    expect(status).toBe(200);
    expect(mail.text).toMatch(/^Guten Tag \S.*,\s+am \d{1,2}\. \S+ \d{4} um \d\d:\d\d\sUhr UTC wurde das Passwort/);
  });

  it('is changed, and refuses a change that means an earlier version', async () => {
    const address = newAddress();
    await register(address);
    const call = await signedIn(address);
    const etag = (await call('GET', '/v1/users/me')).headers.get('etag') ?? '';

    const changed = await call('PATCH', '/v1/users/me', { name: 'Ada King' }, { 'if-match': etag });
    const stale = await call('PATCH', '/v1/users/me', { name: 'Ada Byron' }, { 'if-match': etag });

    expect([changed.status, stale.status]).toEqual([200, 412]);
    expect(userIn(await call('GET', '/v1/users/me'))).toMatchObject({ name: 'Ada King', dateOfBirth: '1990-12-10' });
    expect(changed.headers.get('etag')).not.toBe(etag);
  });

  it('is changed by its id as well, and nobody else is', async () => {
    const addresses = [newAddress(), newAddress()] as const;
    const [own, others] = [userIn(await register(addresses[0])), userIn(await register(addresses[1]))];
    const call = await signedIn(addresses[0]);

    const statuses = [
      (await call('GET', `/v1/users/${own.id}`)).status,
      (await call('PATCH', `/v1/users/${own.id}`, { dateOfBirth: null })).status,
      (await call('GET', `/v1/users/${others.id}`)).status,
      (await call('PATCH', `/v1/users/${others.id}`, { name: 'Eve Eve' })).status,
      (await call('DELETE', `/v1/users/${others.id}`)).status,
      (await call('GET', '/v1/users')).status,
    ];

    expect(statuses).toEqual([200, 200, 404, 404, 404, 403]);
  });

  it('takes preferences', async () => {
    const address = newAddress();
    await register(address);
    const call = await signedIn(address);
    const preferences = {
      channels: { email: true, websocket: false },
      quietHours: { from: '22:00', to: '07:00', timeZone: 'America/New_York' },
      byType: { appointment: { websocket: true } },
      locale: 'en-US',
    };
    const usual = await call('GET', '/v1/users/me/preferences');

    const answer = await call('PUT', '/v1/users/me/preferences', preferences);

    expect(usual.json.data).toMatchObject({ quietHours: null, locale: 'en' });
    expect(answer.json.data).toEqual(preferences);
    expect((await call('GET', '/v1/users/me/preferences')).json.data).toEqual(preferences);
    expect((await call('PUT', '/v1/users/me/preferences', { ...preferences, quietHours: null })).status).toBe(200);
  });

  it('is deleted by the password, of which a mail tells, after which nobody comes in by it and the address is free', async () => {
    const address = newAddress();
    await registerAndVerify(address);
    const call = await signedIn(address);

    const wrong = await call('DELETE', '/v1/users/me', { password: 'Wrong-Horse-9' });
    const deleted = await call('DELETE', '/v1/users/me', { password });

    expect([wrong.status, deleted.status]).toEqual([422, 204]);
    await eventually('the notice', async () =>
      (await mailsTo(mailboxUrl, address)).find(({ subject }) => subject === 'Your account was deleted'),
    );
    expect((await logIn(address)).status).toBe(401);
    expect((await register(address)).status).toBe(201);
  });
});

describe('an admin', () => {
  it('invites, finds, moves, unlocks, deletes and restores somebody', async () => {
    const [call, word, address] = [await asAdmin(), newWord(), newAddress()];

    const invited = await call('POST', '/v1/users', {
      email: address,
      name: `Nora ${word}`,
      roles: ['doctor'],
      clinicId: northClinic,
    });
    const { id } = userIn(invited);
    const path = invited.headers.get('location') ?? '';
    const sought = await found(call, `q=${word.slice(0, 12)}&role=doctor`);
    const renamed = await call('PATCH', path, { name: `Norah ${word}` });
    const moved = await call('PUT', `${path}/roles`, { roles: ['user'] });
    const unlocked = await call('POST', `${path}/unlock`);
    const deleted = await call('DELETE', path);
    const read = await call('GET', path);
    const restored = await call('POST', `${path}/restore`);

    const statuses = [invited, sought, renamed, moved, unlocked, deleted, read, restored].map(({ status }) => status);
    expect(statuses).toEqual([201, 200, 200, 200, 204, 204, 200, 200]);
    expect((sought.json.data as User[]).map((user) => user.id)).toEqual([id]);
    expect(userIn(moved)).toMatchObject({ name: `Norah ${word}`, roles: ['user'] });
    expect([userIn(read).status, userIn(restored).status]).toEqual(['deleted', 'active']);
  });

  it('gives places at clinics that there are, and nobody is held up who goes and comes back', async () => {
    const [call, address] = [await asAdmin(), newAddress()];
    const { id } = userIn(await register(address));
    const path = `/v1/users/${id}`;
    const nowhere = '019a0000-0000-7000-8000-00000000c0ff';

    const refused = await call('PUT', `${path}/roles`, { roles: ['doctor'], clinicId: nowhere });
    const given = await call('PUT', `${path}/roles`, { roles: ['doctor'], clinicId: northClinic });
    const deleted = await call('DELETE', path);
    const restored = await call('POST', `${path}/restore`);
    const left = await (await signedIn(address))('DELETE', '/v1/users/me', { password });

    expect([refused, given, deleted, restored, left].map(({ status }) => status)).toEqual([422, 200, 204, 200, 204]);
    expect(refused.json).toMatchObject({ code: 'UNKNOWN_REFERENCE', errors: [{ path: 'clinicId' }] });
    expect(userIn(restored)).toMatchObject({ roles: ['doctor'], clinicId: northClinic });
  });

  it('gets a conflict for an address that is taken, also by who comes back', async () => {
    const [call, address] = [await asAdmin(), newAddress()];
    const invitation = { email: address, name: 'Twice Taken', roles: ['user'] };
    const { id } = userIn(await call('POST', '/v1/users', invitation));

    const again = await call('POST', '/v1/users', invitation);
    await call('DELETE', `/v1/users/${id}`);
    await register(address);
    const restored = await call('POST', `/v1/users/${id}/restore`);

    expect([again, restored].map(({ json }) => json.code)).toEqual(['DUPLICATE_EMAIL', 'DUPLICATE_EMAIL']);
  });

  it('reads a list page by page, newest first and each person once', async () => {
    const [call, word] = [await asAdmin(), newWord()];
    const names = ['Ada', 'Bea', 'Cleo', 'Dora', 'Elsa'].map((name) => `${name} ${word}`);
    for (const name of names.toReversed()) await register(newAddress(), { name });
    await found(call, `q=${word}`, names.length);

    const seen: string[] = [];
    // Others register meanwhile, so that ours need not be on the first pages.
    for (let cursor: string | undefined = ''; cursor !== undefined && seen.length < names.length; ) {
      const page = await call('GET', `/v1/users?limit=2&status=active${cursor && `&cursor=${cursor}`}`);
      seen.push(...namesIn(page).filter((name) => name.endsWith(word)));
      cursor = cursorIn(page);
    }

    expect(seen).toEqual(names);
  });

  it('finds within a second who has just registered, by word, by role and by status', async () => {
    const [call, word] = [await asAdmin(), newWord()];
    const registered = await register(newAddress(), { name: `Ada ${word}` });
    const answeredAt = performance.now();

    await found(call, `q=${word}`);
    const lag = performance.now() - answeredAt;

    const { id } = userIn(registered);
    const newest = await Promise.all(
      ['role=user', 'status=active'].map((filter) => call('GET', `/v1/users?${filter}`)),
    );
    expect(newest.map(({ json }) => (json.data as User[]).some((person) => person.id === id))).toEqual([true, true]);
    expect(lag).toBeLessThan(1_000);
  });

  it('finds a person whose name folds to far more than it is', async () => {
    const [call, address] = [await asAdmin(), newAddress()];
    const registered = await register(address, { name: '\ufdfa'.repeat(50) });

    const sought = await found(call, `q=${encodeURIComponent(address)}`);

    expect(registered.status).toBe(201);
    expect(namesIn(sought)).toEqual(['\ufdfa'.repeat(50)]);
  });

  it('takes the roles of somebody away at once, not the session', async () => {
    const [call, address] = [await asAdmin(), newAddress()];
    const { id } = userIn(await register(address));
    const { accessToken } = tokensOf(await logIn(address));

    await call('PUT', `/v1/users/${id}/roles`, { roles: ['staff'], clinicId: northClinic });

    expect((await whoAmI(accessToken)).status).toBe(401);
    const again = await signedIn(address);
    expect(userIn(await again('GET', '/v1/users/me'))).toMatchObject({ roles: ['staff'], clinicId: northClinic });
  });
});
