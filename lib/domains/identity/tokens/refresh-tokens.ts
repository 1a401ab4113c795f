import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { secrets as liveSecrets, type Secrets } from '../../../secrets/secrets.ts';

/** Whose session a refresh token continues. */
export interface RefreshTokenOwner {
  readonly userId: string;
  readonly sessionId: string;
}

/** What a genuine refresh token says; that it is genuine means that it was valid once, not that it still is. */
export interface ParsedRefreshToken extends RefreshTokenOwner {
  /** Version of the master secret that it was made with. */
  readonly version: number;
  readonly hash: string;
}

/** A refresh token to hand out, and what may be stored of it. */
export interface IssuedRefreshToken {
  readonly token: string;
  readonly version: number;
  readonly hash: string;
}

// version (1) ‖ user id (16) ‖ session id (16) ‖ secret (32) ‖ tag (16): 81 bytes, a multiple of three, so that
// base64url has no spare bits and no two texts mean the same token.
const tagAt = 65;
const shape = /^[A-Za-z0-9_-]{108}$/;

/** Refresh tokens: opaque to clients, and told from forged ones without a look at the database. */
export function createRefreshTokens(secrets: Secrets = liveSecrets) {
  return {
    /** The first token of a session. */
    async issue(owner: RefreshTokenOwner): Promise<IssuedRefreshToken> {
      const { version, key } = await secrets.current('refresh-token');
      return seal(key, version, [bytesOf(owner.userId), bytesOf(owner.sessionId), randomBytes(32)]);
    },

    /** The one token that may follow `token`, always the same for a version: by default, the current one. */
    async successorOf(token: string, version?: number): Promise<IssuedRefreshToken> {
      const made = version ?? (await secrets.current('refresh-token')).version;
      const key = await secrets.at('refresh-token', made);
      if (!key || !shape.test(token)) throw new Error('a successor needs a genuine token and a version that is kept');
      const bytes = Buffer.from(token, 'base64url');
      return seal(key, made, [bytes.subarray(1, 33), mac(key, 'successor', bytes)]);
    },

    /** Reads a token from a client; undefined when it was never one of ours. */
    async parse(token: string): Promise<ParsedRefreshToken | undefined> {
      if (!shape.test(token)) return undefined;
      const bytes = Buffer.from(token, 'base64url');
      const version = bytes.readUInt8(0);
      const key = await secrets.at('refresh-token', version);
      if (!key || !timingSafeEqual(tagOf(key, bytes.subarray(0, tagAt)), bytes.subarray(tagAt))) return undefined;
      return {
        userId: uuidOf(bytes.subarray(1, 17)),
        sessionId: uuidOf(bytes.subarray(17, 33)),
        version,
        hash: hashOf(token),
      };
    },
  };
}

export type RefreshTokens = ReturnType<typeof createRefreshTokens>;

/** What is stored of a refresh token: SHA-256 in base64url. It holds 256 random bits, so that no salt is needed. */
export function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('base64url');
}

function seal(key: Buffer, version: number, parts: readonly Buffer[]): IssuedRefreshToken {
  const body = Buffer.concat([Buffer.of(version), ...parts]);
  const token = Buffer.concat([body, tagOf(key, body)]).toString('base64url');
  return { token, version, hash: hashOf(token) };
}

function tagOf(key: Buffer, body: Buffer): Buffer {
  return mac(key, 'tag', body).subarray(0, 16);
}

/** The label keeps the two uses of one key apart. */
function mac(key: Buffer, label: 'tag' | 'successor', bytes: Buffer): Buffer {
  return createHmac('sha256', key).update(`${label}:`).update(bytes).digest();
}

function bytesOf(uuid: string): Buffer {
  const bytes = Buffer.from(uuid.replaceAll('-', ''), 'hex');
  if (bytes.length !== 16) throw new Error('an id in a refresh token must be a UUID');
  return bytes;
}

function uuidOf(bytes: Buffer): string {
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
