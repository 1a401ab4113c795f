import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Purpose, Secrets, VersionedKey } from '../../../secrets/secrets.ts';

/** The format of a kind of token. */
interface TokenFormat {
  /** What the key of these tokens is for. */
  readonly purpose: Purpose;
  /** Bytes between version and tag; their number is two more than a multiple of three. */
  readonly bodyLength: number;
  /** A label that the tag is made of as well, where the key also serves another purpose. */
  readonly label?: string;
}

/** What a genuine token holds. */
interface DecodedToken {
  /** The version of the master secret by which it was made. */
  readonly version: number;
  readonly body: Buffer;
}

const tagLength = 16;

// A token is version (1) ‖ body ‖ tag (16): a multiple of three bytes, so that base64url has no spare bits and no two texts
// mean the same token.

/** Makes and reads opaque tokens, which an HMAC-SHA-256 cut to 16 bytes tells from forged ones without the database. */
export function createTokenCodec({ purpose, bodyLength, label = '' }: TokenFormat, secrets: Secrets) {
  const length = 1 + bodyLength + tagLength;
  if (length % 3 !== 0) throw new RangeError(`A token has a multiple of three bytes, not ${length}`);
  const shape = new RegExp(`^[A-Za-z0-9_-]{${(length / 3) * 4}}$`);

  const tagOf = (key: Buffer, bytes: Buffer) =>
    createHmac('sha256', key).update(label).update(bytes).digest().subarray(0, tagLength);

  return {
    /** Makes the token of a body. */
    encode({ version, key }: VersionedKey, parts: readonly Buffer[]): string {
      const bytes = Buffer.concat([Buffer.of(version), ...parts]);
      if (bytes.length !== length - tagLength) throw new RangeError('The body of a token is longer or shorter');
      return Buffer.concat([bytes, tagOf(key, bytes)]).toString('base64url');
    },

    /** Reads a token from a client; undefined when it was never one of ours, or its version is no longer kept. */
    async decode(token: string): Promise<DecodedToken | undefined> {
      if (!shape.test(token)) return undefined;
      const bytes = Buffer.from(token, 'base64url');
      const [signed, tag] = [bytes.subarray(0, -tagLength), bytes.subarray(-tagLength)];
      const version = bytes.readUInt8(0);
      const key = await secrets.at(purpose, version);
      return key && timingSafeEqual(tagOf(key, signed), tag) ? { version, body: signed.subarray(1) } : undefined;
    },
  };
}

/** Reads the 16 bytes of an id in hex, with or without dashes. */
export function bytesOfId(id: string): Buffer {
  const bytes = Buffer.from(id.replaceAll('-', ''), 'hex');
  if (bytes.length !== 16) throw new Error('an id in a token must be a UUID, which has 16 bytes');
  return bytes;
}

/** Writes 16 bytes as a UUID. */
export function uuidOfBytes(bytes: Buffer): string {
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
