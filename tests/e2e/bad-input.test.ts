import {
  createHmac,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type JsonWebKey,
  type KeyObject,
  sign,
} from 'node:crypto';
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { request } from '../support/client.ts';
import { apiUrl, logIn, newAddress, register, signingKeyFile, tokensOf, whoAmI } from './running.ts';

const url = () => `${apiUrl}/v1/auth/register`;
const json = { 'content-type': 'application/json' };
const person = {
  email: 'ada@example.com',
  password: 'Correct-Horse-9',
  name: 'Ada Lovelace',
  dateOfBirth: '1990-12-10',
};
const registrationWith = (password: string) => JSON.stringify({ ...person, password });
const post = (body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string> = json) =>
  request(url(), { method: 'POST', body, headers });

describe('bad input over HTTP', () => {
  it.each<[string, string | Uint8Array<ArrayBuffer>, number, string]>([
    ['malformed JSON', '{"email":', 400, 'MALFORMED_JSON'],
    ['no body', '', 400, 'VALIDATION_FAILED'],
    ['null', 'null', 400, 'VALIDATION_FAILED'],
    ['an array', '[]', 400, 'VALIDATION_FAILED'],
    ['zero', '0', 400, 'VALIDATION_FAILED'],
    ['zero below zero', '-0', 400, 'VALIDATION_FAILED'],
    ['zero with a fraction', '0.0', 400, 'VALIDATION_FAILED'],
    ['false', 'false', 400, 'VALIDATION_FAILED'],
    ['a string', '"x"', 400, 'VALIDATION_FAILED'],
    ['an empty string', '""', 400, 'VALIDATION_FAILED'],
    ['JSON in a string', JSON.stringify(JSON.stringify(person)), 400, 'VALIDATION_FAILED'],
    ['wrong types', '{"email":1,"password":[],"name":{},"dateOfBirth":null}', 400, 'VALIDATION_FAILED'],
    ['300 KB', JSON.stringify({ ...person, name: 'A'.repeat(300_000) }), 413, 'BODY_TOO_LARGE'],
    ['10,000 levels', '['.repeat(10_000) + ']'.repeat(10_000), 400, 'BODY_TOO_DEEP'],
    ['__proto__', `{"__proto__":{"roles":["admin"]},${JSON.stringify(person).slice(1)}`, 400, 'VALIDATION_FAILED'],
    ['a NUL', JSON.stringify({ ...person, name: 'Ada\u0000' }), 400, 'VALIDATION_FAILED'],
    ['a lone surrogate', `${JSON.stringify(person).slice(0, -1)},"name":"Ada \\ud800"}`, 400, 'VALIDATION_FAILED'],
    ['bytes that are no UTF-8', new Uint8Array([0x7b, 0xff, 0x7d]), 400, 'MALFORMED_JSON'],
    ['a password in Latin-1', Buffer.from(registrationWith('Correct-Horse-é'), 'latin1'), 400, 'MALFORMED_JSON'],
  ])('answers %s with a problem', async (_, body, status, code) => {
    const answer = await post(body);

    expect(answer.status).toBe(status);
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect(answer.json).toMatchObject({ status, code, instance: '/v1/auth/register' });
  });

  it.each(['text/plain', 'application/xml', 'application/json; charset=latin1', 'multipart/form-data; boundary=x'])(
    'answers 415 to a body of %s',
    async (type) => {
      const answer = await post(JSON.stringify(person), { 'content-type': type });

      expect(answer.status).toBe(415);
    },
  );

  it.each(['a=1&a=2', 'unknown=1', '__proto__=1', 'a=%00'])('answers 400 to the query %s', async (query) => {
    const answer = await request(`${url()}?${query}`, { method: 'POST', data: person });

    expect(answer.status).toBe(400);
    expect(answer.json.code).toBe('VALIDATION_FAILED');
  });

  it.each([
    ['GET', '/v1/nowhere'],
    ['PUT', '/v1/auth/register'],
    ['DELETE', '/health'],
    ['POST', '/%F0%9F%92%8A'],
  ])('answers %s %s, which no route takes, with a problem of its own', async (method, path) => {
    const answer = await request(`${apiUrl}${path}`, { method });

    expect(answer.status).toBe(404);
    expect(answer.json.code).toBe('ROUTE_NOT_FOUND');
  });
});

