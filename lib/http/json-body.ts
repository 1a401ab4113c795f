import { InvalidInput } from '../errors.ts';
import { isJsonInUtf8 } from './media-type.ts';
import { Refusal } from './problem.ts';
import type { ClientRequest } from './request.ts';

/** The most bytes that a request body may have. */
const maxBodyBytes = 256 * 1024;
/** The most levels of arrays and objects within one another. */
const maxDepth = 32;

/** Refuses a body that is too large or too deep before anything is parsed and the caller is looked up. */
export function boundBody({ body }: ClientRequest): void {
  if (body.length > maxBodyBytes) {
    throw new Refusal(413, 'BODY_TOO_LARGE', `The body may have at most ${maxBodyBytes} bytes.`);
  }
  if (depthOf(body) > maxDepth) {
    throw new InvalidInput('BODY_TOO_DEEP', `The body may be nested at most ${maxDepth} levels deep.`);
  }
}

/** The JSON value of the body; undefined where there is no body. */
export function parseJsonBody({ body, headers }: ClientRequest): unknown {
  if (body.length === 0) return undefined;
  if (!isJsonInUtf8(headers['content-type'])) {
    throw new Refusal(415, 'UNSUPPORTED_MEDIA_TYPE', 'The body must be JSON: send Content-Type: application/json.');
  }
  if (!isPlain(headers['content-encoding'])) {
    throw new Refusal(415, 'UNSUPPORTED_MEDIA_TYPE', 'The body must be sent as it is, without a Content-Encoding.');
  }
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch {
    throw new InvalidInput('MALFORMED_JSON', 'The body is not valid JSON in UTF-8.');
  }
}

/** Whether a body is not compressed; a compressed one would be reported as broken JSON, which it is not. */
function isPlain(contentEncoding = ''): boolean {
  return /^[ \t]*(identity)?[ \t]*$/i.test(contentEncoding);
}

const [quote, backslash] = [0x22, 0x5c];
const openers = new Set([0x5b, 0x7b]);
const closers = new Set([0x5d, 0x7d]);

/**
 * The deepest nesting of brackets outside strings. It is counted on the bytes, because a parsed value that is deep enough
 * overflows the stack of whatever walks it next: schemas, JSON.stringify, structuredClone.
 */
function depthOf(body: Buffer): number {
  let depth = 0;
  let deepest = 0;
  let inString = false;
  for (let at = 0; at < body.length; at += 1) {
    const byte = body[at] as number;
    if (inString && byte === backslash) at += 1;
    else if (byte === quote) inString = !inString;
    else if (!inString && openers.has(byte)) deepest = Math.max(deepest, ++depth);
    else if (!inString && closers.has(byte)) depth -= 1;
  }
  return deepest;
}
