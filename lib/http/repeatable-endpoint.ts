import { createIdempotencyRecords } from '../idempotency/records.ts';
import { endpoint, type Handle, liveStack } from './endpoint.ts';
import type { HttpHandler, Stack } from './stack.ts';
import type { HttpTrigger } from './trigger.ts';

const liveRecords = createIdempotencyRecords();

/**
 * An endpoint whose requests may be sent again under one `Idempotency-Key`. It is apart, because what is kept is sealed, and
 * the way to the secret for that is a fifth of a bundle.
 */
export function repeatableEndpoint<T extends HttpTrigger>(
  trigger: T,
  handle: Handle<T>,
  stack: Stack = liveStack,
): HttpHandler {
  return endpoint(trigger, handle, { idempotencyRecords: liveRecords, ...stack });
}