describe('what only a function can judge', () => {
  const registration = () => JSON.stringify({ ...person, email: newAddress() });

  it.each([
    ['a JSON cookie of another application', { cookie: 'settings={"theme":"dark","tabs":[1,2]}' }],
    ['a cookie without a value', { cookie: 'flag; =x; a=b' }],
    ['a cookie in quotes', { cookie: 'a="b c"; __proto__=1; b=%zz' }],
    ['a semicolon after the content type', { 'content-type': 'application/json;' }],
    ['a charset by another name', { 'content-type': 'application/json; charset=utf8' }],
    ['a charset given twice', { 'content-type': 'application/json; charset=utf-8; charset=utf-8' }],
  ])('reaches it through the gateway: %s', async (_, headers) => {
    const answer = await post(registration(), { ...json, ...headers });

    expect(answer.status).toBe(201);
  });

  it.each(['json', 'application/', 'application/json, application/json', 'multipart/form-data'])(
    'is told to be no JSON in our words: %s',
    async (type) => {
      const answer = await post(registration(), { 'content-type': type });

      expect([answer.status, answer.json.code]).toEqual([415, 'UNSUPPORTED_MEDIA_TYPE']);
    },
  );

  it.each<[string, Record<string, string>]>([
    ['no content type', {}],
    ['an empty one', { 'content-type': '' }],
  ])('is told to be no JSON where it has %s', async (_, headers) => {
    const answer = await post(Buffer.from(registration()), headers);

    expect([answer.status, answer.json.code]).toEqual([415, 'UNSUPPORTED_MEDIA_TYPE']);
  });

  it('needs no content type where there is no body', async () => {
    const answer = await request(`${apiUrl}/v1/auth/refresh`, { method: 'POST' });

    expect(answer.status).toBe(401);
  });

  it('is what the client sent, in any script', async () => {
    const [email, password] = [newAddress(), 'Ключ-Лошадь-9🩺'];
    await request(url(), { method: 'POST', data: { ...person, email, password } });

    const answer = await request(`${apiUrl}/v1/auth/login`, { method: 'POST', data: { email, password } });

    expect(answer.status).toBe(200);
  });

  it.each([
    ['a+b=1', 'a+b'],
    ['a%20b=1', 'a b'],
    ['a%2Bb=1', 'a+b'],
    ['%zz=1', '%zz'],
  ])('is the query as it was sent: %s', async (query, path) => {
    const answer = await request(`${url()}?${query}`, { method: 'POST', body: registration(), headers: json });

    expect(answer.json).toMatchObject({ code: 'VALIDATION_FAILED', errors: [{ path, code: 'unknown_field' }] });
  });

  it.each(['/v1/nowhere/%zz', '/%', '/v1/nowhere/%ff?x=%zz'])('is a path that does not decode: %s', async (path) => {
    const answer = await request(`${apiUrl}${path}`, {});

    expect([answer.status, answer.json.code]).toEqual([404, 'ROUTE_NOT_FOUND']);
  });
});

describe('a document', () => {
  it.each<[string, Record<string, string>]>([
    ['deflated', { 'accept-encoding': 'deflate' }],
    ['packed by a preference that cannot be read', { 'accept-encoding': 'gzip;q=abc' }],
    ['in part', { range: 'bytes=0-9', 'accept-encoding': 'identity' }],
    ['in a part that it does not have', { range: 'bytes=99999999-', 'accept-encoding': 'identity' }],
  ])('is what the function made of it, and not %s', async (_, headers) => {
    const plain = await request(`${apiUrl}/openapi.json`, { headers: { 'accept-encoding': 'identity' } });

    const answer = await request(`${apiUrl}/openapi.json`, { headers });

    expect([answer.status, answer.headers.get('etag')]).toEqual([200, plain.headers.get('etag')]);
    expect(answer.headers.get('content-encoding')).toBeNull();
    expect(answer.headers.get('accept-ranges')).toBeNull();
    expect(answer.text).toBe(plain.text);
  });
});

