import type { Scope } from './scope.ts';

/** How the chunks of a body are signed, each with the signature before it. */
export interface ChunkSeal {
  readonly key: Buffer;
  readonly scope: Scope;
  /** The date as the request has it. */
  readonly date: string;
  /** The signature of the request itself. */
  readonly seed: string;
}

/** What a signature says of the body: its digest, or how it is framed. */
export interface Payload {
  /** The digest of the whole body in hex. */
  readonly sha256?: string;
  readonly isChunked?: boolean;
  /** The seal of the chunks; without it they are not signed. */
  readonly seal?: ChunkSeal;
}

const sealed = ['STREAMING-AWS4-HMAC-SHA256-PAYLOAD', 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER'];

/** Reads `x-amz-content-sha256`; undefined where S3 has no such word. */
export function readPayload(word: string, seal: ChunkSeal): Payload | undefined {
  if (word === 'UNSIGNED-PAYLOAD') return {};
  if (word === 'STREAMING-UNSIGNED-PAYLOAD-TRAILER') return { isChunked: true };
  if (sealed.includes(word)) return { isChunked: true, seal };
  return /^[\da-f]{64}$/.test(word) ? { sha256: word } : undefined;
}
