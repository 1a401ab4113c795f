import { describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { Conflict } from '../../../lib/errors.ts';
import { endpoint } from '../../../lib/http/endpoint.ts';
import { http } from '../../../lib/http/trigger.ts';
import { schema } from '../../../lib/schemas.ts';
import { createTestCaller, createTestStack, type RequestFields, send } from '../../support/http.ts';

const trigger = http({
  method: 'PATCH',
  path: '/v1/things/{thingId}',
  allow: ['users:read'],
  params: schema(() => z.strictObject({ thingId: z.uuid() })),
  body: schema(() => z.strictObject({ name: z.string().min(2) })),
  responses: { 200: schema(() => z.object({ name: z.string() })) },
  problems: { 409: ['THING_TAKEN'], 412: ['STALE_VERSION'] },
  grants: [],
});

const permitted = createTestCaller({ permissions: new Set(['users:read']) });
const params = { thingId: '019a0000-0000-7000-8000-000000000001' };
const tooLarge = Buffer.alloc(256 * 1024 + 1, ' ');
const tooDeep = `${'['.repeat(33)}${']'.repeat(33)}`;
const text = { 'content-type': 'text/plain' };
const json = { 'content-type': 'application/json' };
const malformedTag = { 'if-match': 'seven' };

function patchThing(caller: ReturnType<typeof createTestCaller> | undefined, fields: RequestFields) {
  const handler = endpoint(
    trigger,
    ({ expectedVersion }) => {
      throw new Conflict('THING_TAKEN', `The thing of version ${expectedVersion} is taken.`);
    },
    createTestStack(caller && { caller }),
  );
  return send(handler, { method: 'PATCH', params, ...fields });
}

describe('the steps of the stack', () => {
  it.each([
    ['size before depth', undefined, { body: Buffer.alloc(256 * 1024 + 1, '[') }, 413, 'BODY_TOO_LARGE'],
    ['size before the caller', undefined, { body: tooLarge }, 413, 'BODY_TOO_LARGE'],
    ['depth before the caller', undefined, { body: tooDeep }, 400, 'BODY_TOO_DEEP'],
    ['the caller before the content type', undefined, { body: 'x', headers: text }, 401, 'AUTHENTICATION_REQUIRED'],
    ['the caller before the input', undefined, { body: '{', headers: json }, 401, 'AUTHENTICATION_REQUIRED'],
    ['permission before the content type', createTestCaller(), { body: 'x', headers: text }, 403, 'PERMISSION_DENIED'],
    ['permission before the input', createTestCaller(), { json: {}, query: 'x=1' }, 403, 'PERMISSION_DENIED'],
    ['permission before parameters', createTestCaller(), { params: { thingId: '1' } }, 403, 'PERMISSION_DENIED'],
    ['the content type before the JSON', permitted, { body: '{', headers: text }, 415, 'UNSUPPORTED_MEDIA_TYPE'],
    ['the JSON before the schema', permitted, { body: '{', headers: json }, 400, 'MALFORMED_JSON'],
    ['the schema before preconditions', permitted, { json: {}, headers: malformedTag }, 400, 'VALIDATION_FAILED'],
    [
      'preconditions before the work',
      permitted,
      { json: { name: 'Ada' }, headers: malformedTag },
      412,
      'STALE_VERSION',
    ],
    ['the work last', permitted, { json: { name: 'Ada' } }, 409, 'THING_TAKEN'],
  ] as const)('checks %s', async (_, caller, fields, status, code) => {
    const answer = await patchThing(caller, fields);

    expect(answer).toMatchObject({ status, json: { status, code } });
  });

  it('reports what is wrong with parameters, query and body at once', async () => {
    const answer = await patchThing(permitted, {
      params: { thingId: 'x' },
      query: 'page=2',
      json: { name: 'A', role: 'admin' },
    });

    expect(answer.json.errors).toEqual([
      { path: 'thingId', code: 'invalid_format', message: expect.any(String) },
      { path: 'page', code: 'unknown_field', message: expect.any(String) },
      { path: 'name', code: 'too_small', message: expect.any(String) },
      { path: 'role', code: 'unknown_field', message: expect.any(String) },
    ]);
  });
});
