import { seededPassword } from '../../lib/domains/identity/seeds/people.ts';
import type { CloudPlace } from '../../local/temporary-cloud.ts';
import { type HttpAnswer, request } from './client.ts';

/** Calls a local cloud in the name of somebody. */
export type Call = (method: string, path: string) => Promise<HttpAnswer>;

/** Signs one of the seeded people in. */
export async function signIn({ apiUrl }: Pick<CloudPlace, 'apiUrl'>, email: string): Promise<Call> {
  const data = { email, password: seededPassword, transport: 'body' };
  const { json } = await request(`${apiUrl}/v1/auth/login`, { method: 'POST', data });
  const headers = { authorization: `Bearer ${(json.data as { accessToken: string }).accessToken}` };
  return (method, path) => request(apiUrl + path, { method, headers });
}