const segment = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
const signed = (header: object, claims: object, key: KeyObject) => {
  const content = `${segment(header)}.${segment(claims)}`;
  return `${content}.${sign('sha256', Buffer.from(content), key).toString('base64url')}`;
};

describe('forged access tokens over HTTP', () => {
  let genuine: string;
  let header: Record<string, unknown>;
  let claims: Record<string, unknown>;
  // Read when the tests run: the key lies where the running system keeps it.
  const ourKey = () => {
    const { keys } = JSON.parse(readFileSync(signingKeyFile, 'utf8')) as { keys: (JsonWebKey & { kid: string })[] };
    return createPrivateKey({ key: keys.find(({ kid }) => kid === header.kid) as JsonWebKey, format: 'jwk' });
  };
  const otherKey = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
  const without = (name: string) => Object.fromEntries(Object.entries(claims).filter(([key]) => key !== name));

  beforeAll(async () => {
    const address = newAddress();
    await register(address);
    genuine = tokensOf(await logIn(address)).accessToken;
    [header, claims] = genuine
      .split('.')
      .slice(0, 2)
      .map((part) => JSON.parse(String(Buffer.from(part, 'base64url')))) as [
      Record<string, unknown>,
      Record<string, unknown>,
    ];
  });

  it('takes the genuine one, and one that is signed as ours are', async () => {
    expect((await whoAmI(genuine)).status).toBe(200);
    expect((await whoAmI(signed(header, claims, ourKey()))).status).toBe(200);
  });

  it.each<[string, () => string]>([
    ['alg none', () => `${segment({ ...header, alg: 'none' })}.${segment(claims)}.`],
    [
      'HS256 with the public key',
      () => {
        const content = `${segment({ ...header, alg: 'HS256' })}.${segment(claims)}`;
        const secret = createPublicKey(ourKey()).export({ type: 'spki', format: 'pem' });
        return `${content}.${createHmac('sha256', secret).update(content).digest('base64url')}`;
      },
    ],
    ['another key', () => signed(header, claims, otherKey)],
    ['a wrong typ', () => signed({ ...header, typ: 'JWT' }, claims, ourKey())],
    ['no exp', () => signed(header, without('exp'), ourKey())],
    ['a far exp', () => signed(header, { ...claims, exp: Number(claims.exp) + 86_400 }, ourKey())],
    ['an exp that is past', () => signed(header, { ...claims, iat: 1, exp: 901 }, ourKey())],
    ['an unknown kid', () => signed({ ...header, kid: 'unknown' }, claims, ourKey())],
    ['an unknown crit', () => signed({ ...header, crit: ['b64'] }, claims, ourKey())],
    ['a key of its own in the header', () => signed({ ...header, jwk: {} }, claims, ourKey())],
    ['another issuer', () => signed(header, { ...claims, iss: 'https://evil.example' }, ourKey())],
    ['another audience', () => signed(header, { ...claims, aud: 'others' }, ourKey())],
    ['an older version of the person', () => signed(header, { ...claims, ver: 0 }, ourKey())],
    ['a session that never was', () => signed(header, { ...claims, sid: claims.sub }, ourKey())],
    [
      'another role, signature kept',
      () => genuine.replace(/\.[^.]+\./, `.${segment({ ...claims, roles: ['admin'] })}.`),
    ],
    ['its signature cut', () => genuine.slice(0, -10)],
    ['a character more', () => `${genuine}A`],
    ['four parts', () => `${genuine}.x`],
    ['no dots', () => 'x'.repeat(500)],
  ])('answers 401 to %s', async (_, forge) => {
    const answer = await whoAmI(forge());

    expect(answer.status).toBe(401);
    expect(answer.json.code).toBe('INVALID_ACCESS_TOKEN');
    expect(answer.headers.get('www-authenticate')).toContain('error="invalid_token"');
  });
});
