import { describe, expect, it } from '@jest/globals';
import { type HapiRequest, type HapiServer, restrictOrigins } from '../../local/offline.ts';

/** What is left of an answer's headers after `restrictOrigins`. */
function headersFor(origin: string, response: HapiRequest['response']): string[] {
  const raw = { req: { url: '/', rawHeaders: [], headersDistinct: {} } };
  const request = { raw, method: 'get', setMethod() {}, url: null, state: null, payload: null, setUrl() {} };
  const toolkit = { continue: Symbol('continue') };
  const server: HapiServer = {
    ext: (_event, respond) => void respond({ ...request, headers: { origin }, response }, toolkit),
    events: { on() {} },
    settings: { compression: false },
    table: () => [],
  };
  restrictOrigins(server, ['https://app.test']);
  return Object.keys(response.output?.headers ?? response.headers ?? {});
}

const sent = () => ({ 'access-control-allow-origin': 'echoed', 'access-control-allow-credentials': 'true', etag: '1' });

describe('restrictOrigins', () => {
  it('lets a configured origin read answers', () => {
    expect(headersFor('https://app.test', { headers: sent() })).toHaveLength(3);
  });

  it('leaves it to the server to say once which headers may be read', () => {
    const headers = { ...sent(), 'access-control-expose-headers': 'etag' };

    expect(headersFor('https://app.test', { headers })).not.toContain('access-control-expose-headers');
  });

  it('lets no other origin read answers', () => {
    expect(headersFor('https://evil.test', { headers: sent() })).toEqual(['etag']);
  });

  it('lets no other origin read what the server refused by itself', () => {
    expect(headersFor('https://evil.test', { output: { headers: sent(), statusCode: 500, payload: {} } })).toEqual([
      'etag',
    ]);
  });
});
