import { randomUUID } from 'node:crypto';
import { jest } from '@jest/globals';
import { localSettings } from '../../local/settings.ts';
import { eventually, type HttpAnswer, mailsTo, request, tokenIn } from '../support/client.ts';
import { sharedCloud } from './shared-cloud.ts';

// Longer than the waits in a test take, each until it fails by itself and says what it waited for.
jest.setTimeout(180_000);

/** The local cloud that the end-to-end tests share. */
export const { apiUrl, mailboxUrl, signingKeyFile } = sharedCloud;
export const settings = localSettings(sharedCloud.environment);

export const password = 'Correct-Horse-9';

/** Milliseconds: tries that collide with those of others are over by then, and the time for one that gets no answer is not. */
const patience = 2_000;

/** How long rounds of many at once may go on until all are answered in time. */
export const roundMilliseconds = 120_000;

/** An address that no other test has. */
export function newAddress(): string {
  return `person-${randomUUID()}@example.com`;
}

export function register(
  email: string,
  overrides: Record<string, unknown> = {},
  headers: Record<string, string> = {},
): Promise<HttpAnswer> {
  const data = { email, password, name: 'Ada Lovelace', dateOfBirth: '1990-12-10', ...overrides };
  return request(`${apiUrl}/v1/auth/register`, { method: 'POST', data, headers });
}

/** Registers somebody who follows the link of the first mail; answers their id. */
export async function registerAndVerify(email: string): Promise<string> {
  const { json } = await register(email);
  const mail = await eventually('the verification mail', async () => (await mailsTo(mailboxUrl, email))[0]);
  await request(`${apiUrl}/v1/auth/verify-email`, { method: 'POST', data: { token: tokenIn(mail) } });
  return (json.data as { id: string }).id;
}

export function logIn(email: string, overrides: Record<string, unknown> = {}): Promise<HttpAnswer> {
  const data = { email, password, transport: 'body', ...overrides };
  return request(`${apiUrl}/v1/auth/login`, { method: 'POST', data });
}

export function refresh(refreshToken: string): Promise<HttpAnswer> {
  return request(`${apiUrl}/v1/auth/refresh`, { method: 'POST', data: { refreshToken } });
}

export function whoAmI(accessToken: string): Promise<HttpAnswer> {
  return request(`${apiUrl}/v1/users/me`, { headers: { authorization: `Bearer ${accessToken}` } });
}

/**
 * The answer; undefined where the request ran out of time, as it may on a machine that has much else to do. A 503 that comes
 * sooner than the system's patience ends is an answer like any other.
 */
export async function inTime(send: () => Promise<HttpAnswer>): Promise<HttpAnswer | undefined> {
  const startedAt = performance.now();
  const answer = await send();
  return answer.status === 503 && performance.now() - startedAt > patience ? undefined : answer;
}

/** What many that are sent at once are answered; undefined where one of them ran out of time. */
export async function allInTime(sends: readonly (() => Promise<HttpAnswer>)[]): Promise<HttpAnswer[] | undefined> {
  const answers = await Promise.all(sends.map(inTime));
  return answers.every((answer) => answer !== undefined) ? answers : undefined;
}

/** The tokens in an answer of login or refresh. */
export function tokensOf({ json }: HttpAnswer): { accessToken: string; refreshToken: string } {
  return json.data as { accessToken: string; refreshToken: string };
}
