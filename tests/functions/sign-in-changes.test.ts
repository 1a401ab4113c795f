import { beforeAll, describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { discoverFunctions } from '../../infra/functions.ts';
import type { EventType } from '../../lib/domains/events.ts';
import { mails } from '../../lib/domains/mails.ts';
import type { HttpTrigger, Method } from '../../lib/http/trigger.ts';
import { type Route, routesOf } from '../support/access/handlers.ts';
import { createOrigin, credentialsOf, type Origin, type World, worldOf } from '../support/access/world.ts';
import { send } from '../support/http.ts';
import { turnOnSecondFactor } from '../support/second-factor.ts';

/** What somebody must show who changes what signs a person in. */
type Proof =
  /** The password, typed once more. */
  | 'password'
  /** A code of the second factor, or of the authenticator that is to become it. */
  | 'code'
  /** A token that was mailed to the address that it is about. */
  | 'mailed token'
  /** An admin acts for the clinic, and is on record by name. */
  | 'admin';

interface Change {
  readonly what: string;
  readonly proof: Proof;
  /** What tells the person of it; or why there is nothing to tell of yet, or nobody to tell. */
  readonly notice: readonly [EventType, ...EventType[]] | { readonly none: string };
  /** Readies somebody for a request with a proof that is none, where it takes more than a session. */
  readonly arrange?: (world: World, userId: string) => Promise<unknown>;
  /** The request with a proof that is none, and the code that it is answered. */
  readonly refused: readonly [json: unknown, code: string];
}

const token = 'A'.repeat(43);
const wrong = 'Wrong-Horse-9';
const wrongCode = { code: 'MFRG-GZDF-MZTW-Q2LK' };
const turnOn = ({ identity }: World, userId: string) => turnOnSecondFactor(identity, userId);

/** Every route that changes, or may come to change, what signs a person in. */
const changes: Readonly<Record<string, Change>> = {
  'POST /v1/auth/login': {
    what: 'a session, and a device that is known from then on',
    proof: 'password',
    notice: ['session.started-on-new-device', 'sign-in.locked'],
    refused: [{ email: 'user@example.com', password: wrong }, 'INVALID_CREDENTIALS'],
  },
  'POST /v1/auth/login/mfa': {
    what: 'as login, and a code is used up',
    proof: 'code',
    notice: ['session.started-on-new-device', 'mfa.recovery-code-used'],
    refused: [{ mfaToken: token, ...wrongCode }, 'INVALID_MFA_TOKEN'],
  },
  'POST /v1/auth/verify-email': {
    what: 'the address counts as the person’s',
    proof: 'mailed token',
    notice: ['user.verified'],
    refused: [{ token }, 'INVALID_TOKEN'],
  },
  'POST /v1/auth/reset-password': {
    what: 'the password, in place of a forgotten one or by an invitation',
    proof: 'mailed token',
    notice: ['password.changed', 'user.verified'],
    refused: [{ token, password: 'Better-Battery-7' }, 'INVALID_TOKEN'],
  },
  'POST /v1/auth/change-password': {
    what: 'the password',
    proof: 'password',
    notice: ['password.changed'],
    refused: [{ currentPassword: wrong, newPassword: 'Better-Battery-7' }, 'WRONG_PASSWORD'],
  },
  'POST /v1/auth/change-email': {
    what: 'the address, once it is confirmed',
    proof: 'password',
    notice: ['user.email-change-requested'],
    refused: [{ email: 'another@example.com', password: wrong }, 'WRONG_PASSWORD'],
  },
  'POST /v1/auth/change-email/confirm': {
    what: 'the address',
    proof: 'mailed token',
    notice: ['user.email-changed'],
    refused: [{ token }, 'INVALID_TOKEN'],
  },
  'POST /v1/auth/mfa/totp': {
    what: 'the second factor, once a code confirms it',
    proof: 'password',
    notice: { none: 'nothing is on yet, and the secret dies within ten minutes' },
    refused: [{ password: wrong }, 'WRONG_PASSWORD'],
  },
  'POST /v1/auth/mfa/totp/confirm': {
    what: 'the second factor, and recovery codes',
    proof: 'code',
    notice: ['mfa.enabled'],
    arrange: ({ identity }, userId) => identity.putDownSecret({ userId }),
    // The secret was asked for in another session than the one that knows no code: the password was never shown in it.
    refused: [wrongCode, 'MFA_NOT_ENROLLED'],
  },
  'POST /v1/auth/mfa/totp/disable': {
    what: 'the second factor, and recovery codes',
    proof: 'code',
    notice: ['mfa.disabled'],
    arrange: turnOn,
    refused: [wrongCode, 'WRONG_CODE'],
  },
  'POST /v1/auth/mfa/recovery-codes': {
    what: 'the recovery codes',
    proof: 'code',
    notice: ['mfa.recovery-codes-renewed', 'mfa.recovery-code-used'],
    arrange: turnOn,
    refused: [wrongCode, 'WRONG_CODE'],
  },
  'DELETE /v1/users/{userId}/mfa': {
    what: 'the second factor of somebody else',
    proof: 'admin',
    notice: ['mfa.removed'],
    arrange: turnOn,
    refused: [undefined, 'PERMISSION_DENIED'],
  },
  'POST /v1/users': {
    what: 'an account for somebody who is to choose a password',
    proof: 'admin',
    notice: ['user.invited'],
    refused: [{ email: 'invited@example.com', name: 'Invited Person', roles: ['user'] }, 'PERMISSION_DENIED'],
  },
  'POST /v1/users/{userId}/invitation': {
    what: 'the link by which somebody is to choose a password',
    proof: 'admin',
    notice: ['user.invitation-requested'],
    refused: [undefined, 'PERMISSION_DENIED'],
  },
  'DELETE /v1/users/me': {
    what: 'the account, which only an admin brings back',
    proof: 'password',
    notice: ['user.deleted'],
    refused: [{ password: wrong }, 'WRONG_PASSWORD'],
  },
};

/** Writes that let nobody in who could not come in before. */
const harmless: Readonly<Record<string, string>> = {
  'POST /v1/auth/register': 'nobody has the account yet, and its mail asks for the address to be verified',
  'POST /v1/auth/refresh': 'a session goes on as it is',
  'POST /v1/auth/logout': 'a session ends',
  'POST /v1/auth/logout-all': 'sessions end',
  'DELETE /v1/auth/sessions/{sessionId}': 'a session ends',
  'POST /v1/auth/verify-email/resend': 'a token goes to the address that the account has',
  'POST /v1/auth/forgot-password': 'a token goes to the address that the account has',
  'PATCH /v1/users/me': 'neither name nor birth date signs anybody in',
  'PATCH /v1/users/{userId}': 'neither name nor birth date signs anybody in',
  'PUT /v1/users/me/preferences': 'they sign nobody in',
  'DELETE /v1/users/{userId}': 'an account goes, by an admin, and its owner is told',
  'POST /v1/users/{userId}/restore': 'what the account had signs its owner in again',
  'POST /v1/users/{userId}/unlock': 'failed tries are forgotten; the password is asked for as before',
  'PUT /v1/users/{userId}/roles': 'it says what somebody may do who is in',
  'POST /v1/api-keys': 'a key is the clinic’s: it is nobody’s account, and can sign in nowhere',
  'DELETE /v1/api-keys/{keyId}': 'a key ends',
};

/** What is kept of tries. */
const tries = ['counter', 'sign-in-tries'];

const nameOf = ({ method, path }: HttpTrigger) => `${method} ${path}`;
const triggers = (await discoverFunctions()).flatMap(({ trigger }) => (trigger.kind === 'http' ? [trigger] : []));
const writes = triggers.filter(
  ({ method, path }) => method !== 'GET' && /^\/v1\/(auth|users|api-keys)(\/|$)/.test(path),
);
const mailed = mails.map(({ event }) => event.type);

/** How a proof shows in the description of its route: the field that carries it, or the right that it takes. */
const shows: Readonly<Record<Proof, (trigger: HttpTrigger) => boolean>> = {
  password: (trigger) => hasField(trigger, 'password') || hasField(trigger, 'currentPassword'),
  code: (trigger) => hasField(trigger, 'code'),
  'mailed token': (trigger) => hasField(trigger, 'token') && trigger.allow === 'public',
  admin: ({ allow }) => Array.isArray(allow) && allow.includes('users:manage'),
};

function hasField(trigger: HttpTrigger, field: string): boolean {
  const body = trigger.body?.();
  const inner = body instanceof z.ZodOptional ? body.unwrap() : body;
  return inner instanceof z.ZodObject && field in inner.shape;
}

let origin: Origin;

beforeAll(async () => {
  origin = await createOrigin();
});

describe('the table of what changes what signs a person in', () => {
  it('has every write of identity, and no other', () => {
    expect([...Object.keys(changes), ...Object.keys(harmless)].sort()).toEqual(writes.map(nameOf).sort());
  });

  it('calls nothing harmless that takes a password, a code or a token of a mail, but for making an account', () => {
    const proving = writes.filter((trigger) =>
      (['password', 'code', 'mailed token'] as const).some((proof) => shows[proof](trigger)),
    );

    expect(proving.map(nameOf).filter((route) => route in harmless)).toEqual(['POST /v1/auth/register']);
  });
});

describe.each(Object.entries(changes))('%s', (route, { proof, notice, arrange, refused }) => {
  const trigger = writes.find((one) => nameOf(one) === route) as HttpTrigger;

  it(`asks for a proof: ${proof}`, () => {
    expect(shows[proof](trigger)).toBe(true);
  });

  it('tells the person by mail, or says why not', () => {
    const types = 'none' in notice ? [] : notice;

    expect(types.filter((type) => !mailed.includes(type))).toEqual([]);
    expect(trigger.grants.includes('events:append')).toBe(types.length > 0);
  });

  it('refuses a proof that is none, changes nothing and tells nobody', async () => {
    const [json, code] = refused;
    const world = await worldOf(origin);
    const { userId } = origin.accounts.user;
    await arrange?.(world, userId);
    const { handler } = routesOf(world, world.stack).get(route) as Route;
    const headers = trigger.allow === 'public' ? {} : await credentialsOf('user', origin, world, []);
    const before = securityOf(world);

    const params = trigger.path.includes('{userId}') ? { userId } : {};
    const answer = await send(handler, { method: trigger.method as Method, path: trigger.path, params, headers, json });

    expect(answer.json.code).toBe(code);
    expect(securityOf(world)).toEqual(before);
  });
});

/** All that is stored of accounts and events, but for tries, which count. */
function securityOf({ database }: World) {
  const items = database.itemsOf('identity').filter(({ entity }) => !tries.includes(String(entity)));
  return [...items, ...database.itemsOf('events')];
}
