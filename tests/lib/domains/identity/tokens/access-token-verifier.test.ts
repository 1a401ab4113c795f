import { createHmac, createPublicKey, generateKeyPairSync, sign } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import {
  createAccessTokenVerifier,
  UnknownSigningKey,
} from '../../../../../lib/domains/identity/tokens/access-token-verifier.ts';
import type { PublicJwk } from '../../../../../lib/domains/identity/tokens/signing-keys/jwk.ts';
import { Unauthenticated, Unavailable } from '../../../../../lib/errors.ts';

const iat = Date.UTC(2026, 0, 1) / 1_000;
const parties = { issuer: 'https://api.polyclinic.test', audience: 'polyclinic' };
const ours = keyPair('key-1');
const theirs = keyPair('key-1');
const unknown = keyPair('key-2');

const header = { alg: 'RS256', kid: 'key-1', typ: 'at+jwt' };
const claims = {
  iss: parties.issuer,
  aud: parties.audience,
  sub: '019a0000-0000-7000-8000-000000000001',
  sid: '019a0000-0000-7000-8000-000000000002',
  roles: ['doctor'],
  clinicId: '019a0000-0000-7000-8000-00000000c001',
  ver: 3,
  jti: '019a0000-0000-7000-8000-000000000003',
  iat,
  exp: iat + 900,
};
const good = token();
const [headerPart = '', payloadPart = '', signaturePart = ''] = good.split('.');

const verifierAt = (seconds: number, keys: readonly PublicJwk[] = [ours.jwk]) =>
  createAccessTokenVerifier({ ...parties, keys: () => keys, clock: () => new Date(seconds * 1_000) });

