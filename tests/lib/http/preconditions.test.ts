import { describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { endpoint } from '../../../lib/http/endpoint.ts';
import { http } from '../../../lib/http/trigger.ts';
import { createTestStack, send } from '../../support/http.ts';

const responses = { 200: z.object({ version: z.int(), expected: z.int().nullable() }) };
const read = http({ method: 'GET', path: '/v1/things', allow: 'public', responses, versioned: true, grants: [] });
const change = http({ ...read, method: 'PATCH', problems: { 412: ['STALE_VERSION'] } });
const readThing = endpoint(read, () => ({ version: 7, expected: null }), createTestStack());
const changeThing = endpoint(
  change,
  ({ expectedVersion }) => ({ version: 8, expected: expectedVersion ?? null }),
  createTestStack(),
);

describe('If-None-Match', () => {
  it.each(['"7"', 'W/"7"', '"6", "7"', '"6",W/"7"', ' "7" ', '*', ' * '])('answers 304 to %s', async (header) => {
    const answer = await send(readThing, { headers: { 'if-none-match': header } });

    expect(answer).toMatchObject({ status: 304, text: '', headers: { etag: '"7"', 'cache-control': 'no-store' } });
    expect(answer.headers).not.toHaveProperty('content-type');
  });

  it.each(['"6"', 'W/"77"', '7', '"6", "8"', '', '"7', 'w/"7"', '"*"'])('answers 200 to %j', async (header) => {
    const answer = await send(readThing, { headers: { 'if-none-match': header } });

    expect(answer).toMatchObject({ status: 200, headers: { etag: '"7"' }, json: { data: { version: 7 } } });
  });

  it('leaves Vary on the 304 that stands on the 200', async () => {
    const fresh = await send(readThing);
    const unchanged = await send(readThing, { headers: { 'if-none-match': '"7"' } });

    expect(unchanged.headers.vary).toBe(fresh.headers.vary);
  });

  it('means nothing to a change', async () => {
    const answer = await send(changeThing, { method: 'PATCH', headers: { 'if-none-match': '"8"' } });

    expect(answer).toMatchObject({ status: 200, headers: { etag: '"8"' } });
  });
});

describe('If-Match', () => {
  const patch = (header: string) => send(changeThing, { method: 'PATCH', headers: { 'if-match': header } });

  it.each([
    ['"7"', 7],
    [' "7" ', 7],
    ['"0"', 0],
    ['*', null],
  ])('hands the expected version over: %s', async (header, expected) => {
    const answer = await patch(header);

    expect(answer.json).toMatchObject({ data: { expected } });
  });

  it('means the current version where it is absent', async () => {
    const answer = await send(changeThing, { method: 'PATCH' });

    expect(answer.json).toMatchObject({ data: { expected: null } });
  });

  it.each(['', '7', '"seven"', '"-1"', '"1.5"', 'W/"7"', '"6", "7"', '"7', '"9999999999999999"', '"٧"'])(
    'that names no version of ours answers 412: %j',
    async (header) => {
      const answer = await patch(header);

      expect(answer).toMatchObject({ status: 412, json: { code: 'STALE_VERSION' } });
    },
  );

  it('means nothing to a handler that does not ask for it', async () => {
    const answer = await send(readThing, { headers: { 'if-match': 'malformed' } });

    expect(answer.status).toBe(200);
  });
});
