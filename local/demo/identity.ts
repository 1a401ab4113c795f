import { setTimeout as pause } from 'node:timers/promises';

import { findCloudPlace, forgetCloudPlace, startCloud } from '../temporary-cloud.ts';
import { codeOf } from './authenticator.ts';
import { type Client, createClient } from './client.ts';
import { acceptSecondInvitation, correctAddress, replaceLostAuthenticator } from './corrections.ts';
import { chapter, expect, say } from './narration.ts';
import { choosePreferences } from './preferences.ts';

// This walks through the life of an account, over HTTP on a local cloud of its own, and says at each step what happened. A step
// with another result than expected ends the walk with exit code 1.

const ada = { email: 'ada@example.com', name: 'Ada Lovelace', dateOfBirth: '1990-12-10' };
const password = 'Correct-Horse-9';
const nextPassword = 'Better-Battery-7';
const body = { transport: 'body' };

interface Tokens {
  readonly accessToken: string;
  readonly refreshToken: string;
  readonly deviceToken: string;
}

async function register({ send, tokenOf, subjectsOnce }: Client): Promise<void> {
  chapter('Register and verify');
  const person = { ...ada, password };
  expect('POST /v1/auth/register', await send('/v1/auth/register', { data: person }), 201);
  expect('once more', await send('/v1/auth/register', { data: person }), 409, 'DUPLICATE_EMAIL');
  const token = await tokenOf(ada.email, /confirm/i);
  expect('the token of the mail', await send('/v1/auth/verify-email', { data: { token } }), 204);
  expect('once more', await send('/v1/auth/verify-email', { data: { token } }), 400, 'INVALID_TOKEN');
  say(`  mails: ${(await subjectsOnce(ada.email, /welcome/i)).join(', ')}`);
}

async function logIn({ send }: Client): Promise<Tokens> {
  chapter('Sign in');
  const wrong = { email: ada.email, password: 'Wrong-Horse-9', ...body };
  expect('a wrong password', await send('/v1/auth/login', { data: wrong }), 401, 'INVALID_CREDENTIALS');
  const data = { email: ada.email, password, ...body };
  return expect('the right one', await send('/v1/auth/login', { data }), 200).data;
}

async function enrolSecondFactor({ send }: Client, { accessToken }: Tokens): Promise<string> {
  chapter('Turn on the second factor');
  const { secret } = expect(
    'a secret for the app',
    await send('/v1/auth/mfa/totp', { accessToken, data: { password } }),
    200,
  ).data;
  const code = codeOf(secret, new Date());
  const confirmed = await send('/v1/auth/mfa/totp/confirm', { accessToken, data: { code } });
  const { recoveryCodes } = expect('its code', confirmed, 200).data;
  say(`  recovery codes: ${recoveryCodes.length}, shown this once`);
  return recoveryCodes[0];
}

async function logInInTwoSteps({ send }: Client, recoveryCode: string): Promise<Tokens> {
  chapter('Sign in in two steps');
  const first = await send('/v1/auth/login', { data: { email: ada.email, password, ...body } });
  const { mfaToken } = expect('the password alone gives no tokens', first, 200).data;
  const step = (code: string) => send('/v1/auth/login/mfa', { data: { mfaToken, code, ...body } });
  expect('a wrong code', await step('000000'), 401, 'INVALID_CODE');
  const tokens = expect('a recovery code', await step(recoveryCode), 200).data;
  expect('the same once more', await step(recoveryCode), 401, 'INVALID_MFA_TOKEN');
  return tokens;
}

async function refreshAndReplay({ send, subjectsOnce }: Client, { refreshToken: stolen }: Tokens): Promise<void> {
  chapter('Refresh, and a stolen refresh token');
  const refresh = (refreshToken: string) => send('/v1/auth/refresh', { data: { refreshToken } });
  const [one, two] = await Promise.all([refresh(stolen), refresh(stolen)]);
  expect('two tabs refresh at once: the one', one, 200);
  expect('and the other, with the same successor', two, 200);
  if (one.data.refreshToken !== two.data.refreshToken) throw new Error('the two tabs got different successors');
  const { refreshToken } = expect('the successor goes on', await refresh(one.data.refreshToken), 200).data;
  say('  … eleven seconds later, so that it is no race any more');
  await pause(11_000);
  expect('the old token is shown again: a theft', await refresh(stolen), 401, 'INVALID_REFRESH_TOKEN');
  expect('its whole family has ended', await refresh(refreshToken), 401, 'INVALID_REFRESH_TOKEN');
  await subjectsOnce(ada.email, /signed you out/i);
  say('  the owner was told by mail');
}

