import { describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { endpoint } from '../../../lib/http/endpoint.ts';
import { http } from '../../../lib/http/trigger.ts';
import { schema } from '../../../lib/schemas.ts';
import { createTestStack, send } from '../../support/http.ts';

const trigger = http({
  method: 'GET',
  path: '/v1/things',
  allow: 'public',
  query: schema(() => z.strictObject({ fail: z.enum(['true', 'false']).optional() })),
  responses: { 200: schema(() => z.object({ version: z.int() })) },
  versioned: true,
  grants: [],
});

function answerThing({ query }: { query: { fail?: string | undefined } }) {
  if (query.fail === 'true') throw new Error('unexpected');
  return { version: 3 };
}

describe('the security headers', () => {
  it.each([
    [200, {}],
    [304, { headers: { 'if-none-match': '"3"' } }],
    [400, { query: 'unknown=1' }],
    [500, { query: 'fail=true' }],
  ])('stand on a %i', async (status, fields) => {
    const answer = await send(endpoint(trigger, answerThing, createTestStack()), fields);

    expect(answer.status).toBe(status);
    expect(answer.headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'strict-transport-security': expect.stringMatching(/^max-age=\d{8}; includeSubDomains$/),
      'referrer-policy': 'no-referrer',
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
      'cache-control': 'no-store',
    });
  });

  it('let a page load what lies beside it, and nothing from elsewhere', async () => {
    const page = http({ ...trigger, page: true });

    const { headers } = await send(endpoint(page, answerThing, createTestStack()));

    expect(headers['content-security-policy']).toMatch(/^default-src 'self'; .*frame-ancestors 'none'/);
    expect(headers['content-security-policy']).not.toMatch(/https?:|unsafe-eval|script-src|\*/);
  });
});
