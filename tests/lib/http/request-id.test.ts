import { describe, expect, it } from '@jest/globals';
import { NotFound } from '../../../lib/errors.ts';
import { endpoint } from '../../../lib/http/endpoint.ts';
import { http } from '../../../lib/http/trigger.ts';
import { createTestStack, send } from '../../support/http.ts';

const trigger = http({
  method: 'GET',
  path: '/v1/things',
  allow: 'public',
  responses: { 204: 'empty' },
  problems: { 404: ['THING_NOT_FOUND'] },
  grants: [],
});
const succeed = endpoint(trigger, () => undefined, createTestStack());
const fail = endpoint(
  trigger,
  () => {
    throw new NotFound('THING_NOT_FOUND', 'There is no such thing.');
  },
  createTestStack(),
);
const newId = /^[0-9a-f-]{36}$/;

describe('the request id', () => {
  it.each(['12345678', 'A-Za-z0-9-', 'x'.repeat(64)])('is the one of the client: %s', async (id) => {
    const answer = await send(succeed, { headers: { 'X-Request-Id': id } });

    expect(answer.headers['x-request-id']).toBe(id);
    expect(answer.lines[0]).toMatchObject({ requestId: id, correlationId: id });
  });

  it.each(['', '1234567', 'x'.repeat(65), 'with space', 'line\nbreak', '12345678\n', 'ünïcödé-id', '<script>alert'])(
    'is replaced where %j is not well-formed',
    async (id) => {
      const answer = await send(succeed, { headers: { 'x-request-id': id } });

      expect(answer.headers['x-request-id']).toMatch(newId);
    },
  );

  it('differs from request to request', async () => {
    const first = await send(succeed);
    const second = await send(succeed);

    expect(first.headers['x-request-id']).not.toBe(second.headers['x-request-id']);
  });

  it('is the same in the header, the problem and the log', async () => {
    const answer = await send(fail);

    expect(answer.headers['x-request-id']).toMatch(newId);
    expect(answer.json.requestId).toBe(answer.headers['x-request-id']);
    expect(answer.lines[0]).toMatchObject({ requestId: answer.json.requestId });
  });
});
