import { isPage, successOf } from '../lib/http/reply.ts';
import type { Body, HttpTrigger } from '../lib/http/trigger.ts';

/** The content type of an answer with this body: `anyType` for a file, undefined where there is no body. */
export function mediaTypeOf(body: Body): string | undefined {
  if (body === 'empty') return undefined;
  if (body === 'asset') return anyType;
  return isPage(body) || typeof body === 'function' ? 'application/json' : body.contentType;
}

/** Whether a route answers 304 to a client that has the current version. */
export function answersUnmodified(trigger: HttpTrigger): boolean {
  return trigger.method === 'GET' && hasValidator(trigger);
}

/** Whether an answer names its version. */
export function hasValidator(trigger: HttpTrigger): boolean {
  return trigger.versioned === true || successOf(trigger).body === 'asset';
}

/** The content type of files, which may be any. */
export const anyType = '*/*';
