import { createHash, createPrivateKey, generateKeyPair, type KeyObject, sign } from 'node:crypto';
import { promisify } from 'node:util';
import { ConfigurationError, setting } from '../config.ts';
import { loadOnce } from '../load-once.ts';
import { readSecret } from '../secret-source.ts';
import { type PrivateJwk, type PublicJwk, privateJwk, publicJwk } from './jwk.ts';

/** Signs with a key that stays where it is: RSASSA-PKCS1-v1_5 with SHA-256. */
export interface Signer {
  readonly kid: string;
  sign(data: Uint8Array): Promise<Buffer>;
}

/** A key pair: one half signs, the other is published. */
export interface SigningKey {
  readonly signer: Signer;
  readonly publicJwk: PublicJwk;
}

const modulusLength = 2_048;

/** Gives the key pair whose private JWK `load` returns as JSON; it is read once, when it is first asked for. */
export function createSigningKey(load: () => Promise<string> = loadSigningKey): () => Promise<SigningKey> {
  return loadOnce(async () => parseSigningKey(await load()));
}

/** The signing key of this process, from where POLYCLINIC_SIGNING_KEY says. */
export const signingKey = createSigningKey();

/** A fresh private key as the JSON that `createSigningKey` reads; its id is the thumbprint of RFC 7638. */
export async function newSigningKey(): Promise<string> {
  const { privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength });
  const jwk = privateKey.export({ format: 'jwk' });
  const thumbprint = createHash('sha256').update(JSON.stringify({ e: jwk.e, kty: jwk.kty, n: jwk.n }));
  return JSON.stringify({ ...jwk, use: 'sig', alg: 'RS256', kid: thumbprint.digest('base64url') });
}

async function loadSigningKey(): Promise<string> {
  return readSecret(setting('POLYCLINIC_SIGNING_KEY'));
}

function parseSigningKey(json: string): SigningKey {
  try {
    const jwk = privateJwk.parse(JSON.parse(json));
    return { signer: signerOf(jwk.kid, keyObjectOf(jwk)), publicJwk: publicJwk.strip().parse(jwk) };
  } catch {
    // The cause is left behind: a JSON error quotes its input, and that is the key.
    throw new ConfigurationError('the key that POLYCLINIC_SIGNING_KEY leads to is not a private RSA JWK of 2048 bits');
  }
}

function keyObjectOf(jwk: PrivateJwk): KeyObject {
  const key = createPrivateKey({ key: jwk, format: 'jwk' });
  if ((key.asymmetricKeyDetails?.modulusLength ?? 0) < modulusLength) throw new Error('the key is too short');
  return key;
}

/** The callback form works in a thread of the pool, so that a signature holds up no other request. */
function signerOf(kid: string, key: KeyObject): Signer {
  return {
    kid,
    sign: (data) =>
      new Promise((resolve, reject) => {
        sign('sha256', data, key, (error, signature) => (error ? reject(error) : resolve(signature)));
      }),
  };
}
