import { createHash, createHmac, randomBytes } from 'node:crypto';
import type { Secrets, VersionedKey } from '../../../secrets/secrets.ts';
import { bytesOfId, createTokenCodec, uuidOfBytes } from './token-codec.ts';

/** Whose session a refresh token continues. */
interface RefreshTokenOwner {
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

// user id (16) ‖ session id (16) ‖ secret (32)
const secretAt = 32;
const format = { purpose: 'refresh-token', bodyLength: 64, label: 'tag:' } as const;

/** Refresh tokens: opaque to clients, and told from forged ones without a look at the database. */
export function createRefreshTokens(secrets: Secrets) {
  const codec = createTokenCodec(format, secrets);

  function issued(made: VersionedKey, parts: readonly Buffer[]): IssuedRefreshToken {
    const token = codec.encode(made, parts);
    return { token, version: made.version, hash: hashOf(token) };
  }

  async function keyOf(version: number | undefined): Promise<VersionedKey | undefined> {
    if (version === undefined) return secrets.current('refresh-token');
    const key = await secrets.at('refresh-token', version);
    return key && { version, key };
  }

  return {
    /** The first token of a session. */
    async issue({ userId, sessionId }: RefreshTokenOwner): Promise<IssuedRefreshToken> {
      const made = await secrets.current('refresh-token');
      return issued(made, [bytesOfId(userId), bytesOfId(sessionId), randomBytes(32)]);
    },

    /** The one token that may follow `token`, always the same for a version: by default, the current one. */
    async successorOf(token: string, version?: number): Promise<IssuedRefreshToken> {
      const [made, before] = [await keyOf(version), await codec.decode(token)];
      if (!made || !before) throw new Error('a successor needs a genuine token and a version that is kept');
      return issued(made, [before.body.subarray(0, secretAt), successorSecret(made.key, token)]);
    },

    /** Reads a token from a client; undefined when it was never one of ours. */
    async parse(token: string): Promise<ParsedRefreshToken | undefined> {
      const decoded = await codec.decode(token);
      if (!decoded) return undefined;
      const { version, body } = decoded;
      const ids = { userId: uuidOfBytes(body.subarray(0, 16)), sessionId: uuidOfBytes(body.subarray(16, secretAt)) };
      return { ...ids, version, hash: hashOf(token) };
    },
  };
}

/** What is stored of a refresh token: SHA-256 in base64url. It holds 256 random bits, so that no salt is needed. */
export function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('base64url');
}

/** The label keeps the two uses of one key apart. */
function successorSecret(key: Buffer, token: string): Buffer {
  return createHmac('sha256', key).update('successor:').update(Buffer.from(token, 'base64url')).digest();
}
