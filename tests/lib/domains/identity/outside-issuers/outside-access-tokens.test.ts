import { createHmac, createPublicKey, type JsonWebKey } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { createOutsideTokenVerifier } from '../../../../../lib/domains/identity/outside-issuers/outside-access-tokens.ts';
import type { OutsideIssuer } from '../../../../../lib/outside-issuer-settings.ts';
import { createIssuerKey, encodePart, signToken } from '../../../../support/outside-issuer.ts';

const issuedAt = new Date('2026-01-01T00:00:00.000Z');
const iat = issuedAt.getTime() / 1_000;
const auth0: OutsideIssuer = { issuer: 'https://clinic.auth0.test/', audience: ['clinic-api'], audienceClaim: 'aud' };
const cognito: OutsideIssuer = {
  issuer: 'https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_abc',
  audience: ['app-1', 'app-2'],
  audienceClaim: 'client_id',
};
const key = createIssuerKey('key-1');
const other = createIssuerKey('key-1');
const published = { kty: 'RSA', use: 'sig', alg: 'RS256', kid: 'key-1', n: String(key.jwk.n), e: 'AQAB' } as const;

const header = { alg: 'RS256', kid: 'key-1', typ: 'JWT' };
const auth0Claims = {
  iss: auth0.issuer,
  sub: 'auth0|5f7c8ec7c33c6c004bbafe82',
  aud: ['clinic-api', 'https://clinic.auth0.test/userinfo'],
  azp: 'app',
  scope: 'openid profile',
  iat,
  exp: iat + 3_600,
};
const cognitoClaims = {
  iss: cognito.issuer,
  sub: 'aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee',
  client_id: 'app-1',
  token_use: 'access',
  'cognito:groups': ['admins'],
  auth_time: iat,
  iat,
  exp: iat + 86_400,
};

function verify(token: string, { issuer = auth0, seconds = iat } = {}) {
  const keys = { load: async () => [published], refresh: async () => [published] };
  return createOutsideTokenVerifier({ issuer, keys, clock: () => new Date(seconds * 1_000) }).verify(token);
}

/** A good token of Auth0's but for the changes. */
function token(changes: { header?: object; claims?: object; key?: typeof key } = {}): string {
  return signToken(changes.key ?? key, { ...header, ...changes.header }, { ...auth0Claims, ...changes.claims });
}

const refused = { name: 'Unauthenticated', code: 'INVALID_ACCESS_TOKEN' };
const good = token();
const [headerPart = '', payloadPart = '', signaturePart = ''] = good.split('.');

function hs256(secret: string | Buffer): string {
  const signed = `${encodePart({ ...header, alg: 'HS256' })}.${payloadPart}`;
  return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
}

