import { describe, expect, it, jest } from '@jest/globals';
import * as z from 'zod';
import { Conflict, Unavailable } from '../../../lib/errors.ts';
import { endpoint } from '../../../lib/http/endpoint.ts';
import { http } from '../../../lib/http/trigger.ts';
import { schema } from '../../../lib/schemas.ts';
import { createTestCaller, createTestStack, lambdaContext, type RequestFields, send } from '../../support/http.ts';

const trigger = http({
  method: 'POST',
  path: '/v1/things/{thingId}',
  allow: 'signed-in',
  params: schema(() => z.strictObject({ thingId: z.string().max(40) })),
  query: schema(() => z.strictObject({ q: z.string().max(40).optional() })),
  body: schema(() => z.strictObject({ name: z.string().max(40) })),
  responses: { 200: schema(() => z.object({ name: z.string() })) },
  problems: { 409: ['TAKEN'], 503: ['DOWN'] },
  grants: [],
});
const caller = createTestCaller();
const sentinel = 'Sentinel-7f3a';
const echo = ({ body }: { body: { name: string } }) => body;

function post(handle: (input: { body: { name: string } }) => { name: string }, fields: RequestFields = {}) {
  const headers = { 'user-agent': 'curl/8.0', ...fields.headers };
  const request = { method: 'POST', params: { thingId: '1' }, json: { name: 'Ada' }, ...fields, headers };
  return send(
    endpoint(trigger, handle, createTestStack({ caller })),
    request,
    lambdaContext({ functionName: 'things' }),
  );
}

describe('the log line of a request', () => {
  it('is one, with the fields that operations need and no more', async () => {
    const { headers, lines } = await post(echo);

    expect(lines).toEqual([
      {
        time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
        level: 'info',
        message: 'request',
        functionName: 'things',
        requestId: headers['x-request-id'],
        correlationId: headers['x-request-id'],
        userId: caller.userId,
        method: 'POST',
        route: 'POST /v1/things/{thingId}',
        status: 200,
        durationMs: expect.any(Number),
        userAgent: 'curl/8.0',
        _aws: expect.any(Object),
        domain: 'things',
        Requests: 1,
        Errors: 0,
        Latency: expect.any(Number),
      },
    ]);
  });

  it.each([
    ['refused', {}, new Conflict('TAKEN', 'Taken.'), { level: 'info', status: 409, code: 'TAKEN' }],
    ['invalid', { json: {} }, undefined, { level: 'info', status: 400, code: 'VALIDATION_FAILED' }],
    ['unlucky', {}, new Unavailable('DOWN', 'Down.'), { level: 'error', status: 503, code: 'DOWN', expected: true }],
    ['unexpected', {}, new Error('Oops'), { level: 'error', status: 500, expected: false }],
  ])('is one when the request is %s', async (_, fields, failure, line) => {
    const fail = (input: { body: { name: string } }) => {
      if (failure) throw failure;
      return input.body;
    };

    const { lines } = await post(fail, fields);

    expect(lines).toMatchObject([{ ...line, userId: caller.userId, route: 'POST /v1/things/{thingId}' }]);
  });

  it('tells how long it took, in milliseconds with one decimal', async () => {
    const now = jest.spyOn(performance, 'now').mockReturnValue(1_000);
    const { lines } = await post((input) => {
      now.mockReturnValue(1_012.34);
      return echo(input);
    });
    now.mockRestore();

    expect(lines[0]).toMatchObject({ durationMs: 12.3, Latency: 12.3 });
  });

  it('names a route of any method by its path alone, whatever the client calls its method', async () => {
    const any = http({ method: 'ANY', path: '$default', allow: 'public', responses: { 204: 'empty' }, grants: [] });

    const { lines } = await send(
      endpoint(any, () => undefined, createTestStack()),
      { method: 'BREW' },
    );

    expect(lines[0]).toMatchObject({ route: '$default', method: 'BREW' });
  });

  it('names the code alone of an error that has its own line for many requests, and counts it', async () => {
    const { lines } = await post(() => {
      throw new Unavailable('DOWN', 'Down.', { cause: new Error(sentinel), logged: true });
    });

    expect(lines).toMatchObject([{ level: 'info', status: 503, code: 'DOWN', Errors: 1 }]);
    expect(JSON.stringify(lines)).not.toContain(sentinel);
  });

  it('tells no error of the client whole', async () => {
    const { lines } = await post(() => {
      throw new Conflict('TAKEN', `${sentinel} is taken.`, { cause: new Error(sentinel) });
    });

    expect(JSON.stringify(lines)).not.toContain(sentinel);
  });

  it('cuts a long user agent', async () => {
    const { lines } = await post(echo, { headers: { 'user-agent': 'x'.repeat(10_000) } });

    expect(String(lines[0]?.userAgent)).toHaveLength(256);
  });
});

describe('personal data', () => {
  class Custom extends Error {
    readonly patient = { email: sentinel, anything: sentinel };
    readonly input = sentinel;
  }
  const everywhere = {
    path: `/v1/things/${sentinel}`,
    params: { thingId: sentinel },
    query: `q=${sentinel}`,
    json: { name: sentinel },
    headers: { authorization: `Bearer ${sentinel}`, 'x-api-key': sentinel, 'x-request-id': `(${sentinel})` },
    cookies: [`polyclinic_refresh=${sentinel}`],
    address: sentinel,
  };

  it.each([
    ['a success', everywhere, undefined, 200],
    ['an invalid body', { ...everywhere, json: { name: sentinel.repeat(9), [sentinel]: sentinel } }, undefined, 400],
    ['broken JSON', { ...everywhere, json: undefined, body: `{"name": ${sentinel}` }, undefined, 415],
    ['an invalid query', { ...everywhere, query: `${sentinel}=${sentinel}` }, undefined, 400],
    ['an invalid path', { ...everywhere, params: { thingId: sentinel.repeat(9) } }, undefined, 400],
    ['an error with data', everywhere, new Custom('Failed.'), 500],
    ['an error of the business', everywhere, new Conflict('TAKEN', `${sentinel} is taken.`), 409],
    ['a reply of the wrong shape', everywhere, { name: { first: sentinel } }, 500],
  ])('is in no line of %s', async (_, fields, outcome, status) => {
    const handle = ({ body }: { body: { name: string } }) => {
      if (outcome instanceof Error) throw outcome;
      return (outcome ?? body) as { name: string };
    };

    const answer = await post(handle, fields);

    expect(answer.status).toBe(status);
    expect(answer.lines).toHaveLength(1);
    expect(JSON.stringify(answer.lines)).not.toContain(sentinel);
  });
});
