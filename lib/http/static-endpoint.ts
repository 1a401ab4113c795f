import { systemClock } from '../clock.ts';
import type { Handle } from './endpoint.ts';
import type { Exchange } from './exchange.ts';
import { type HttpHandler, httpStack } from './stack.ts';
import type { HttpTrigger } from './trigger.ts';

/**
 * Makes a public endpoint that reads no store: it has no caller, no limit and no idempotency key. It is apart so that its
 * bundle carries no AWS client.
 */
export function staticEndpoint<T extends HttpTrigger & { readonly allow: 'public' }>(
  trigger: T,
  handle: Handle<T>,
): HttpHandler {
  return httpStack(trigger, { clock: systemClock }, (exchange: Exchange) =>
    handle(exchange as Parameters<Handle<T>>[0]),
  );
}