describe('access tokens of an outside issuer', () => {
  it('tell the subject, in the form of Auth0', async () => {
    expect(await verify(good)).toEqual({ issuer: auth0.issuer, subject: auth0Claims.sub, issuedAt });
  });

  it('tell the subject, in the form of Cognito: the client stands where others have the audience', async () => {
    const identity = await verify(signToken(key, { alg: 'RS256', kid: 'key-1' }, cognitoClaims), { issuer: cognito });

    expect(identity).toEqual({ issuer: cognito.issuer, subject: cognitoClaims.sub, issuedAt });
  });

  it.each([
    ['no type', { typ: undefined }],
    ['the type of an access token', { typ: 'at+jwt' }],
    ['the same written in full', { typ: 'application/at+jwt' }],
    ['members of no matter', { x5t: 'abc', nonce: 'abc' }],
  ])('may have a header with %s', async (_, change) => {
    expect(await verify(token({ header: change }))).toMatchObject({ subject: auth0Claims.sub });
  });

  it.each([
    ['one audience', { aud: 'clinic-api' }],
    ['a time before which they do not count', { nbf: iat }],
    ['claims of the issuer’s own', { 'https://clinic.test/roles': ['admin'], permissions: ['all'] }],
    ['a day to live', { exp: iat + 86_400 }],
    ['a word for their own type', { typ: 'Bearer' }],
    ['that word in another case', { typ: 'bearer' }],
  ])('may have %s', async (_, change) => {
    expect(await verify(token({ claims: change }))).toMatchObject({ subject: auth0Claims.sub });
  });

  it.each([
    ['in their last second', iat + 3_599],
    ['signed by a clock half a minute ahead', iat - 30],
  ])('are taken %s', async (_, seconds) => {
    expect(await verify(good, { seconds })).toMatchObject({ subject: auth0Claims.sub });
  });

  it.each([
    ['at the second of their end', iat + 3_600],
    ['long after it', iat + 1_000_000],
    ['from the future', iat - 31],
  ])('are refused %s', async (_, seconds) => {
    await expect(verify(good, { seconds })).rejects.toMatchObject(refused);
  });

  it.each<[string, object]>([
    ['the type of an id token', { typ: 'id+jwt' }],
    ['the type of a logout token', { typ: 'logout+jwt' }],
    ['no key id', { kid: undefined }],
    ['an empty key id', { kid: '' }],
    ['no algorithm', { alg: undefined }],
    ['a sister algorithm', { alg: 'RS512' }],
    ['an unknown crit', { crit: ['exp'] }],
    ['a crit of null', { crit: null }],
  ])('are refused for a header with %s', async (_, change) => {
    await expect(verify(token({ header: change }))).rejects.toMatchObject(refused);
  });

  it.each<[string, object]>([
    ['another issuer', { iss: 'https://evil.test/' }],
    ['the issuer without its slash', { iss: 'https://clinic.auth0.test' }],
    ['the issuer with two', { iss: 'https://clinic.auth0.test//' }],
    ['no issuer', { iss: undefined }],
    ['another audience', { aud: 'another' }],
    ['an audience that begins like ours', { aud: ['clinic-api-2'] }],
    ['no audience', { aud: undefined }],
    ['no audience but a client of its name', { aud: undefined, client_id: 'clinic-api' }],
    ['no subject', { sub: undefined }],
    ['an empty subject', { sub: '' }],
    ['a subject of no end', { sub: 'a'.repeat(256) }],
    ['no expiry', { exp: undefined }],
    ['an expiry that is no number', { exp: '9999999999' }],
    ['an expiry without an end', { exp: 1e308 }],
    ['an expiry between seconds', { exp: iat + 0.5 }],
    ['more than a day to live', { exp: iat + 86_401 }],
    ['no time of issue', { iat: undefined }],
    ['a future time of issue', { iat: iat + 31 }],
    ['a future time of issue beside an earlier one before which they do not count', { iat: iat + 31, nbf: iat }],
    ['a future time before which they do not count', { nbf: iat + 31 }],
    ['the use of an id token', { token_use: 'id' }],
    ['any use that is not access', { token_use: 'refresh' }],
    ['the hash that id tokens have', { at_hash: 'abc' }],
    ['the hash of a code', { c_hash: 'abc' }],
    ['the hash of a state', { s_hash: 'abc' }],
    ['the nonce of a sign-in', { nonce: 'abc' }],
    ['a nonce of null', { nonce: null }],
    ['an event, as logout tokens have', { events: { 'http://schemas.openid.net/event/backchannel-logout': {} } }],
    ['no events, which is still to have them', { events: {} }],
    ['a key that the sender must show (DPoP)', { cnf: { jkt: '0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I' } }],
    ['a certificate that the sender must show', { cnf: { 'x5t#S256': 'bwcK0esc3ACC3DB2Y5_lESsXE8o9ltc05O89jdN-dg2' } }],
    ['an empty confirmation', { cnf: {} }],
    ['the word of an id token', { typ: 'ID' }],
    ['the word of a refresh token', { typ: 'Refresh' }],
    ['the word of a logout token', { typ: 'Logout' }],
    ['the word of a token that is bound to its sender', { typ: 'DPoP' }],
    ['a type that is no word', { typ: 1 }],
  ])('are refused for claims with %s', async (_, change) => {
    await expect(verify(token({ claims: change }))).rejects.toMatchObject(refused);
  });

  it.each<[string, object]>([
    ['of another client', { client_id: 'app-3' }],
    ['of no client', { client_id: undefined }],
    ['of no client but an audience of its name', { client_id: undefined, aud: 'app-1' }],
    ['that are id tokens', { token_use: 'id' }],
  ])('are refused for Cognito’s %s', async (_, change) => {
    const forged = signToken(key, header, { ...cognitoClaims, ...change });

    await expect(verify(forged, { issuer: cognito })).rejects.toMatchObject(refused);
  });

  it.each<[string, string]>([
    ['alg none without a signature', `${encodePart({ ...header, alg: 'none' })}.${payloadPart}.`],
    ['alg none with the signature', `${encodePart({ ...header, alg: 'none' })}.${payloadPart}.${signaturePart}`],
    [
      'HS256 with the public key as PEM',
      hs256(createPublicKey({ key: key.jwk as JsonWebKey, format: 'jwk' }).export({ format: 'pem', type: 'spki' })),
    ],
    ['HS256 with the public key as JWK', hs256(JSON.stringify(published))],
    ['HS256 with an empty key', hs256('')],
    ['another key under the same id', token({ key: other })],
    [
      'the signature over another payload',
      `${headerPart}.${encodePart({ ...auth0Claims, sub: 'x' })}.${signaturePart}`,
    ],
    ['no signature', `${headerPart}.${payloadPart}.`],
    ['two parts', `${headerPart}.${payloadPart}`],
    ['two signatures', `${good}.${signaturePart}`],
    ['a truncated signature', good.slice(0, -2)],
    ['padding', `${good}==`],
    ['a line end', `${good}\n`],
    ['a payload that is a list', signToken(key, header, [auth0Claims])],
    ['a deep payload', `${headerPart}.${Buffer.from('['.repeat(3_000)).toString('base64url')}.${signaturePart}`],
    ['more than eight thousand characters', token({ claims: { groups: 'a'.repeat(8_000) } })],
    ['a megabyte', `${headerPart}.${'A'.repeat(1_000_000)}.${signaturePart}`],
    ['nothing', ''],
    ['words', 'not a token'],
  ])('are refused for %s', async (_, forged) => {
    await expect(verify(forged)).rejects.toMatchObject(refused);
  });

  it('are refused with any one character changed', async () => {
    const forged = [...good].map(
      (character, at) => good.slice(0, at) + (character === 'A' ? 'B' : 'A') + good.slice(at + 1),
    );

    const outcomes = await Promise.allSettled(forged.map((text) => verify(text)));

    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toEqual([]);
  });

  it('may be twice as long as ours: other issuers put groups in', async () => {
    const long = token({ claims: { groups: 'a'.repeat(5_000) } });

    expect(await verify(long)).toMatchObject({ subject: auth0Claims.sub });
  });
});
