import { isPage, successOf } from '../lib/http/reply.ts';
import type { Body, HttpTrigger } from '../lib/http/trigger.ts';

/** The content type that an answer with this body has; `anyType` for a file, undefined where there is no body. */
export function mediaTypeOf(body: Body): string | undefined {
  if (body === 'empty') return undefined;
  if (body === 'asset') return anyType;
  return isPage(body) || typeof body === 'function' ? 'application/json' : body.contentType;
}

/** Whether a client that holds the current version is told so, without the body. */
export function answersUnmodified(trigger: HttpTrigger): boolean {
  return trigger.method === 'GET' && hasValidator(trigger);
}

/** Whether an answer names its version. */
export function hasValidator(trigger: HttpTrigger): boolean {
  return trigger.versioned === true || successOf(trigger).body === 'asset';
}

/** A file may be of any type. */
export const anyType = '*/*';