describe('createAccessTokenVerifier', () => {
  it('takes a token of ours and gives its claims', () => {
    expect(verifierAt(iat).verify(good)).toEqual(claims);
  });

  it('takes one without a clinic', () => {
    const { clinicId, ...others } = claims;

    expect(verifierAt(iat).verify(token({ claims: { clinicId: undefined } }))).toEqual(others);
  });

  it.each([
    ['a minute into its life', iat + 60],
    ['in its last second', iat + 899],
    ['signed by a clock half a minute ahead', iat - 30],
  ])('takes a token %s', (_, seconds) => {
    expect(verifierAt(seconds).verify(good)).toEqual(claims);
  });

  it.each([
    ['at the second of its end', iat + 900],
    ['long after its end', iat + 86_400],
    ['from the future', iat - 31],
  ])('refuses a token %s', (_, seconds) => {
    expectRefusal(good, seconds);
  });

  it.each([
    ['in time', iat],
    ['at the second of its end', iat + 900],
    ['long after its end', iat + 86_400_000],
  ])('tells whose a genuine token was %s', (_, seconds) => {
    expect(verifierAt(seconds).verifyExpired(good)).toEqual(claims);
  });

  it.each([
    ['from the future', good, iat - 31],
    ['that lives too long', token({ claims: { exp: iat + 901 } }), iat + 1_000],
    ['that was changed', `${headerPart}.${payloadPart}.${signaturePart.slice(0, -4)}`, iat + 1_000],
    ['of another issuer', token({ claims: { iss: 'https://evil.example' } }), iat + 1_000],
  ])('tells nothing of an expired token %s', (_, forged, seconds) => {
    expect(() => verifierAt(seconds).verifyExpired(forged)).toThrow(Unauthenticated);
  });

  it.each<[string, Record<string, unknown>]>([
    ['no type', { typ: undefined }],
    ['the type JWT', { typ: 'JWT' }],
    ['the type of an id token', { typ: 'id+jwt' }],
    ['no key id', { kid: undefined }],
    ['an empty key id', { kid: '' }],
    ['a key id that is no string', { kid: 1 }],
    ['no algorithm', { alg: undefined }],
    ['a sister algorithm', { alg: 'RS512' }],
    ['an unknown crit', { crit: ['exp'] }],
    ['a crit and its header', { crit: ['b64'], b64: true }],
    ['the address of a key set', { jku: 'http://127.0.0.1:1/jwks.json' }],
    ['a key of its own', { jwk: theirs.jwk }],
    ['a certificate', { x5c: ['MIIB'] }],
    ['a content type', { cty: 'JWT' }],
    ['any other member', { extra: true }],
  ])('refuses a header with %s, signed by our key', (_, change) => {
    expectRefusal(token({ header: change }));
  });

  it.each<[string, Record<string, unknown>]>([
    ['no expiry', { exp: undefined }],
    ['a far expiry', { exp: iat + 901 }],
    ['an expiry that is no number', { exp: '9999999999' }],
    ['an expiry between seconds', { exp: iat + 0.5 }],
    ['no time of issue', { iat: undefined }],
    ['a future time of issue', { iat: iat + 31 }],
    ['another issuer', { iss: 'https://evil.test' }],
    ['our issuer with a slash', { iss: `${parties.issuer}/` }],
    ['no issuer', { iss: undefined }],
    ['another audience', { aud: 'another' }],
    ['several audiences', { aud: [parties.audience] }],
    ['no audience', { aud: undefined }],
    ['no subject', { sub: undefined }],
    ['a subject that is no id', { sub: 'admin' }],
    ['no session', { sid: undefined }],
    ['no roles', { roles: undefined }],
    ['an empty list of roles', { roles: [] }],
    ['an unknown role', { roles: ['root'] }],
    ['roles that are no list', { roles: 'admin' }],
    ['no version', { ver: undefined }],
    ['a negative version', { ver: -1 }],
    ['no token id', { jti: undefined }],
    ['a clinic of null', { clinicId: null }],
    ['the use of a Cognito id token', { token_use: 'id' }],
    ['the use of a Cognito access token', { token_use: 'access' }],
    ['a scope', { scope: 'openid' }],
    ['a time before which it does not count', { nbf: iat }],
    ['any other claim', { admin: true }],
  ])('refuses claims with %s, signed by our key', (_, change) => {
    expectRefusal(token({ claims: change }));
  });

  it.each<[string, string]>([
    ['alg none without a signature', `${encode({ ...header, alg: 'none' })}.${payloadPart}.`],
    ['alg none with our signature', `${encode({ ...header, alg: 'none' })}.${payloadPart}.${signaturePart}`],
    [
      'HS256 with the public key as PEM',
      hs256(createPublicKey({ key: ours.jwk, format: 'jwk' }).export({ format: 'pem', type: 'spki' })),
    ],
    ['HS256 with the public key as JWK', hs256(JSON.stringify(ours.jwk))],
    ['HS256 with an empty key', hs256('')],
    ['another key under our key id', token({ key: theirs })],
    ['our signature over another payload', `${headerPart}.${encode({ ...claims, roles: ['admin'] })}.${signaturePart}`],
    [
      'our signature over the same header written otherwise',
      `${encode({ typ: header.typ, kid: header.kid, alg: header.alg })}.${payloadPart}.${signaturePart}`,
    ],
    ['no signature', `${headerPart}.${payloadPart}.`],
    ['two parts', `${headerPart}.${payloadPart}`],
    ['two signatures', `${good}.${signaturePart}`],
    ['two signatures in one part', `${good}${signaturePart}`],
    ['five parts', `${good}.x.y`],
    ['a JSON serialisation', JSON.stringify({ protected: headerPart, payload: payloadPart, signature: signaturePart })],
    ['a truncated signature', good.slice(0, -1)],
    ['a signature cut by a byte', `${headerPart}.${payloadPart}.${cutByte(signaturePart)}`],
    ['a leading zero byte in the signature', `${headerPart}.${payloadPart}.${withZero(signaturePart)}`],
    ['padding', `${good}==`],
    ['padding after the header', `${headerPart}=.${payloadPart}.${signaturePart}`],
    ['a character after the signature', `${good}A`],
    ['a line end', `${good}\n`],
    ['a space before', ` ${good}`],
    ['a NUL', `${good}\0`],
    ['plain base64', plainBase64()],
    ['a header that is no JSON', `${Buffer.from('{').toString('base64url')}.${payloadPart}.${signaturePart}`],
    ['a payload that is a list', `${headerPart}.${encode([claims])}.${signaturePart}`],
    ['a deep payload', `${headerPart}.${Buffer.from('['.repeat(1_400)).toString('base64url')}.${signaturePart}`],
    ['a megabyte', `${headerPart}.${'A'.repeat(1_000_000)}.${signaturePart}`],
    ['nothing', ''],
    ['dots', '..'],
    ['words', 'not a token'],
  ])('refuses %s', (_, text) => {
    expectRefusal(text);
  });

  it('refuses a token with any one character changed', () => {
    const forged = [...good].map((character, at) => good.slice(0, at) + flip(character) + good.slice(at + 1));

    const verifier = verifierAt(iat);

    for (const text of forged) expect(() => verifier.verify(text)).toThrow(Unauthenticated);
  });

  it('takes one text for a signature only: spare bits of its last character do not make another', () => {
    const alphabet = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'];
    const sameBytes = alphabet
      .map((last) => good.slice(0, -1) + last)
      .filter((text) => text !== good && bytesOf(text).equals(bytesOf(good)));

    expect(sameBytes).toHaveLength(15);
    for (const text of sameBytes) expectRefusal(text);
  });

  it('refuses a token of ours that is longer than any token need be', () => {
    const manyRoles = Array.from({ length: 400 }, () => 'doctor');

    expect(verifierAt(iat).verify(token({ claims: { roles: manyRoles.slice(0, 100) } }))).toBeDefined();
    expectRefusal(token({ claims: { roles: manyRoles } }));
  });
});

