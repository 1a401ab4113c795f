import type { MiddlewareObj } from '@middy/core';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type { Progress } from './exchange.ts';

/** A request on its way through the stack, with what the steps before have found out. */
export type Event = APIGatewayProxyEventV2 & { readonly progress: Progress };
export type Result = APIGatewayProxyStructuredResultV2;
export type Middleware = MiddlewareObj<Event, Result>;

/** A step that only looks, notes or refuses. */
export function step(look: (progress: Progress) => void): Middleware {
  return { before: ({ event }) => look(event.progress) };
}
