import { describe, expect, it } from '@jest/globals';
import { endpoint } from '../../../lib/http/endpoint.ts';
import { http } from '../../../lib/http/trigger.ts';
import { createTestStack, gatewayEvent, invokeOn } from '../../support/http.ts';
import { withLogLines } from '../../support/log-lines.ts';

const trigger = http({
  method: 'GET',
  path: '/v1/things',
  allow: 'public',
  responses: { 204: 'empty' },
  grants: [],
});
const handler = endpoint(trigger, () => undefined, createTestStack());
const event = gatewayEvent({ method: 'POST', body: '{}' });

describe('an event that is not the gateway’s', () => {
  it.each<[string, unknown]>([
    ['nothing', undefined],
    ['null', null],
    ['text', 'hello'],
    ['an empty object', {}],
    ['a body that is zero', { ...event, body: 0 }],
    ['a body that is false', { ...event, body: false }],
    ['a body that is an object', { ...event, body: { type: 'Buffer', data: [123, 125] } }],
    ['a body that is an array', { ...event, body: [123, 125] }],
    ['headers that are text', { ...event, headers: { 'user-agent': 1, authorization: {} }, requestContext: 'none' }],
    ['cookies that are no list', { ...event, cookies: {} }],
    ['a user agent that is a number', { ...event, requestContext: { http: { userAgent: 1 } } }],
    ['no path', { ...event, requestContext: { http: null }, rawPath: undefined }],
  ])('is answered by a bare 500, and logged: %s', async (_, given) => {
    const { result, lines } = await withLogLines(() => invokeOn(handler, given));

    const { status, headers, json } = result;
    expect({ status, json }).toMatchObject({ status: 500, json: { code: 'INTERNAL_ERROR' } });
    expect(headers).toMatchObject({ 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' });
    expect(headers['x-request-id']).toBe(json.requestId);
    expect(lines).toMatchObject([{ level: 'error', requestId: json.requestId }]);
  });
});
