import { successOf } from '../../lib/http/reply.ts';
import type { HttpTrigger } from '../../lib/http/trigger.ts';
import { languages } from '../../lib/languages.ts';
import { cookieHeader } from './cookies.ts';
import { deprecationHeader } from './deprecation.ts';
import type { Json } from './json.ts';
import { isLimited, limitHeaders, retryHeader } from './limits.ts';
import { hasValidator } from './media-types.ts';

/** The headers of an answer with this status, beside those that every answer has; empty where it has none. */
export function headersOf(trigger: HttpTrigger, status: number): { readonly headers?: Json } {
  const headers = {
    // A body that is too large is refused before anything is counted.
    ...(isLimited(trigger) && status !== 413 && limitHeaders),
    ...(status < 400 ? successHeaders(trigger, status) : problemHeaders(status)),
    ...cookieHeader(trigger, status),
    ...deprecationHeader(trigger),
  };
  return Object.keys(headers).length > 0 ? { headers } : {};
}

function successHeaders(trigger: HttpTrigger, status: number): Json {
  const isWhole = status === successOf(trigger).status;
  return {
    ...(trigger.location && isWhole && { Location: location }),
    ...(hasValidator(trigger) && { ETag: entityTag }),
    ...(typeof trigger.acceptsLanguage === 'function' && { 'Content-Language': contentLanguage }),
    ...(trigger.idempotency && isWhole && replayedHeader),
  };
}

function problemHeaders(status: number): Json {
  return {
    // Some conflicts pass, such as those of two changes at once.
    ...([409, 429, 503].includes(status) && retryHeader),
    ...(status === 401 && { 'WWW-Authenticate': challenge }),
  };
}

const replayedHeader = {
  'Idempotency-Replayed': {
    description: 'The answer is that of the same request before.',
    schema: { type: 'string', enum: ['true'] },
  },
};

const location = {
  description: 'The path of what was created.',
  schema: { type: 'string', examples: ['/v1/users/019a0000-0000-7000-8000-0000000000a1'] },
};

const contentLanguage = {
  description: 'The language of what is said in sentences; `Vary` names `Accept-Language`, by which it is chosen.',
  schema: { type: 'string', enum: [...languages] },
};

const entityTag = {
  description: 'The version of what is shown, for `If-None-Match` and `If-Match`.',
  schema: { type: 'string', examples: ['"3"'] },
};

const challenge = {
  description: 'What to show, and what is wrong with what was shown (RFC 6750).',
  schema: { type: 'string', examples: ['Bearer realm="polyclinic"'] },
};
