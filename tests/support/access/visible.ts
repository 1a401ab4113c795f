import type { Answer } from '../http.ts';

/** What a caller can tell of an answer, byte for byte, but for what tells one request from another. */
export function visible({ status, text, json, headers }: Answer) {
  const { requestId, timestamp, instance } = (json ?? {}) as Record<string, string>;
  const bytes = [requestId, timestamp, instance].reduce<string>((rest, own = '') => rest.replace(own, ''), text);
  return { status, bytes, headers: { ...headers, 'x-request-id': '' } };
}
