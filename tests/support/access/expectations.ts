import type { RequestFields } from '../http.ts';

/** Who asks; a scoped key has the permissions that the route asks for and no others, an unscoped one has none. */
export const actors = [
  'anonymous',
  'user',
  'otherUser',
  'doctor',
  'staff',
  'admin',
  'scopedKey',
  'unscopedKey',
] as const;
export type Actor = (typeof actors)[number];

/** Whose object the path names; a key of the API owns nothing. */
export const ownerships = ['own', 'others', 'otherClinics', 'absent', 'deleted'] as const;
export type Ownership = (typeof ownerships)[number];

/** What kind of object the path names. */
export type Target = 'person' | 'session' | 'apiKey' | 'auditEvent' | 'deadLetter';

/** The status for each actor: one for all objects, or one an ownership in the order of `ownerships`, null where there is no such case. */
export type Statuses = Readonly<Record<Actor, number | readonly (number | null)[]>>;

export interface Expectation {
  readonly target?: Target;
  readonly request?: Omit<RequestFields, 'method' | 'path'>;
  readonly statuses: Statuses;
}

const everybody = (status: number): Statuses =>
  Object.fromEntries(actors.map((actor) => [actor, status])) as Record<Actor, number>;

const people = (status: number): Statuses => ({
  ...everybody(status),
  anonymous: 401,
  scopedKey: 403,
  unscopedKey: 403,
});

const admins = (status: number): Statuses => ({
  ...everybody(403),
  anonymous: 401,
  admin: status,
  scopedKey: status,
});

const publicly = (status: number, request: Expectation['request'] = {}): Expectation => ({
  request,
  statuses: everybody(status),
});

const signedIn = (status: number, json?: unknown): Expectation => ({
  ...(json !== undefined && { request: { json } }),
  statuses: people(status),
});

/** Objects that are an admin's business: there for another, and neither absent nor deleted. */
const administered = (target: Target, status: number, json?: unknown): Expectation => ({
  target,
  ...(json !== undefined && { request: { json } }),
  statuses: {
    ...everybody(403),
    anonymous: 401,
    admin: [null, status, null, 404, 404],
    scopedKey: [null, status, null, 404, 404],
  },
});

/** People: each sees their own account, an admin every one. A key of this one permission is nobody, and no admin. */
const onPeople = (status: number, adminsDeleted: number, json?: unknown): Expectation => {
  const own = [status, 404, 404, 404, 404];
  return {
    target: 'person',
    ...(json !== undefined && { request: { json } }),
    statuses: {
      anonymous: 401,
      user: own,
      otherUser: own,
      doctor: own,
      staff: own,
      admin: [status, status, status, 404, adminsDeleted],
      scopedKey: [null, 404, 404, 404, 404],
      unscopedKey: 403,
    },
  };
};

/** People as an admin manages them: oneself like any other. */
const managed = (present: number, deleted: number, json?: unknown): Expectation => ({
  target: 'person',
  ...(json !== undefined && { request: { json } }),
  statuses: {
    ...everybody(403),
    anonymous: 401,
    admin: [present, present, present, 404, deleted],
    scopedKey: [null, present, present, 404, deleted],
  },
});

/** As it is, but for the scoped key: a right to manage gives no role that may do more than the key. */
const givenBy = (expectation: Expectation, scopedKey: Statuses['scopedKey']): Expectation => ({
  ...expectation,
  statuses: { ...expectation.statuses, scopedKey },
});

/** As it is, but for one's own object. */
const notOwn = ({ statuses, ...expectation }: Expectation, status: number): Expectation => ({
  ...expectation,
  statuses: Object.fromEntries(
    actors.map((actor) => {
      const given = statuses[actor];
      return [actor, typeof given === 'number' || given[0] === null ? given : [status, ...given.slice(1)]];
    }),
  ) as Statuses,
});

const inQueue = { request: { params: { name: 'email' } } };

/** A queue, which is nobody's but the admins' to look after. */
const ofQueue = (status: number): Expectation => ({ ...inQueue, statuses: admins(status) });

const token = 'A'.repeat(43);
const password = 'Correct-Horse-9';

/**
 * Who may do what: written by hand, apart from the triggers, so that a change of either shows. A public route looks at
 * nobody's credentials, so that what it answers to a request of no use is the same for all.
 */
