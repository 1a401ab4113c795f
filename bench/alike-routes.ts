import { setTimeout as pause } from 'node:timers/promises';
import { seededPassword } from '../lib/domains/identity/seeds/people.ts';
import { newId } from '../lib/ids.ts';
import type { RunningCloud } from '../local/temporary-cloud.ts';
import { alikePatientRoutes } from './alike-patients.ts';

/** What is there, and not for the one who asks; and what is not. */
export const sides = ['there', 'absent'] as const;
export type Side = (typeof sides)[number];

// Each route here is a row of tests/functions/alike-answers.test.ts, too, which holds that both sides take the same calls of
// the database; what takes time beside them, as the hash of a password does, shows here alone. The test has further kinds of
// what is there, as a deleted person, an ended session of one's own or a revoked key.
// Neither has logout: an ended session's token costs a look-up, and an altered one falls at its MAC without a call. But
// nobody can show a genuine token without having been given it, so nothing is told that they did not know; and to look up
// what is not genuine, too, would cost every refresh with such a token a call.

/** A route that answers both sides alike by design. */
export interface AlikeRoute {
  readonly name: string;
  readonly status: number;
  /** Makes what a try needs right before it, and is not measured. */
  readonly prepare?: (at: number) => Promise<unknown>;
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
/** What are let in before an address is locked, for a minute: what comes while it is does not count. */
const triesToLock = 10;
/** So few that they are over within the minute. */
const triesPerLock = 60;

/** Every such route of a local cloud, with people of its own on it. */
export async function alikeRoutes(
  cloud: RunningCloud,
  tries: number,
  report: (line: string) => void,
): Promise<AlikeRoute[]> {
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
  const mailedToken = async (looks = 50): Promise<string> => {
    const mails = (await (await fetch(`${cloud.mailboxUrl}/email`)).json()) as { text: string }[];
    const token = mails.flatMap(({ text }) => /verify-email\?token=([\w-]+)/.exec(text)?.[1] ?? [])[0];
    if (looks === 0) throw new Error('no mail has come that verifies an address');
    return token ?? pause(200).then(() => mailedToken(looks - 1));
  };
  const usedToken = async () => {
    const token = await mailedToken();
    const { status } = await call('/v1/auth/verify-email', { json: { token } });
    if (status !== 204) throw new Error(`a token that was mailed answered ${status}`);
    return token;
  };

  const people = Math.ceil(tries / triesPerAddress) + 20;
  const ids: string[] = [];
  for (let at = 0; at < people; at += 1) {
    if (at % 20 === 0) report(`${at} of ${people} people are registered`);
    ids.push((await register(`there-${at}@example.com`)).id);
  }
  for (const email of ['asker@example.com', 'other@example.com']) await register(email);
  const other = await signIn('other@example.com');
  const admin = await signIn('admin@polyclinic.test', seededPassword);
  const [session] = await get<{ id: string }[]>('/v1/auth/sessions', { method: 'GET', headers: other.headers });
  const key = { name: 'Laboratory', permissions: ['users:list'], dailyQuota: 100 };
  const { id: keyId } = await get<{ id: string }>('/v1/api-keys', { headers: admin.headers, json: key });
  const token = await usedToken();

  const addressAt = (at: number) => Math.floor(at / triesPerAddress);
  const emailOf = (side: Side, at: number) => `${side}-${addressAt(at)}@example.com`;
  const person = (side: Side, at: number) => `/v1/users/${side === 'there' ? ids[at % ids.length] : newId()}`;
  /** An access token is good for a quarter of an hour: each route has a new one. */
  const byAsker = (
    ask: (side: Side, at: number) => readonly [path: string, method: string, json?: unknown],
    email = 'asker@example.com',
    its = password,
  ) => {
    const asker = oncePer(() => signIn(email, its));
    return {
      prepare: () => asker(0),
      ask: async (side: Side, at: number) => {
        const [path, method, json] = ask(side, at);
        return call(path, { method, headers: (await asker(0)).headers, json });
      },
    };
  };
  /** Passwords are checked ten times in a quarter of an hour: whoever asks about an address has the next one. */
  const changer = oncePer((address) => signIn(`there-${(address + 1) % people}@example.com`));
  const lockedAt = (side: Side, at: number) => `${side}-locked-${Math.floor(at / triesPerLock)}@example.com`;
  const lock = async (email: string) => {
    for (let time = 0; time < triesToLock; time += 1)
      await call('/v1/auth/login', { json: { email, password: 'Wrong-Horse-9' } });
  };
  const lockBoth = oncePer(async (turn) => {
    const at = turn * triesPerLock;
    await register(lockedAt('there', at));
    await Promise.all(sides.map((side) => lock(lockedAt(side, at))));
  });
  const keyOf = (id: string) => ({ 'x-api-key': `polyclinic_${id}_${'A'.repeat(43)}` });
  const noToken = 'A'.repeat(43);
  const ofPatients = await alikePatientRoutes({
    get,
    signIn: (email) => signIn(email, seededPassword),
    bySeeded: (email, ask) => byAsker(ask, email, seededPassword),
  });

  return [
    ...ofPatients,
    {
      name: 'login, wrong password',
      status: 401,
      ask: (side, at) => call('/v1/auth/login', { json: { email: emailOf(side, at), password: 'Wrong-Horse-9' } }),
    },
    {
      name: 'login, locked',
      status: 429,
      prepare: (at) => lockBoth(Math.floor(at / triesPerLock)),
      ask: (side, at) => call('/v1/auth/login', { json: { email: lockedAt(side, at), password } }),
    },
    {
      name: 'forgot-password',
      status: 202,
      ask: (side, at) => call('/v1/auth/forgot-password', { json: { email: emailOf(side, at) } }),
    },
    {
      name: 'change-email, taken or free',
      status: 202,
      prepare: (at) => changer(addressAt(at)),
      ask: async (side, at) =>
        call('/v1/auth/change-email', {
          headers: (await changer(addressAt(at))).headers,
          json: { email: emailOf(side, at), password },
        }),
    },
    { name: 'read a person', status: 404, ...byAsker((side, at) => [person(side, at), 'GET']) },
    {
      name: 'change a person',
      status: 404,
      ...byAsker((side, at) => [person(side, at), 'PATCH', { name: 'Somebody Else' }]),
    },
    { name: 'delete a person', status: 404, ...byAsker((side, at) => [person(side, at), 'DELETE']) },
    {
      name: 'end a session',
      status: 404,
      ...byAsker((side) => [`/v1/auth/sessions/${side === 'there' ? session?.id : newId()}`, 'DELETE']),
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
  ];
}

/** Does its work once for each key. */
function oncePer<T>(work: (key: number) => Promise<T>): (key: number) => Promise<T> {
  const done = new Map<number, Promise<T>>();
  return (key) => {
    const known = done.get(key) ?? work(key);
    done.set(key, known);
    return known;
  };
}