async function lockOut({ send, subjectsOnce }: Client, { deviceToken }: Tokens): Promise<void> {
  chapter('Lockout');
  const tryTo = (fields: object) => send('/v1/auth/login', { data: { email: ada.email, ...body, ...fields } });
  // Failures of the first chapter do not count, since a successful sign-in followed them.
  for (let count = 0; count < 10; count += 1) await tryTo({ password: `Wrong-Horse-${count}` });
  expect('after ten wrong passwords, even the right one waits', await tryTo({ password }), 429, 'TOO_MANY_ATTEMPTS');
  expect('but the owner comes in from a device that is known', await tryTo({ password, deviceToken }), 200);
  await subjectsOnce(ada.email, /failed sign-ins/i);
  say('  the owner was told by mail');
}

async function resetPassword({ send, tokenOf, subjectsOnce }: Client): Promise<void> {
  chapter('Forget and reset the password');
  const forget = (email: string) => send('/v1/auth/forgot-password', { data: { email } });
  expect('an address that nobody has', await forget('nobody@example.com'), 202);
  expect('the own one: the answer is the same', await forget(ada.email), 202);
  const token = await tokenOf(ada.email, /reset|new password/i);
  const reset = () => send('/v1/auth/reset-password', { data: { token, password: nextPassword } });
  expect('the token of the mail', await reset(), 204);
  expect('once more', await reset(), 400, 'INVALID_TOKEN');
  await subjectsOnce(ada.email, /password was changed/i);
  const login = await send('/v1/auth/login', { data: { email: ada.email, password: nextPassword, ...body } });
  expect('the lockout is forgotten, too', login, 200);
}

async function endSessions({ send }: Client): Promise<void> {
  chapter('Sessions');
  const bob = { email: 'bob@example.com', name: 'Bob Builder', dateOfBirth: '1985-04-01', password };
  await send('/v1/auth/register', { data: bob });
  const logInBob = async (): Promise<Tokens> =>
    (await send('/v1/auth/login', { data: { email: bob.email, password, ...body } })).data;
  const [laptop, phone] = [await logInBob(), await logInBob()];
  const list = () => send('/v1/auth/sessions', { method: 'GET', accessToken: laptop.accessToken });
  const { data: sessions } = expect('GET /v1/auth/sessions', await list(), 200);
  const other = sessions.find(({ current }: { current: boolean }) => !current);
  const revoke = { method: 'DELETE', accessToken: laptop.accessToken };
  expect('one is revoked', await send(`/v1/auth/sessions/${other.id}`, revoke), 204);
  const refresh = (refreshToken: string) => send('/v1/auth/refresh', { data: { refreshToken } });
  expect('its refresh token is worthless', await refresh(phone.refreshToken), 401, 'INVALID_REFRESH_TOKEN');
  expect('log out everywhere', await send('/v1/auth/logout-all', { accessToken: laptop.accessToken }), 204);
  expect('nothing is left', await refresh(laptop.refreshToken), 401, 'INVALID_REFRESH_TOKEN');
}

const place = await findCloudPlace();
say('A local cloud of the demo’s own starts …');
const cloud = await startCloud(place);
try {
  const client = createClient(cloud.apiUrl, cloud.mailboxUrl);
  await register(client);
  const tokens = await logIn(client);
  await choosePreferences(client, tokens);
  const recoveryCode = await enrolSecondFactor(client, tokens);
  const second = await logInInTwoSteps(client, recoveryCode);
  await refreshAndReplay(client, second);
  await lockOut(client, second);
  await resetPassword(client);
  await endSessions(client);
  await correctAddress(client);
  await replaceLostAuthenticator(client);
  await acceptSecondInvitation(client);
  say('\nAll of it went as it should.');
} catch (error) {
  say(`\n${error instanceof Error ? error.message : error}`);
  process.exitCode = 1;
} finally {
  await cloud.end('SIGTERM');
  await forgetCloudPlace(place);
}
