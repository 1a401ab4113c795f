import { generateKeyPairSync, sign } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A key of an issuer's: what it publishes of it, and what it signs with it. */
export interface IssuerKey {
  readonly jwk: Readonly<Record<string, unknown>>;
  readonly sign: (data: string) => string;
}

export function createIssuerKey(kid: string, modulusLength = 2_048): IssuerKey {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength });
  return {
    jwk: { ...publicKey.export({ format: 'jwk' }), kid, use: 'sig', alg: 'RS256', x5t: 'as others have it' },
    sign: (data) => sign('sha256', Buffer.from(data), privateKey).toString('base64url'),
  };
}

/** An OIDC issuer on this machine, with discovery and keys, that a test can turn off. */
export interface LoopbackIssuer {
  readonly url: string;
  /** What it publishes now. */
  keys: readonly object[];
  /** What it says of itself beside its own answer. */
  discovery: object;
  /** What it answers everything with instead; undefined for the truth, which is also the body of one without. */
  failure: { readonly status: number; readonly body?: string } | 'silence' | undefined;
  /** Where it sends those on who ask for a path. */
  moved: Readonly<Record<string, string>>;
  /** Paths that it was asked for. */
  readonly asked: string[];
  close(): Promise<void>;
}

export async function startLoopbackIssuer(keys: readonly object[]): Promise<LoopbackIssuer> {
  const server = createServer(({ url: path = '' }, response) => {
    issuer.asked.push(path);
    if (issuer.failure === 'silence') return;
    const answer = path.startsWith('/.well-known/')
      ? { issuer: issuer.url, jwks_uri: `${issuer.url}/keys`, ...issuer.discovery }
      : { keys: issuer.keys };
    const location = issuer.moved[path];
    response.writeHead(issuer.failure?.status ?? (location === undefined ? 200 : 302), {
      'content-type': 'application/json',
      ...(location !== undefined && { location }),
    });
    response.end(issuer.failure?.body ?? JSON.stringify(answer));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const issuer: LoopbackIssuer = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    keys,
    discovery: {},
    failure: undefined,
    moved: {},
    asked: [],
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  return issuer;
}

/** A token of these parts, signed by `key`; an undefined member is left out. */
export function signToken(key: IssuerKey, header: object, claims: unknown): string {
  const signed = `${encodePart(header)}.${encodePart(claims)}`;
  return `${signed}.${key.sign(signed)}`;
}

export function encodePart(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
