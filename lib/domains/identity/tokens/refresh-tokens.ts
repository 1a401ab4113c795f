import { createHash, createHmac, randomBytes } from 'node:crypto';
import type { Secrets, VersionedKey } from '../../../secrets/secrets.ts';
import { bytesOfId, createTokenCodec, uuidOfBytes } from './token-codec.ts';

/** The person and the session that a refresh token belongs to. */
interface RefreshTokenOwner {
  readonly userId: string;
  readonly sessionId: string;
}

/** What a genuine refresh token says; genuine means that it was valid once, not that it still is. */
export interface ParsedRefreshToken extends RefreshTokenOwner {
  /** The version of the master secret by which it was made. */
  readonly version: number;
  readonly hash: string;
}

/** A refresh token to hand out, and what may be stored of it. */
export interface IssuedRefreshToken {
  readonly token: string;
  readonly version: number;
  readonly hash: string;
}

// The body is user id (16) ‖ session id (16) ‖ secret (32).
const secretAt = 32;
const format = { purpose: 'refresh-token', bodyLength: 64, label: 'tag:' } as const;

/** Makes and reads refresh tokens, which are opaque to clients, and which are told from forged ones without the database. */
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
    /** Makes the first token of a session. */
    async issue({ userId, sessionId }: RefreshTokenOwner): Promise<IssuedRefreshToken> {
      const made = await secrets.current('refresh-token');
      return issued(made, [bytesOfId(userId), bytesOfId(sessionId), randomBytes(32)]);
    },

    /**
     * Makes the one token that may follow `token`; it is always the same for a version, which is the current one by default.
     */
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

/** Hashes a refresh token for the database: SHA-256 in base64url. It holds 256 random bits, so that no salt is needed. */
export function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('base64url');
}

/** Derives the secret of a token's successor; the label keeps the two uses of one key apart. */
function successorSecret(key: Buffer, token: string): Buffer {
  return createHmac('sha256', key).update('successor:').update(Buffer.from(token, 'base64url')).digest();
}