export const expectations: Readonly<Record<string, Expectation>> = {
  'GET /health': publicly(200),
  'GET /health/ready': publicly(200),
  'GET /.well-known/jwks.json': publicly(200),
  'GET /.well-known/openid-configuration': publicly(200),
  'GET /openapi.json': publicly(200),
  'GET /asyncapi.json': publicly(200),
  'GET /docs': publicly(200),
  'GET /docs/{asset}': publicly(200, { params: { asset: 'docs.js' } }),
  $default: publicly(404),

  'POST /v1/auth/register': publicly(201, {
    json: { email: 'new@example.com', password, name: 'New Person', dateOfBirth: '1990-12-10' },
  }),
  'POST /v1/auth/login': publicly(401, { json: { email: 'nobody@example.com', password } }),
  'POST /v1/auth/login/mfa': publicly(401, { json: { mfaToken: token, code: '000000' } }),
  'POST /v1/auth/refresh': publicly(401, { json: { refreshToken: token } }),
  'POST /v1/auth/logout': publicly(204, { json: { refreshToken: token } }),
  'POST /v1/auth/verify-email': publicly(400, { json: { token } }),
  'POST /v1/auth/forgot-password': publicly(202, { json: { email: 'nobody@example.com' } }),
  'POST /v1/auth/reset-password': publicly(400, { json: { token, password } }),
  'POST /v1/auth/change-email/confirm': publicly(400, { json: { token } }),

  'POST /v1/auth/logout-all': signedIn(204),
  'POST /v1/auth/verify-email/resend': signedIn(409),
  'POST /v1/auth/change-password': signedIn(422, { currentPassword: 'Wrong-Horse-9', newPassword: 'Better-Battery-7' }),
  'POST /v1/auth/change-email': signedIn(202, { email: 'another@example.com', password }),
  'POST /v1/auth/mfa/totp': signedIn(200, { password }),
  'POST /v1/auth/mfa/totp/confirm': signedIn(409, { code: '000000' }),
  'POST /v1/auth/mfa/totp/disable': signedIn(409, { code: '000000' }),
  'POST /v1/auth/mfa/recovery-codes': signedIn(409, { code: '000000' }),
  'GET /v1/auth/sessions': signedIn(200),
  'DELETE /v1/auth/sessions/{sessionId}': {
    target: 'session',
    statuses: {
      anonymous: 401,
      user: [204, 404, 404, 404, 404],
      otherUser: [204, 404, 404, 404, 404],
      doctor: [204, 404, 404, 404, 404],
      staff: [204, 404, 404, 404, 404],
      admin: [204, 404, 404, 404, 404],
      scopedKey: 403,
      unscopedKey: 403,
    },
  },

  'GET /v1/users/me': signedIn(200),
  'PATCH /v1/users/me': signedIn(200, { name: 'Another Name' }),
  'DELETE /v1/users/me': signedIn(204, { password }),
  'PUT /v1/users/me/preferences': signedIn(200, {
    channels: { email: true, websocket: true },
    quietHours: null,
    locale: 'en',
  }),
  'GET /v1/users': { statuses: admins(200) },
  'POST /v1/users': {
    request: { json: { email: 'invited@example.com', name: 'Invited Person', roles: ['user'] } },
    // Nobody holds a role by a key that may do less than the role.
    statuses: { ...admins(201), scopedKey: 403 },
  },
  'GET /v1/users/{userId}': onPeople(200, 200),
  'PATCH /v1/users/{userId}': onPeople(200, 404, { name: 'Another Name' }),
  'DELETE /v1/users/{userId}': notOwn(onPeople(204, 404), 403),
  'POST /v1/users/{userId}/restore': givenBy(managed(409, 200), [null, 403, 403, 404, 403]),
  'POST /v1/users/{userId}/unlock': managed(204, 404),
  'POST /v1/users/{userId}/invitation': givenBy(managed(409, 404), [null, 403, 403, 404, 404]),
  // The factor of nobody here is on. One's own goes by a code, and no machine turns one off.
  'DELETE /v1/users/{userId}/mfa': {
    target: 'person',
    statuses: { ...admins(409), admin: [403, 409, 409, 404, 404], scopedKey: [null, 403, 403, 403, 403] },
  },
  'PUT /v1/users/{userId}/roles': givenBy(managed(200, 404, { roles: ['user'] }), 403),

  'GET /v1/api-keys': { statuses: admins(200) },
  'POST /v1/api-keys': {
    request: { json: { name: 'Reports', permissions: ['users:list'], dailyQuota: 100 } },
    // Keys do not make keys.
    statuses: { ...admins(201), scopedKey: 403 },
  },
  'DELETE /v1/api-keys/{keyId}': administered('apiKey', 204),

  'GET /v1/audit-events': { statuses: admins(200) },
  'GET /v1/audit-events/{eventId}': {
    target: 'auditEvent',
    statuses: {
      ...everybody(403),
      anonymous: 401,
      admin: [null, 200, null, 404, null],
      scopedKey: [null, 200, null, 404, null],
    },
  },
  'POST /v1/audit-events/verify': {
    request: { json: { from: '2026-03-01', to: '2026-03-07' } },
    statuses: admins(200),
  },

  'GET /v1/queues': { statuses: admins(200) },
  'GET /v1/queues/{name}': ofQueue(200),
  'POST /v1/queues/{name}/redrive': ofQueue(202),
  'GET /v1/queues/{name}/dead-letters': ofQueue(200),
  'DELETE /v1/queues/{name}/dead-letters': ofQueue(204),
  'GET /v1/queues/{name}/dead-letters/{deadLetterId}': { ...administered('deadLetter', 200), ...inQueue },
  'DELETE /v1/queues/{name}/dead-letters/{deadLetterId}': { ...administered('deadLetter', 204), ...inQueue },
  'POST /v1/queues/{name}/dead-letters/{deadLetterId}/redrive': { ...administered('deadLetter', 202), ...inQueue },
};
