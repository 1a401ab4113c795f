import { newId } from '../lib/ids.ts';
import { seededPassword } from '../local/people.ts';
import type { RunningCloud } from '../local/temporary-cloud.ts';

/** What is there, and not for the one who asks; and what is not. */
export const sides = ['there', 'absent'] as const;
export type Side = (typeof sides)[number];

/** A route that answers both sides alike by design. */
export interface AlikeRoute {
  readonly name: string;
  readonly status: number;
  readonly ask: (side: Side, at: number) => Promise<Response>;
}

interface Wish {
  readonly method?: string;
  readonly headers?: Record<string, string>;
  readonly json?: unknown;
}

const password = 'Correct-Horse-9';
/** Each address is tried less often than it takes to be locked. */
const triesPerAddress = 5;
/** More than it takes to be locked for longer than the measurement goes on. */
const triesToLock = 14;

/** Every such route of a local cloud, with people of its own on it. */
export async function alikeRoutes(cloud: RunningCloud, tries: number): Promise<AlikeRoute[]> {
  async function call(path: string, { method = 'POST', headers = {}, json }: Wish = {}): Promise<Response> {
    const type = json === undefined ? {} : { 'content-type': 'application/json' };
    const body = json === undefined ? {} : { body: JSON.stringify(json) };
    return fetch(`${cloud.apiUrl}${path}`, { method, headers: { ...type, ...headers }, ...body });
  }

  async function get<T>(path: string, wish?: Wish): Promise<T> {
    const response = await call(path, wish);
    const { data } = (await response.json()) as { data: T };
    if (!response.ok) throw new Error(`${path} answered ${response.status}`);
    return data;
  }

  const register = (email: string) =>
    get<{ id: string }>('/v1/auth/register', {
      json: { email, password, name: 'Ada Lovelace', dateOfBirth: '1990-12-10' },
    });
  const signIn = async (email: string, its = password) => {
    const json = { email, password: its, transport: 'body' };
    const tokens = await get<{ accessToken: string; refreshToken: string }>('/v1/auth/login', { json });
    return { ...tokens, headers: { authorization: `Bearer ${tokens.accessToken}` } };
  };
  const usedToken = async () => {
    const mails = (await (await fetch(`${cloud.mailboxUrl}/email`)).json()) as { text: string }[];
    const token = mails.flatMap(({ text }) => /verify-email\?token=([\w-]+)/.exec(text)?.[1] ?? [])[0];
    await call('/v1/auth/verify-email', { json: { token } });
    return token;
  };

  const people = Math.ceil(tries / triesPerAddress) + 20;
  const ids: string[] = [];
  for (let at = 0; at < people; at += 1) ids.push((await register(`there-${at}@example.com`)).id);
  for (const email of ['asker@example.com', 'there-locked@example.com', 'other@example.com']) await register(email);
  const asker = await signIn('asker@example.com');
  const other = await signIn('other@example.com');
  const admin = await signIn('admin@polyclinic.test', seededPassword);
  const [session] = await get<{ id: string }[]>('/v1/auth/sessions', { method: 'GET', headers: other.headers });
  const key = { name: 'Laboratory', permissions: ['users:list'], dailyQuota: 100 };
  const { id: keyId } = await get<{ id: string }>('/v1/api-keys', { headers: admin.headers, json: key });
  const ended = await signIn('other@example.com');
  await call('/v1/auth/logout', { json: { refreshToken: ended.refreshToken } });
  const token = await usedToken();
  for (let time = 0; time < triesToLock; time += 1)
    for (const side of sides)
      await call('/v1/auth/login', { json: { email: `${side}-locked@example.com`, password: 'Wrong-9' } });

  const emailOf = (side: Side, at: number) => `${side}-${Math.floor(at / triesPerAddress)}@example.com`;
  const person = (side: Side, at: number) => `/v1/users/${side === 'there' ? ids[at % ids.length] : newId()}`;
  const byAsker = (path: string, method: string, json?: unknown) =>
    call(path, { method, headers: asker.headers, json });
  const keyOf = (id: string) => ({ 'x-api-key': `polyclinic_${id}_${'A'.repeat(43)}` });
  const noToken = 'A'.repeat(43);
  const noRefreshToken = ended.refreshToken.replace(/.{8}$/, 'AAAAAAAA');

  return [
    {
      name: 'login, wrong password',
      status: 401,
      ask: (side, at) => call('/v1/auth/login', { json: { email: emailOf(side, at), password: 'Wrong-Horse-9' } }),
    },
    {
      name: 'login, locked',
      status: 429,
      ask: (side) => call('/v1/auth/login', { json: { email: `${side}-locked@example.com`, password } }),
    },
    {
      name: 'forgot-password',
      status: 202,
      ask: (side, at) => call('/v1/auth/forgot-password', { json: { email: emailOf(side, at) } }),
    },
    {
      name: 'change-email, taken or free',
      status: 202,
      ask: (side, at) => byAsker('/v1/auth/change-email', 'POST', { email: emailOf(side, at), password }),
    },
    { name: 'read a person', status: 404, ask: (side, at) => byAsker(person(side, at), 'GET') },
    {
      name: 'change a person',
      status: 404,
      ask: (side, at) => byAsker(person(side, at), 'PATCH', { name: 'Somebody Else' }),
    },
    { name: 'delete a person', status: 404, ask: (side, at) => byAsker(person(side, at), 'DELETE') },
    {
      name: 'end a session',
      status: 404,
      ask: (side) => byAsker(`/v1/auth/sessions/${side === 'there' ? session?.id : newId()}`, 'DELETE'),
    },
    {
      name: 'API key, wrong secret',
      status: 401,
      ask: (side) => call('/v1/users', { method: 'GET', headers: keyOf(side === 'there' ? keyId : newId()) }),
    },
    {
      name: 'verify-email, used token',
      status: 400,
      ask: (side) => call('/v1/auth/verify-email', { json: { token: side === 'there' ? token : noToken } }),
    },
    {
      name: 'reset-password, other token',
      status: 400,
      ask: (side) =>
        call('/v1/auth/reset-password', {
          json: { token: side === 'there' ? token : noToken, password: 'Better-Battery-9' },
        }),
    },
    {
      name: 'logout, ended session',
      status: 204,
      ask: (side) =>
        call('/v1/auth/logout', { json: { refreshToken: side === 'there' ? ended.refreshToken : noRefreshToken } }),
    },
  ];
}
