import { describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { endpoint } from '../../../lib/http/endpoint.ts';
import { http } from '../../../lib/http/trigger.ts';
import { schema } from '../../../lib/schemas.ts';
import { createTestStack, send } from '../../support/http.ts';

const responses = {
  200: schema(() =>
    z.object({ version: z.int(), expected: z.array(z.int()).readonly().nullable(), text: z.string().optional() }),
  ),
};
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
    ['"7"', [7]],
    [' "7" ', [7]],
    ['"0"', [0]],
    ['*', null],
    ['"999", "7"', [999, 7]],
    ['"999","7"', [999, 7]],
    ['"999"\t,, "7" ,', [999, 7]],
    ['"of,another", "7"', [7]],
    ['W/"7", "8"', [8]],
    ['"7-br"', [7]],
    ['"7-gzip", "7", "7-br"', [7]],
    ['"", "seven", "ö", "7"', [7]],
  ])('hands the expected versions over: %s', async (header, expected) => {
    const answer = await patch(header);

    expect(answer.json).toMatchObject({ data: { expected } });
  });

  it('means the current version where it is absent', async () => {
    const answer = await send(changeThing, { method: 'PATCH' });

    expect(answer.json).toMatchObject({ data: { expected: null } });
  });

  it.each([
    '',
    ',',
    '7',
    '"seven"',
    '"-1"',
    '"1.5"',
    '"01"',
    '"007"',
    '"7 "',
    '"7-BR"',
    '"7-deflate"',
    '"7-br-gzip"',
    'W/"7"',
    'w/"7"',
    'W/"7", W/"7-br"',
    '"7',
    '"7" "8"',
    '"7", 8',
    '"7", *',
    "'7'",
    '"9999999999999999"',
    '"٧"',
  ])('that names no version of ours, or cannot be read, answers 412: %j', async (header) => {
    const answer = await patch(header);

    expect(answer).toMatchObject({ status: 412, json: { code: 'STALE_VERSION' } });
  });

  it('may be as long as headers get', async () => {
    const answers = [await patch(`${'"6",'.repeat(2_000)}"7"`), await patch('"'.repeat(8_000))];

    expect(answers).toMatchObject([{ json: { data: { expected: [6, 7] } } }, { status: 412 }]);
  });

  it('means nothing to a handler that does not ask for it', async () => {
    const answer = await send(readThing, { headers: { 'if-match': 'malformed' } });

    expect(answer.status).toBe(200);
  });
});

describe('the validator', () => {
  const text = 'x'.repeat(2_000);
  const readLarge = endpoint(read, () => ({ version: 7, expected: null, text }), createTestStack());
  const get = (accepted: string, held?: string) =>
    send(readLarge, { headers: { 'accept-encoding': accepted, ...(held && { 'if-none-match': held }) } });

  it.each([
    ['identity', '"7"'],
    ['br', '"7-br"'],
    ['gzip', '"7-gzip"'],
    ['deflate', '"7"'],
  ])('of what is sent as %s is %s', async (accepted, etag) => {
    const answer = await get(accepted);

    expect(answer).toMatchObject({ status: 200, headers: { etag, vary: 'accept-encoding' } });
  });

  it('of a body that is too small to be packed is the plain one', async () => {
    const answer = await send(readThing, { headers: { 'accept-encoding': 'br' } });

    expect(answer.headers.etag).toBe('"7"');
  });

  it.each([
    ['br', '"7-br"'],
    ['br', 'W/"7-br"'],
    ['gzip', '"6-gzip", "7-gzip"'],
    ['gzip', '"a,b" , W/"7-gzip"'],
    ['identity', '"7-br", "7"'],
    ['br', '*'],
  ])('that would have been sent leaves with the 304 to who takes %s and holds %s', async (accepted, held) => {
    const sent = await get(accepted);
    const unchanged = await get(accepted, held);

    const { etag, vary, 'cache-control': cacheControl } = sent.headers;
    expect(unchanged).toMatchObject({ status: 304, text: '', headers: { etag, vary, 'cache-control': cacheControl } });
  });

  it.each([
    ['br', '"7"'],
    ['br', '"7-gzip"'],
    ['identity', '"7-br"'],
    ['br', '"6-br"'],
    ['br', '"7-br" "7-br"'],
  ])('of other octets is none of those that who takes %s is sent: %s', async (accepted, held) => {
    const answer = await get(accepted, held);

    expect(answer.status).toBe(200);
  });
});
