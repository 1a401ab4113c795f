import { describe, expect, it } from '@jest/globals';
import { cors } from '../../infra/resources/api.ts';
import { request } from '../support/client.ts';
import { apiUrl } from './running.ts';

const clientUrl = 'http://localhost:5173';

const preflight = (origin: string) =>
  request(`${apiUrl}/v1/auth/login`, {
    method: 'OPTIONS',
    headers: {
      origin,
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'content-type,idempotency-key',
    },
  });

describe('a page in a browser', () => {
  it('of the client may send its requests with credentials', async () => {
    const { headers } = await preflight(clientUrl);

    expect(headers.get('access-control-allow-origin')).toBe(clientUrl);
    expect(headers.get('access-control-allow-credentials')).toBe('true');
    expect(headers.get('access-control-allow-headers')?.toLowerCase()).toContain('idempotency-key');
  });

  it('of another origin may not, nor read an answer', async () => {
    const asked = await preflight('https://evil.example');
    const answered = await request(`${apiUrl}/health`, { headers: { origin: 'https://evil.example' } });

    expect(asked.headers.get('access-control-allow-origin')).toBeNull();
    expect(answered.headers.get('access-control-allow-origin')).toBeNull();
  });

  it('of the client may read answers', async () => {
    const { headers } = await request(`${apiUrl}/health`, { headers: { origin: clientUrl } });

    expect(headers.get('access-control-allow-origin')).toBe(clientUrl);
    expect(headers.get('access-control-expose-headers')?.split(',')).toEqual(cors.exposed);
  });
});