describe('the keys of the verifier', () => {
  it('are missed by a distinct error, so that the caller can load them again', () => {
    const refusal = refusalOf(token({ key: unknown }), iat);

    expect(refusal).toBeInstanceOf(UnknownSigningKey);
    expect(refusal).toMatchObject({ code: 'INVALID_ACCESS_TOKEN' });
    expect(verifierAt(iat, [ours.jwk, unknown.jwk]).verify(token({ key: unknown }))).toEqual(claims);
  });

  it('are asked for at every token: one that has come is used, one that has gone is not', () => {
    let keys: readonly PublicJwk[] = [];
    const verifier = createAccessTokenVerifier({ ...parties, keys: () => keys, clock: () => new Date(iat * 1_000) });
    const outcomes = [[], [ours.jwk], [theirs.jwk], [ours.jwk], [unknown.jwk]].map((held) => {
      keys = held;
      try {
        return verifier.verify(good).sub;
      } catch (error) {
        return (error as Error).name;
      }
    });

    expect(outcomes).toEqual(['UnknownSigningKey', claims.sub, 'Unauthenticated', claims.sub, 'UnknownSigningKey']);
  });

  it('being unavailable is not the fault of the token', () => {
    const keys = () => {
      throw new Unavailable('KEYS_UNAVAILABLE', 'Try again.');
    };

    expect(() =>
      createAccessTokenVerifier({ ...parties, keys, clock: () => new Date(iat * 1_000) }).verify(good),
    ).toThrow(Unavailable);
  });
});

interface KeyPair {
  readonly jwk: PublicJwk;
  readonly sign: (data: string) => string;
}

function keyPair(kid: string): KeyPair {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 });
  const { n = '', e = '' } = publicKey.export({ format: 'jwk' });
  return {
    jwk: { kty: 'RSA', use: 'sig', alg: 'RS256', kid, n, e },
    sign: (data) => sign('sha256', Buffer.from(data), privateKey).toString('base64url'),
  };
}

/** A good token but for the changes, truly signed by `key`; an undefined member is left out. */
function token(changes: { header?: object; claims?: object; key?: KeyPair } = {}): string {
  const key = changes.key ?? ours;
  const signed = `${encode({ ...header, kid: key.jwk.kid, ...changes.header })}.${encode({ ...claims, ...changes.claims })}`;
  return `${signed}.${key.sign(signed)}`;
}

function hs256(key: string | Buffer): string {
  const signed = `${encode({ ...header, alg: 'HS256' })}.${payloadPart}`;
  return `${signed}.${createHmac('sha256', key).update(signed).digest('base64url')}`;
}

function refusalOf(text: string, seconds: number): unknown {
  try {
    return verifierAt(seconds).verify(text);
  } catch (error) {
    return error;
  }
}

/** Refused as any bad token is, and for what it is, not for a key that is not there. */
function expectRefusal(text: string, seconds = iat): void {
  expect(refusalOf(text, seconds)).toMatchObject({ name: 'Unauthenticated', code: 'INVALID_ACCESS_TOKEN' });
}

function flip(character: string): string {
  return character === 'A' ? 'B' : 'A';
}

function encode(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

function bytesOf(text: string): Buffer {
  return Buffer.from(text.split('.')[2] ?? '', 'base64url');
}

function cutByte(part: string): string {
  return Buffer.from(part, 'base64url').subarray(0, -1).toString('base64url');
}

/** A good token in the other alphabet: one whose signature has a character that the two write otherwise. */
function plainBase64(): string {
  const tokens = Array.from({ length: 20 }, (_, at) => token({ claims: { exp: iat + 900 - at } }));
  const different = tokens.find((text) => /[-_]/.test(text));
  if (!different) throw new Error('no token has a character that differs');
  return different.replaceAll('-', '+').replaceAll('_', '/');
}

function withZero(part: string): string {
  return Buffer.concat([Buffer.alloc(1), Buffer.from(part, 'base64url')]).toString('base64url');
}
