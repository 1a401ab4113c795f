import { describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { endpoint } from '../../../lib/http/endpoint.ts';
import { noFilters, pageQuery } from '../../../lib/http/page.ts';
import { http } from '../../../lib/http/trigger.ts';
import { id, schema } from '../../../lib/schemas.ts';
import { createTestStack, send } from '../../support/http.ts';

const { limit } = pageQuery(noFilters)().shape;
const trigger = http({
  method: 'GET',
  path: '/v1/things/{thingId}',
  allow: 'public',
  params: schema(() => z.strictObject({ thingId: id() })),
  query: schema(() => z.strictObject({ q: z.string().optional(), limit })),
  responses: { 200: schema(() => z.object({ received: z.unknown() })) },
  grants: [],
});
const thingId = '019a0000-0000-7000-8000-000000000001';
const handler = endpoint(trigger, ({ params, query }) => ({ received: { params, query } }), createTestStack());
const get = (query: string, params = { thingId }) => send(handler, { query, params });

describe('the query', () => {
  it.each([
    ['', { limit: 20 }],
    ['limit=100', { limit: 100 }],
    ['limit=007', { limit: 7 }],
    ['q=a%20b%26c', { q: 'a b&c', limit: 20 }],
    ['q=ann+lee@example.com', { q: 'ann+lee@example.com', limit: 20 }],
    ['q=ann%2Blee%40example.com', { q: 'ann+lee@example.com', limit: 20 }],
    ['q=+', { q: '+', limit: 20 }],
    ['q=a,b', { q: 'a,b', limit: 20 }],
    ['q', { q: '', limit: 20 }],
    ['q=%zz', { q: '%zz', limit: 20 }],
    ['q=%ff', { q: '\ufffd', limit: 20 }],
    ['&&q=1&', { q: '1', limit: 20 }],
  ])('is read as it was sent: %s', async (query, received) => {
    const answer = await get(query);

    expect(answer.json).toEqual({ data: { received: { params: { thingId }, query: received } } });
  });

  it.each([
    ['a parameter given twice', 'q=1&q=1', 'q', 'repeated'],
    ['a parameter given twice under two spellings', 'q=1&%71=2', 'q', 'repeated'],
    ['an unknown parameter', 'Q=1', 'Q', 'unknown_field'],
    ['an unknown parameter given twice', 'x=1&x=2', 'x', 'repeated'],
    ['a name that does not decode', '%zz=1', '%zz', 'unknown_field'],
    ['no name', '=1', '', 'unknown_field'],
    ['brackets', 'q[]=1', 'q[]', 'unknown_field'],
    ['__proto__', '__proto__=1', '__proto__', 'unknown_field'],
    ['constructor', 'constructor=1', 'constructor', 'unknown_field'],
    ['a limit below the bound', 'limit=0', 'limit', 'too_small'],
    ['a limit above the bound', 'limit=101', 'limit', 'too_big'],
    ['a limit that is no number', 'limit=ten', 'limit', 'invalid_type'],
    ['a limit beyond all', 'limit=1e400', 'limit', 'invalid_type'],
    ['a limit in hexadecimal digits', 'limit=0x10', 'limit', 'invalid_type'],
    ['a limit with an exponent', 'limit=1e1', 'limit', 'invalid_type'],
    ['a limit with a fraction', 'limit=5.0', 'limit', 'invalid_type'],
    ['a limit with a sign', 'limit=%2B5', 'limit', 'invalid_type'],
    ['a limit with a space before it', 'limit=%205', 'limit', 'invalid_type'],
    ['a limit with a space after it', 'limit=5%20', 'limit', 'invalid_type'],
    ['a limit of other digits', 'limit=%D9%A5', 'limit', 'invalid_type'],
    ['an empty limit', 'limit=', 'limit', 'invalid_type'],
  ])('is refused for %s', async (_, query, path, code) => {
    const answer = await get(query);

    expect(answer).toMatchObject({ status: 400, json: { code: 'VALIDATION_FAILED', errors: [{ path, code }] } });
  });

  it.each([
    ['one parameter', 'q=1&'.repeat(20_000), 1],
    ['many parameters', Array.from({ length: 20_000 }, (_, at) => `k${at}=1`).join('&'), 100],
    ['one long name', 'k'.repeat(100_000), 1],
  ])('is refused when it is huge: %s', async (_, query, errors) => {
    const answer = await get(query);

    expect(answer.status).toBe(400);
    expect(answer.json.errors).toHaveLength(errors);
    expect(answer.text.length).toBeLessThan(20_000);
  });

  it('may hold nothing where a route takes none', async () => {
    const { query: _, ...bare } = trigger;

    const answer = await send(
      endpoint(http(bare), () => ({ received: 0 }), createTestStack()),
      {
        params: { thingId },
        query: 'limit=1',
      },
    );

    expect(answer).toMatchObject({ status: 400, json: { errors: [{ path: 'limit', code: 'unknown_field' }] } });
  });

  it('may hold anything where the route is that of no other', async () => {
    const fallback = http({
      method: 'ANY',
      path: '$default',
      allow: 'public',
      responses: { 204: 'empty' },
      grants: [],
    });

    const answer = await send(
      endpoint(fallback, () => undefined, createTestStack()),
      { query: 'any=1&any=2' },
    );

    expect(answer.status).toBe(204);
  });
});

describe('a path parameter', () => {
  it.each(['1', '', 'null', '../../etc/passwd', `${thingId}\u0000`, `${thingId} `, '__proto__', 'x'.repeat(100_000)])(
    'that breaks its schema is refused: %j',
    async (id) => {
      const answer = await get('', { thingId: id });

      expect(answer).toMatchObject({ status: 400, json: { errors: [{ path: 'thingId' }] } });
    },
  );
});
