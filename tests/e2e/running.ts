import { randomUUID } from 'node:crypto';
import { localSettings } from '../../local/settings.ts';
import { type HttpAnswer, request } from '../support/client.ts';

function fromSetup(variable: string): string {
  const value = process.env[variable];
  if (!value) throw new Error(`${variable} is set by tests/e2e/setup.ts, which did not run`);
  return value;
}

/** The local cloud that the end-to-end tests share. */
export const apiUrl = fromSetup('POLYCLINIC_TEST_API_URL');
export const mailboxUrl = fromSetup('POLYCLINIC_TEST_MAILBOX_URL');
export const settings = localSettings(JSON.parse(fromSetup('POLYCLINIC_TEST_ENVIRONMENT')));
export const signingKeyFile = fromSetup('POLYCLINIC_TEST_SIGNING_KEY');

export const password = 'Correct-Horse-9';

/** An address that no other test has. */
export function newAddress(): string {
  return `person-${randomUUID()}@example.com`;
}

export function register(email: string, overrides: Record<string, unknown> = {}): Promise<HttpAnswer> {
  const data = { email, password, name: 'Ada Lovelace', dateOfBirth: '1990-12-10', ...overrides };
  return request(`${apiUrl}/v1/auth/register`, { method: 'POST', data });
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

/** The tokens in an answer of login or refresh. */
export function tokensOf({ json }: HttpAnswer): { accessToken: string; refreshToken: string } {
  return json.data as { accessToken: string; refreshToken: string };
}
