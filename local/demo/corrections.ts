import { invited, logIn, logInSeeded, password, register } from './accounts.ts';
import { codeOf } from './authenticator.ts';
import type { Client } from './client.ts';
import { chapter, expect, say } from './narration.ts';

const newAddress = /confirm your new/i;

/** Corrects a mistyped address: the link in the stranger's mailbox is not valid afterwards. */
export async function correctAddress(client: Client): Promise<void> {
  const { send, tokenOf, subjectsOnce } = client;
  chapter('A mistyped address');
  const [mistyped, right] = ['carol@exmaple.com', 'carol.king@example.com'];
  await register(client, 'carol@example.com', 'Carol King');
  const { accessToken } = (await logIn(client, 'carol@example.com')).data;
  const ask = (email: string) => send('/v1/auth/change-email', { accessToken, data: { email, password } });
  const confirm = (token: string) => send('/v1/auth/change-email/confirm', { data: { token } });
  expect('another address, mistyped', await ask(mistyped), 202);
  const strangers = await tokenOf(mistyped, newAddress);
  expect('and once more, as it was meant', await ask(right), 202);
  expect('the link that a stranger got', await confirm(strangers), 400, 'INVALID_TOKEN');
  expect('the link that Carol got', await confirm(await tokenOf(right, newAddress)), 204);
  expect('she signs in by her new address', await logIn(client, right), 200);
  await subjectsOnce('carol@example.com', /address was changed/i);
  say('  the old address was told by mail');
}

/**
 * Replaces the authenticator of somebody who lost the telephone and all recovery codes: an admin helps, and a mail tells of it.
 */
export async function replaceLostAuthenticator(client: Client): Promise<void> {
  const { send, subjectsOnce } = client;
  chapter('A lost authenticator');
  await register(client, 'dora@example.com', 'Dora Maar');
  const { accessToken, refreshToken, user } = (await logIn(client, 'dora@example.com')).data;
  const { secret } = (await send('/v1/auth/mfa/totp', { accessToken, data: { password } })).data;
  const code = codeOf(secret, new Date());
  const confirm = await send('/v1/auth/mfa/totp/confirm', { accessToken, data: { code } });
  expect('Dora turns the second factor on', confirm, 200);
  const stuck = expect('without it the password leads nowhere', await logIn(client, 'dora@example.com'), 200).data;
  if (!stuck.mfaRequired) throw new Error('the second step was not asked for');
  const help = { method: 'DELETE', accessToken: await logInSeeded(client, 'admin') };
  expect('an admin turns it off', await send(`/v1/users/${user.id}/mfa`, help), 204);
  const refresh = await send('/v1/auth/refresh', { data: { refreshToken } });
  expect('whoever has the telephone is out', refresh, 401, 'INVALID_REFRESH_TOKEN');
  const back = expect('Dora is in again', await logIn(client, 'dora@example.com'), 200).data;
  if (!back.accessToken) throw new Error('the second factor is still asked for');
  await subjectsOnce('dora@example.com', /turned your two-step sign-in off/i);
  say('  she was told by mail');
}

/** Sends an invitation again that got lost: only the new one counts. */
export async function acceptSecondInvitation(client: Client): Promise<void> {
  const { send, tokenOf } = client;
  chapter('A lost invitation');
  const accessToken = await logInSeeded(client, 'admin');
  const data = { email: 'erin@example.com', name: 'Erin Hanson', roles: ['user'] };
  const { id } = expect('an admin invites', await send('/v1/users', { accessToken, data }), 201).data;
  const first = await tokenOf(data.email, invited);
  const again = () => send(`/v1/users/${id}/invitation`, { accessToken });
  expect('and sends it again', await again(), 202);
  const second = await tokenOf(data.email, invited, first);
  const accept = (token: string) => send('/v1/auth/reset-password', { data: { token, password } });
  expect('the link of the first mail', await accept(first), 400, 'INVALID_TOKEN');
  expect('the link of the second', await accept(second), 204);
  expect('a third is not needed', await again(), 409, 'ALREADY_ACCEPTED');
  const { user } = expect('Erin signs in', await logIn(client, data.email), 200).data;
  if (!user.emailVerified) throw new Error('an accepted invitation did not verify the address');
  say('  her address is verified');
}
