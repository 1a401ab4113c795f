import { onceListed } from '../listed.ts';
import { mailedToken } from '../mailbox.ts';
import { show } from '../show.ts';
import type { LogInProblem, NewApiKey } from './generated/api.ts';
import * as api from './generated/api.ts';

const [, mailboxUrl = ''] = process.argv.slice(2);
const bearer = (token = '') => ({ authorization: `Bearer ${token}` });
const email = `${crypto.randomUUID()}@example.com`;
const password = 'Correct-Horse-9';

/** What a person is told of a sign-in that failed. */
function adviceFor({ code }: LogInProblem): string {
  switch (code) {
    case 'INVALID_CREDENTIALS':
      return 'other credentials';
    case 'TOO_MANY_ATTEMPTS':
    case 'RATE_LIMITED':
      return 'later';
    case 'VALIDATION_FAILED':
    case 'MALFORMED_JSON':
    case 'BODY_TOO_DEEP':
    case 'BODY_TOO_LARGE':
    case 'UNSUPPORTED_MEDIA_TYPE':
      return 'another client';
    case 'INTERNAL_ERROR':
    case 'TIMED_OUT':
    case 'DATABASE_UNAVAILABLE':
    case 'SECRETS_UNAVAILABLE':
    case 'SIGNING_UNAVAILABLE':
      return 'once more';
    default:
      return code satisfies never;
  }
}

/** The data of an answer of the status that a step awaits; an answer of another one ends the journey. */
function awaited<A extends { status: number }, S extends A['status']>(answer: A, status: S) {
  if (answer.status !== status) throw new Error(`${JSON.stringify(answer)} in place of ${status}`);
  return answer as Extract<A, { status: S }>;
}

const registration = { email, password, name: 'Ada Lovelace', dateOfBirth: '1990-12-10' };
const registered = awaited(await api.registerUser(registration), 201);
show('register', registered.status, registered.data.data.status, registered.data.data.emailVerified);
const verified = await api.verifyEmail({ token: await mailedToken(mailboxUrl, email) });
show('verify email', verified.status);

const refused = awaited(await api.logIn({ email, password: 'Wrong-Horse-9' }), 401);
show('log in wrongly', refused.status, adviceFor(refused.data));
const loggedIn = awaited(await api.logIn({ email, password, transport: 'body' }), 200);
const answer = loggedIn.data.data;
if (answer.outcome !== 'signed_in') throw new Error(`a second step is required: ${answer.mfaToken}`);
show('log in', loggedIn.status, answer.outcome, answer.tokenType, answer.user.roles.join());

const me = { headers: bearer(answer.accessToken) };
const own = awaited(await api.getOwnUser(me), 200);
const etag = own.headers.get('etag') ?? '';
show('own user', own.status, own.data.data.name, own.data.data.emailVerified);
const unchanged = await api.getOwnUser({ headers: { ...me.headers, 'If-None-Match': etag } });
show('own user, unchanged', unchanged.status);
const [change, condition] = [{ name: 'Ada King', dateOfBirth: null }, { headers: { ...me.headers, 'If-Match': etag } }];
const renamed = awaited(await api.updateOwnUser(change, condition), 200);
show('change', renamed.status, renamed.data.data.name);
const stale = awaited(await api.updateOwnUser(change, condition), 412);
show('change what has changed', stale.status, stale.data.code);
const preferences = { channels: { email: true, websocket: false }, quietHours: null, locale: 'en-US' };
const preferred = awaited(await api.setOwnPreferences(preferences, me), 200);
show('preferences', preferred.status, preferred.data.data.channels.websocket, preferred.data.data.locale);
const sessions = awaited(await api.listSessions(me), 200);
show('sessions', sessions.status, sessions.data.data.length, sessions.data.data[0]?.current);
const refreshed = awaited(await api.refreshSession({ refreshToken: answer.refreshToken ?? '' }), 200);
show('refresh', refreshed.status, refreshed.data.data.tokenType);

const credentials = { email: 'admin@polyclinic.test', password: 'Polyclinic1', transport: 'body' } as const;
const signedIn = awaited(await api.logIn(credentials), 200).data.data;
const admin = { headers: bearer(signedIn.outcome === 'signed_in' ? signedIn.accessToken : '') };
const expiresAt = '2099-01-01T00:00:00.000Z';
const query = { limit: 2, sort: 'createdAt', role: 'doctor' } as const;
const first = awaited(await api.listUsers({ ...query, limit: 1 }, admin), 200).data;
const cursor = first.meta.nextCursor ?? '';
const second = awaited(await api.listUsers({ ...query, cursor }, admin), 200).data;
show('pages of users', first.data[0]?.email, second.data[0]?.email, second.meta.limit);
const key: NewApiKey = { name: 'Journey', permissions: ['users:read'], dailyQuota: 10, expiresAt };
const made = awaited(await api.createApiKey(key, admin), 201);
const keys = awaited(await api.listApiKeys({ limit: 1 }, admin), 200).data;
show('API keys', made.status, keys.data[0]?.id === made.data.data.id, keys.data[0]?.dailyQuota);
const events = await onceListed(
  async () => awaited(await api.listAuditEvents({ limit: 1, action: 'api-key.created' }, admin), 200),
  ({ data }) => data.data.length,
);
show('audit events', events.status, events.data.data[0]?.action, events.data.data[0]?.outcome);
const queues = awaited(await api.listQueues(admin), 200);
show('queues', queues.status, queues.data.data.map(({ name }) => name).join());
show('nobody', awaited(await api.getUser('019a0000-0000-7000-8000-00000000dead', admin), 404).data.code);
const body = { refreshToken: refreshed.data.data.refreshToken ?? '' };
const loggedOut = await api.logOut(body);
show('log out', loggedOut.status, awaited(await api.refreshSession(body), 401).data.code);
