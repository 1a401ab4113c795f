import type { Answer, Client } from './client.ts';

/** The password of everybody whom a demo makes. */
export const password = 'Correct-Horse-9';
/** The subject of an invitation. */
export const invited = /invited/i;

/** Registers a person who proves the address. */
export async function register(client: Client, email: string, name: string): Promise<void> {
  await registerUnverified(client, email, name);
  await verify(client, email);
}

/** Registers a person who has not proved the address yet. */
export async function registerUnverified({ send }: Client, email: string, name: string): Promise<void> {
  await send('/v1/auth/register', { data: { email, name, password, dateOfBirth: '1985-04-01' } });
}

/** Proves an address by the link of the mail. */
export async function verify({ send, tokenOf }: Client, email: string): Promise<void> {
  await send('/v1/auth/verify-email', { data: { token: await tokenOf(email, /confirm/i) } });
}

/** Signs somebody in whom a demo has made, or who has another password. */
export function logIn({ send }: Client, email: string, its = password): Promise<Answer> {
  return send('/v1/auth/login', { data: { email, password: its, transport: 'body' } });
}

/** Signs one of the seeded people in, and answers the access token. */
export async function logInSeeded(client: Client, account: string): Promise<string> {
  return (await logIn(client, `${account}@polyclinic.test`, 'Polyclinic1')).data.accessToken;
}
