import { beforeEach, describe, expect, it } from '@jest/globals';
import { permissionsOf } from '../../../lib/domains/declared/permissions.ts';
import { type Route, routesOf } from '../../support/access/handlers.ts';
import { createOrigin, type Origin, type World, worldOf } from '../../support/access/world.ts';
import { type Answer, createTestCaller, type RequestFields, send } from '../../support/http.ts';
import { lastTokenId, registrationOf } from '../../support/identity.ts';
import { turnOnSecondFactor } from '../../support/second-factor.ts';

const password = 'Correct-Horse-9';
const admin = createTestCaller({ roles: ['admin'], permissions: permissionsOf(['admin']) });
const device = { userAgent: 'tests', address: '203.0.113.7' };
let origin: Origin;
let world: World;
let routes: ReadonlyMap<string, Route>;

beforeEach(async () => {
  origin ??= await createOrigin();
  world = await worldOf(origin);
  routes = routesOf(world, world.stack);
});

const ask = (route: string, fields: RequestFields) => {
  const [method = 'GET', path = '/'] = route.split(' ');
  return send((routes.get(route) as Route).handler, { method, path, ...fields });
};
const credentials = { email: 'user@example.com', password };

async function signIn() {
  const tokens = await world.identity.signIns.logIn(credentials, device);
  if ('mfaRequired' in tokens) throw new Error('nobody has a second factor yet');
  return tokens;
}

/** Somebody who tried too often from the network of the tests: only a device that is known comes in from there. */
async function logInDespiteLockout(deviceToken: string): Promise<Answer> {
  const logIn = (json: object) => ask('POST /v1/auth/login', { json });
  for (let count = 0; count < 10; count += 1) await logIn({ ...credentials, password: 'Wrong-Horse-9' });
  return logIn({ ...credentials, transport: 'body', deviceToken });
}

/** Where tokens are shown; each door takes one kind, and reset-password the token of an invitation, too. */
const doors: Readonly<Record<string, (token: string) => Promise<Answer>>> = {
  bearer: (token) => ask('GET /v1/users/me', { headers: { authorization: `Bearer ${token}` } }),
  apiKey: (token) => ask('GET /v1/users', { headers: { 'x-api-key': token } }),
  refreshBody: (token) => ask('POST /v1/auth/refresh', { json: { refreshToken: token } }),
  refreshCookie: (token) => ask('POST /v1/auth/refresh', { cookies: [`polyclinic_refresh=${token}`] }),
  verifyEmail: (token) => ask('POST /v1/auth/verify-email', { json: { token } }),
  resetPassword: (token) => ask('POST /v1/auth/reset-password', { json: { token, password: 'Better-Battery-7' } }),
  confirmEmail: (token) => ask('POST /v1/auth/change-email/confirm', { json: { token } }),
  secondStep: (token) => ask('POST /v1/auth/login/mfa', { json: { mfaToken: token, code: recoveryCode } }),
  cursor: (token) => {
    const headers = { authorization: `Bearer ${origin.accounts.admin.accessToken}` };
    return ask('GET /v1/users', { headers, query: `limit=1&cursor=${token}` });
  },
  device: logInDespiteLockout,
};
let recoveryCode = 'AAAA-AAAA-AAAA-AAAA';

async function oneTimeToken(purpose: 'verify-email' | 'reset-password' | 'change-email' | 'invitation') {
  return world.identity.oneTimeTokens.tokenOf(purpose, lastTokenId(world.database));
}

/** Each kind of token, how one is come by, and the one door that it opens. */
const kinds: readonly (readonly [kind: string, door: string, issue: () => Promise<string>])[] = [
  ['access token', 'bearer', async () => (await signIn()).accessToken],
  ['refresh token', 'refreshBody', async () => (await signIn()).refreshToken],
  ['device token', 'device', async () => (await signIn()).deviceToken],
  [
    'API key',
    'apiKey',
    async () => {
      const maker = createTestCaller({ permissions: permissionsOf(['admin']) });
      const wish = { name: 'Case', permissions: ['users:list' as const], dailyQuota: 100 };
      return (await world.identity.apiKeys.create(wish, maker)).key;
    },
  ],
  [
    'token to verify an address',
    'verifyEmail',
    async () => {
      await world.identity.registrations.register(registrationOf());
      return oneTimeToken('verify-email');
    },
  ],
  [
    'token to reset a password',
    'resetPassword',
    async () => {
      await world.identity.passwordResetRequests.request(credentials.email);
      return oneTimeToken('reset-password');
    },
  ],
  [
    'token of an invitation',
    'resetPassword',
    async () => {
      await world.people.invitations.invite(admin, { email: 'new@example.com', name: 'New Person', roles: ['user'] });
      return oneTimeToken('invitation');
    },
  ],
  [
    'token to confirm another address',
    'confirmEmail',
    async () => {
      const caller = createTestCaller({ userId: origin.accounts.otherUser.userId });
      await world.identity.emailChanges.request(caller, { email: 'another@example.com', password });
      return oneTimeToken('change-email');
    },
  ],
  [
    'token of a second step',
    'secondStep',
    async () => {
      const { userId } = origin.accounts.doctor;
      recoveryCode = (await turnOnSecondFactor(world.identity, userId)).recoveryCodes[0] ?? '';
      return world.identity.secondFactor.challenge(userId);
    },
  ],
  [
    'cursor',
    'cursor',
    async () => {
      const headers = { authorization: `Bearer ${origin.accounts.admin.accessToken}` };
      const { json } = await ask('GET /v1/users', { headers, query: 'limit=1' });
      return (json.meta as { nextCursor: string }).nextCursor;
    },
  ],
];

describe('a token of one kind', () => {
  it.each(kinds)('opens no other door, and is not used up by trying: %s', async (_, own, issue) => {
    const token = await issue();
    const others = Object.keys(doors).filter((door) => !door.startsWith(own.replace('Body', '')));

    const answers: [string, number][] = [];
    for (const door of others) answers.push([door, (await (doors[door] as (typeof doors)[string])(token)).status]);
    world.identity.clock.advance(120);
    const opened = await (doors[own] as (typeof doors)[string])(token);

    expect(answers.filter(([, status]) => ![400, 401, 429].includes(status))).toEqual([]);
    expect([200, 204]).toContain(opened.status);
  });
});
