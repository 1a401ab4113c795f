import { contentTypeOf } from '../../lib/http/assets.ts';
import { isBare, successOf } from '../../lib/http/reply.ts';
import type { HttpTrigger } from '../../lib/http/trigger.ts';

/** The content types of a route's success, without parameters: none where it has no body, several where it serves several files. */
export function mediaTypesOf(trigger: HttpTrigger): string[] {
  const { body } = successOf(trigger);
  if (body === 'empty') return [];
  if (body === 'asset') return [...new Set((trigger.assets ?? []).map(mediaTypeOfAsset))];
  return [isBare(body) ? body.contentType : 'application/json'];
}

function mediaTypeOfAsset(name: string): string {
  return contentTypeOf(name).replace(/;.*/, '');
}

/** Whether a route answers 304 to a client that has the current version. */
export function answersUnmodified(trigger: HttpTrigger): boolean {
  return trigger.method === 'GET' && hasValidator(trigger);
}

/** Whether an answer names its version. */
export function hasValidator(trigger: HttpTrigger): boolean {
  return trigger.versioned === true || successOf(trigger).body === 'asset';
}
