import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPair,
  type JsonWebKey,
  type KeyObject,
  sign,
} from 'node:crypto';
import { promisify } from 'node:util';
import { type PrivateJwk, type PublicJwk, privateJwk, publicJwk } from './jwk.ts';

/** Signs by RSASSA-PKCS1-v1_5 with SHA-256, with a key that stays where it is. */
export interface Signer {
  readonly kid: string;
  sign(data: Uint8Array): Promise<Buffer>;
}

/** Bits of every signing key. */
const modulusLength = 2_048;

/** Makes a key pair, whose id is the thumbprint of RFC 7638. */
export async function newPrivateJwk(): Promise<PrivateJwk> {
  const { privateKey, publicKey } = await promisify(generateKeyPair)('rsa', { modulusLength });
  return privateJwk().parse({ ...privateKey.export({ format: 'jwk' }), ...publicJwkOf(publicKey) });
}

/** A public RSA key as it is published; throws when it has fewer than 2048 bits. */
export function publicJwkOf(key: KeyObject): PublicJwk {
  const { e, kty, n } = requireLong(key).export({ format: 'jwk' });
  const kid = createHash('sha256').update(JSON.stringify({ e, kty, n })).digest('base64url');
  return publicJwk().parse({ kty, use: 'sig', alg: 'RS256', kid, n, e });
}

/** Reads the public key from its X.509 form (DER of a SubjectPublicKeyInfo), as it is published. */
export function publicJwkOfDer(der: Uint8Array): PublicJwk {
  return publicJwkOf(createPublicKey({ key: Buffer.from(der), format: 'der', type: 'spki' }));
}

/** The half of a key pair that may be published. */
export function publicHalfOf(jwk: PrivateJwk): PublicJwk {
  return publicJwk().strip().parse(jwk);
}

/** Signs with a private key in memory; throws when it has fewer than 2048 bits. */
export function signerOf(jwk: PrivateJwk): Signer {
  const key = requireLong(createPrivateKey({ key: jwk as JsonWebKey, format: 'jwk' }));
  return { kid: jwk.kid, sign: (data) => signWith(key, data) };
}

/** Signs in a thread of the pool, which the callback form does, so that a signature holds up no other request. */
function signWith(key: KeyObject, data: Uint8Array): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    sign('sha256', data, key, (error, signature) => (error ? reject(error) : resolve(signature)));
  });
}

function requireLong(key: KeyObject): KeyObject {
  if ((key.asymmetricKeyDetails?.modulusLength ?? 0) < modulusLength) throw new Error('the key is too short');
  return key;
}
