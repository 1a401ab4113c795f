import { isDeepStrictEqual } from 'node:util';
import type { Client } from './client.ts';
import { chapter, expect } from './narration.ts';

const path = '/v1/users/me/preferences';

/** Somebody looks at what is usual, and wants no mails about orders. */
export async function choosePreferences(
  { send }: Client,
  { accessToken }: { readonly accessToken: string },
): Promise<void> {
  chapter('Preferences');
  const read = () => send(path, { method: 'GET', accessToken });
  const { data: usual } = expect('GET /v1/users/me/preferences: what is usual', await read(), 200);
  const wanted = { ...usual, byType: { order: { email: false } }, locale: 'en-GB' };
  const weather = { ...wanted, byType: { weather: { email: false } } };
  const set = (data: object) => send(path, { method: 'PUT', accessToken, data });
  expect('a type that there is not', await set(weather), 400, 'VALIDATION_FAILED');
  expect('no mails about orders', await set(wanted), 200);
  const { data: kept } = expect('and so it stays', await read(), 200);
  if (!isDeepStrictEqual(kept, wanted)) throw new Error('the preferences are not as they were set');
}
