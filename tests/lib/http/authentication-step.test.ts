import { describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { InvalidInput, Unauthenticated } from '../../../lib/errors.ts';
import { endpoint } from '../../../lib/http/endpoint.ts';
import { httpStack } from '../../../lib/http/stack.ts';
import { staticEndpoint } from '../../../lib/http/static-endpoint.ts';
import { http } from '../../../lib/http/trigger.ts';
import { schema } from '../../../lib/schemas.ts';
import { createTestCaller, createTestStack, send, testTime } from '../../support/http.ts';

const responses = { 200: schema(() => z.strictObject({ userId: z.string().nullable() })) };
const open = http({ method: 'GET', path: '/v1/open', allow: 'public', responses, grants: [] });
const closed = http({ method: 'GET', path: '/v1/closed', allow: 'signed-in', responses, grants: [] });
const badCredentials = { authorization: 'Bearer nonsense', 'x-api-key': 'nonsense', cookie: 'a=b' };

const refuseAll = createTestStack({
  authenticate: async () => {
    throw new Unauthenticated('INVALID_ACCESS_TOKEN', 'The access token is not valid.');
  },
});

describe('a public route', () => {
  it('never asks who calls, whatever the credentials', async () => {
    const handler = endpoint(open, ({ caller }) => ({ userId: caller ?? null }), refuseAll);

    const answer = await send(handler, { headers: badCredentials });

    expect(answer).toMatchObject({ status: 200, json: { data: { userId: null } } });
  });

  it('needs nobody to ask when it is static', async () => {
    const handler = staticEndpoint(open, () => ({ userId: null }));

    const answer = await send(handler, { headers: badCredentials });

    expect(answer.status).toBe(200);
  });
});

describe('any other route', () => {
  it('hands the caller over', async () => {
    const caller = createTestCaller();
    const handler = endpoint(closed, ({ caller: { userId } }) => ({ userId }), createTestStack({ caller }));

    const answer = await send(handler);

    expect(answer.json).toEqual({ data: { userId: caller.userId } });
  });

  it('asks with the request as it came', async () => {
    const seen: unknown[] = [];
    const authenticate = async (request: {
      headers: object;
      address: string;
      cookies: ReadonlyMap<string, readonly string[]>;
    }) => {
      seen.push([request.headers, request.address, [...request.cookies]]);
      return createTestCaller();
    };
    const handler = endpoint(closed, () => ({ userId: null }), createTestStack({ authenticate }));

    await send(handler, {
      headers: { Authorization: 'Bearer x' },
      cookies: ['a=b=c', 'broken'],
      address: '198.51.100.4',
    });

    expect(seen).toEqual([[{ authorization: 'Bearer x' }, '198.51.100.4', [['a', ['b=c']]]]]);
  });

  it('passes the refusal on as it is', async () => {
    const handler = endpoint(closed, () => ({ userId: null }), refuseAll);

    const answer = await send(handler);

    expect(answer).toMatchObject({ status: 401, json: { code: 'INVALID_ACCESS_TOKEN' } });
  });

  it('fails closed when there is nobody to ask', async () => {
    const handler = httpStack(closed, { clock: () => testTime }, () => ({ userId: null }));

    const answer = await send(handler);

    expect(answer.status).toBe(500);
  });

  it('names the permission that is lacking, and asks for all of them', async () => {
    const admin = http({ ...closed, allow: ['users:read'] });
    const handler = endpoint(admin, () => ({ userId: null }), createTestStack({ caller: createTestCaller() }));

    const answer = await send(handler);

    expect(answer).toMatchObject({ status: 403, json: { detail: expect.stringContaining('users:read') } });
  });

  it('does not do the work of a refused request', async () => {
    const work: string[] = [];
    const handler = endpoint(closed, () => ({ userId: String(work.push('done')) }), createTestStack());

    await send(handler);

    expect(work).toEqual([]);
  });

  it('answers an error of authentication by its own class', async () => {
    const authenticate = async () => {
      throw new InvalidInput('MALFORMED_HEADER', 'The header is malformed.');
    };
    const named = http({ ...closed, problems: { 400: ['MALFORMED_HEADER'] } });
    const handler = endpoint(named, () => ({ userId: null }), createTestStack({ authenticate }));

    const answer = await send(handler);

    expect(answer).toMatchObject({ status: 400, json: { code: 'MALFORMED_HEADER' } });
  });
});
