import createClient from 'openapi-fetch';
import { onceListed } from '../listed.ts';
import { mailedToken } from '../mailbox.ts';
import { show } from '../show.ts';
import type { components, paths } from './generated/api.ts';

const [baseUrl = '', mailboxUrl = ''] = process.argv.slice(2);
const { GET, POST, PATCH, PUT } = createClient<paths>({ baseUrl });
const bearer = (token = '') => ({ headers: { authorization: `Bearer ${token}` } });
const email = `${crypto.randomUUID()}@example.com`;
const password = 'Correct-Horse-9';

type NewApiKey = components['schemas']['NewApiKey'];

/** What a person is told of a sign-in that failed. */
function adviceFor({ code }: components['schemas']['LogInProblem']): string {
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

const registration = { email, password, name: 'Ada Lovelace', dateOfBirth: '1990-12-10' };
const registered = await POST('/v1/auth/register', { body: registration });
show('register', registered.response.status, registered.data?.data.status, registered.data?.data.emailVerified);
const verified = await POST('/v1/auth/verify-email', { body: { token: await mailedToken(mailboxUrl, email) } });
show('verify email', verified.response.status);

const refused = await POST('/v1/auth/login', { body: { email, password: 'Wrong-Horse-9' } });
show('log in wrongly', refused.response.status, refused.error && adviceFor(refused.error));
const loggedIn = await POST('/v1/auth/login', { body: { email, password, transport: 'body' } });
const answer = loggedIn.data?.data;
if (answer?.outcome !== 'signed_in') throw new Error(`a second step is required: ${answer?.mfaToken}`);
show('log in', loggedIn.response.status, answer.outcome, answer.tokenType, answer.user.roles.join());

const me = bearer(answer.accessToken);
const own = await GET('/v1/users/me', me);
const etag = own.response.headers.get('etag') ?? '';
show('own user', own.response.status, own.data?.data.name, own.data?.data.emailVerified);
const params = { header: { 'If-None-Match': etag } };
show('own user, unchanged', (await GET('/v1/users/me', { ...me, params })).response.status);
const change = { ...me, params: { header: { 'If-Match': etag } }, body: { name: 'Ada King', dateOfBirth: null } };
const renamed = await PATCH('/v1/users/me', change);
show('change', renamed.response.status, renamed.data?.data.name);
const stale = await PATCH('/v1/users/me', change);
show('change what has changed', stale.response.status, stale.error?.code);
const preferences = { channels: { email: true, websocket: false }, quietHours: null, locale: 'en-US' };
const preferred = await PUT('/v1/users/me/preferences', { ...me, body: preferences });
show('preferences', preferred.response.status, preferred.data?.data.channels.websocket, preferred.data?.data.locale);
const sessions = await GET('/v1/auth/sessions', me);
show('sessions', sessions.response.status, sessions.data?.data.length, sessions.data?.data[0]?.current);
const refreshed = await POST('/v1/auth/refresh', { body: { refreshToken: answer.refreshToken ?? '' } });
show('refresh', refreshed.response.status, refreshed.data?.data.tokenType);

const credentials = { email: 'admin@polyclinic.test', password: 'Polyclinic1', transport: 'body' } as const;
const signedIn = (await POST('/v1/auth/login', { body: credentials })).data?.data;
const admin = bearer(signedIn?.outcome === 'signed_in' ? signedIn.accessToken : '');
const expiresAt = '2099-01-01T00:00:00.000Z';
const query = { limit: 2, sort: 'createdAt', role: 'doctor' } as const;
const first = await GET('/v1/users', { ...admin, params: { query: { ...query, limit: 1 } } });
const cursor = first.data?.meta.nextCursor ?? '';
const second = await GET('/v1/users', { ...admin, params: { query: { ...query, cursor } } });
show('pages of users', first.data?.data[0]?.email, second.data?.data[0]?.email, second.data?.meta.limit);
const key: NewApiKey = { name: 'Journey', permissions: ['users:read'], dailyQuota: 10, expiresAt };
const made = await POST('/v1/api-keys', { ...admin, body: key });
const keys = await GET('/v1/api-keys', { ...admin, params: { query: { limit: 1 } } });
show('API keys', made.response.status, keys.data?.data[0]?.id === made.data?.data.id, keys.data?.data[0]?.dailyQuota);
const about = { query: { limit: 1, action: 'api-key.created' } } as const;
const events = await onceListed(
  () => GET('/v1/audit-events', { ...admin, params: about }),
  ({ data }) => data?.data.length,
);
show('audit events', events.response.status, events.data?.data[0]?.action, events.data?.data[0]?.outcome);
const queues = await GET('/v1/queues', admin);
show('queues', queues.response.status, queues.data?.data.map(({ name }) => name).join());
const nobody = { path: { userId: '019a0000-0000-7000-8000-00000000dead' } };
show('nobody', (await GET('/v1/users/{userId}', { ...admin, params: nobody })).error?.code);
const body = { refreshToken: refreshed.data?.data.refreshToken ?? '' };
const loggedOut = await POST('/v1/auth/logout', { body });
show('log out', loggedOut.response.status, (await POST('/v1/auth/refresh', { body })).error?.code);
