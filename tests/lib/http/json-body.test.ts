import { describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { endpoint } from '../../../lib/http/endpoint.ts';
import { http } from '../../../lib/http/trigger.ts';
import { line, schema } from '../../../lib/schemas.ts';
import { createTestStack, type RequestFields, send } from '../../support/http.ts';

const thing = schema(() =>
  z.strictObject({
    name: line(1, 50).optional(),
    amount: z.number().optional(),
    nested: z.strictObject({ items: z.array(z.strictObject({ word: z.string() })).optional() }).optional(),
    anything: z.unknown().optional(),
  }),
);
const trigger = http({
  method: 'POST',
  path: '/v1/things',
  allow: 'public',
  body: thing,
  responses: { 200: schema(() => z.object({ received: z.unknown() })) },
  grants: [],
});
const handler = endpoint(trigger, ({ body }) => ({ received: body }), createTestStack());
const json = { 'content-type': 'application/json' };

const post = (fields: RequestFields) => send(handler, { method: 'POST', headers: json, ...fields });
const nestedArrays = (levels: number) => '['.repeat(levels) + ']'.repeat(levels);
const nestedObjects = (levels: number) => '{"a":'.repeat(levels) + 1 + '}'.repeat(levels);

describe('the size of a body', () => {
  const ofBytes = (bytes: number) => `{"anything":"${'x'.repeat(bytes - '{"anything":""}'.length)}"}`;

  it.each([
    ['exactly 256 KB', ofBytes(256 * 1024), 200],
    ['one byte over', ofBytes(256 * 1024 + 1), 413],
    ['exactly 256 KB, in base64', Buffer.from(ofBytes(256 * 1024)), 200],
    ['one byte over, in base64', Buffer.from(ofBytes(256 * 1024 + 1)), 413],
    ['fewer characters, but more bytes', `{"anything":"${'é'.repeat(131_068)}"}`, 413],
  ])('is bounded in bytes: %s', async (_, body, status) => {
    const answer = await post({ body });

    expect(answer.status).toBe(status);
    if (status === 413) expect(answer.json.code).toBe('BODY_TOO_LARGE');
  });
});

describe('the depth of a body', () => {
  it.each([
    ['31 levels in one', `{"anything":${nestedArrays(31)}}`, 200],
    ['32 levels in one', `{"anything":${nestedArrays(32)}}`, 400],
    ['32 objects in one', `{"anything":${nestedObjects(32)}}`, 400],
    ['10,000 levels', `{"anything":${nestedArrays(10_000)}}`, 400],
    ['100,000 levels that never close', '['.repeat(100_000), 400],
    ['many brackets side by side', `{"anything":[${'[],{},'.repeat(1_000)}0]}`, 200],
    ['brackets in a string', `{"anything":"${'['.repeat(10_000)}"}`, 200],
    ['brackets after an escaped quote', `{"anything":"\\"${'{'.repeat(100)}"}`, 200],
    ['brackets after an escaped backslash', `{"anything":["\\\\",${nestedArrays(31)}]}`, 400],
    ['brackets in a key', `{"anything":{"${'['.repeat(100)}":1}}`, 200],
  ])('is bounded at 32: %s', async (_, body, status) => {
    const answer = await post({ body });

    expect(answer.status).toBe(status);
    if (status === 400) expect(answer.json.code).toBe('BODY_TOO_DEEP');
  });
});

describe('a body that is not JSON', () => {
  const bytes = (...parts: (string | number[])[]) => Buffer.concat(parts.map((part) => Buffer.from(part as string)));

  it.each([
    ['broken', '{"name":'],
    ['a single quote', "{'name':'Ada'}"],
    ['a trailing comma', '{"name":"Ada",}'],
    ['two values', '{} {}'],
    ['only spaces', '   '],
    ['a comment', '{/**/}'],
    ['NaN', '{"amount":NaN}'],
    ['a raw newline in a string', '{"name":"A\nda"}'],
    ['a NUL byte', '{"name":"Ada"}\u0000'],
    ['invalid UTF-8', bytes('{"name":"', [0xc3, 0x28], '"}')],
    ['half a surrogate pair in bytes', bytes('{"name":"', [0xed, 0xa0, 0x80], '"}')],
    ['an overlong encoding', bytes('{"name":"', [0xc0, 0xaf], '"}')],
    ['UTF-16', Buffer.from('\ufeff{"name":"Ada"}', 'utf16le')],
  ])('is refused: %s', async (_, body) => {
    const answer = await post({ body });

    expect(answer).toMatchObject({ status: 400, json: { code: 'MALFORMED_JSON' } });
  });

  it('may begin with a byte order mark, which RFC 8259 lets a reader ignore', async () => {
    const answer = await post({ body: '\ufeff{"name":"Ada"}' });

    expect(answer.json).toEqual({ data: { received: { name: 'Ada' } } });
  });
});

describe('JSON that breaks its schema', () => {
  it.each([
    ['null', 'null', ''],
    ['an array', '[]', ''],
    ['a string', '"{}"', ''],
    ['a number', '1', ''],
    ['half a surrogate pair', '{"name":"\\ud800"}', 'name'],
    ['a surrogate pair the wrong way round', '{"name":"\\udc00\\ud800"}', 'name'],
    ['an escaped NUL', '{"name":"A\\u0000da"}', 'name'],
    ['a newline in a line', '{"name":"A\\nda"}', 'name'],
    ['a number beyond all', '{"amount":1e400}', 'amount'],
    ['a wrong type in the depth', '{"nested":{"items":[{"word":1}]}}', 'nested.items.0.word'],
    ['__proto__', '{"__proto__":{"polluted":true}}', '__proto__'],
    ['__proto__ in the depth', '{"nested":{"items":[{"word":"a","__proto__":{}}]}}', 'nested.items.0.__proto__'],
    ['constructor', '{"constructor":{"prototype":{"polluted":true}}}', 'constructor'],
    ['toString', '{"toString":1}', 'toString'],
  ])('is refused by its path: %s', async (_, body, path) => {
    const answer = await post({ body });

    expect(answer).toMatchObject({ status: 400, json: { code: 'VALIDATION_FAILED', errors: [{ path }] } });
    expect({}).not.toHaveProperty('polluted');
  });

  it('takes the last of duplicate keys', async () => {
    const answer = await post({ body: '{"name":"first","name":"last"}' });

    expect(answer.json).toEqual({ data: { received: { name: 'last' } } });
  });

  it('takes text in any script, and keeps a whole surrogate pair', async () => {
    const answer = await post({ json: { name: '  Ада 🩺 e\u0301 ' } });

    expect(answer.json).toEqual({ data: { received: { name: 'Ада 🩺 é' } } });
  });

  it.each([
    ['unknown fields', JSON.stringify(Object.fromEntries(Array.from({ length: 20_000 }, (_, at) => [`k${at}`, 1])))],
    ['wrong items', JSON.stringify({ nested: { items: Array.from({ length: 100_000 }, () => 1) } })],
  ])('reports no more than a client can use of many %s', async (_, body) => {
    const answer = await post({ body });

    expect(answer.status).toBe(400);
    expect(answer.json.errors).toHaveLength(100);
  });
});

describe('an absent body', () => {
  const needed = http({ ...trigger, body: schema(() => z.strictObject({ email: z.string(), name: z.string() })) });
  const optional = http({ ...trigger, body: schema(() => z.strictObject({ refreshToken: z.string() }).optional()) });

  it.each([undefined, ''])('is told by the fields that are missing (%j)', async (body) => {
    const answer = await send(
      endpoint(needed, () => ({ received: 0 }), createTestStack()),
      {
        method: 'POST',
        ...(body !== undefined && { body }),
      },
    );

    expect(answer).toMatchObject({ status: 400, json: { errors: [{ path: 'email' }, { path: 'name' }] } });
  });

  it('reaches a handler whose schema lets it', async () => {
    const answer = await send(
      endpoint(optional, ({ body }) => ({ received: body === undefined }), createTestStack()),
      { method: 'POST' },
    );

    expect(answer.json).toEqual({ data: { received: true } });
  });
});

describe('the content type', () => {
  it.each([
    'application/json',
    'Application/JSON',
    'application/json; charset=utf-8',
    'application/json;charset="UTF-8"',
    ' application/json ',
    'application/merge-patch+json',
    'application/vnd.api+json; charset=utf-8',
    'application/json;',
    'application/json ; ; ',
    'application/json; charset=utf8',
    'application/json; charset=UTF8',
    'application/json; charset="utf8"',
    'application/json; charset="ut\\f-8"',
    'application/json; charset=unicode-1-1-utf-8',
    'application/json; Charset=Utf-8; version=1',
    'application/json; profile="a;b, \\"c\\""; charset=utf-8',
    'application/json; odata.metadata=minimal',
    'application/json\t;\tcharset=utf-8',
  ])('may be %s', async (contentType) => {
    const answer = await post({ body: '{}', headers: { 'content-type': contentType } });

    expect(answer.status).toBe(200);
  });

  it.each([
    undefined,
    '',
    'text/plain',
    'text/json',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/jsonp',
    'application/json; charset=latin1',
    'application/json; charset=utf-16',
    'application/json, application/json',
    'application/+json',
    'application/json; charset=us-ascii',
    'application/json; charset=utf-8; charset=latin1',
    'application/json; charset="utf-16le"',
    'application/json; charset=utf-9',
    'application/json; charset',
    'application/json; charset=',
    'application/json; charset="utf-8',
    'application/json; charset=utf-8, application/json',
    'application/json charset=utf-8',
    ';application/json',
  ])('may not be %s', async (contentType) => {
    const headers: Record<string, string> = contentType === undefined ? {} : { 'content-type': contentType };

    const answer = await post({ body: '{}', headers });

    expect(answer).toMatchObject({ status: 415, json: { code: 'UNSUPPORTED_MEDIA_TYPE' } });
  });
});

describe('the content coding', () => {
  it.each(['identity', ' Identity ', ''])('may be %j', async (contentEncoding) => {
    const answer = await post({ body: '{}', headers: { ...json, 'content-encoding': contentEncoding } });

    expect(answer.status).toBe(200);
  });

  it.each(['gzip', 'br', 'gzip, identity', 'unknown'])('may not be %s', async (contentEncoding) => {
    const answer = await post({ body: '{}', headers: { ...json, 'content-encoding': contentEncoding } });

    expect(answer).toMatchObject({ status: 415, json: { code: 'UNSUPPORTED_MEDIA_TYPE' } });
  });
});

describe('a route without a body', () => {
  const bodiless = http({
    method: 'POST',
    path: '/v1/things',
    allow: 'public',
    responses: { 204: 'empty' },
    grants: [],
  });

  it.each([
    ['none at all', {}],
    ['none, of a type that is not JSON', { headers: { 'content-type': 'text/plain' } }],
    ['text', { body: 'hello', headers: { 'content-type': 'text/plain' } }],
    ['broken JSON', { body: '{', headers: json }],
  ])('ignores the body: %s', async (_, fields) => {
    const answer = await send(
      endpoint(bodiless, () => undefined, createTestStack()),
      { method: 'POST', ...fields },
    );

    expect(answer.status).toBe(204);
  });
});
