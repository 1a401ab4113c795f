import type { Caller, Person } from '../access/caller.ts';
import type { Lazy, Output } from '../schemas.ts';
import type { Exchange } from './exchange.ts';
import { type HttpHandler, httpStack, type Stack } from './stack.ts';
import type { HttpTrigger, ResultOf } from './trigger.ts';

type ParsedBy<S> = S extends Lazy ? Output<S> : undefined;

type CallerOf<A> = A extends 'public' ? undefined : A extends 'signed-in' ? Person : Caller;

/** What a handler gets: the input as its schemas parsed it, and the caller of a route that is not public. */
export interface HandlerInput<T extends HttpTrigger> extends Exchange {
  readonly params: ParsedBy<T['params']>;
  readonly query: ParsedBy<Exclude<T['query'], undefined>>;
  readonly body: ParsedBy<Exclude<T['body'], undefined>>;
  readonly caller: CallerOf<T['allow']>;
}

type Result<T extends HttpTrigger> = T extends { readonly versioned: true }
  ? ResultOf<T['responses']> & { readonly version: number }
  : ResultOf<T['responses']>;

/** The work of an endpoint: its result is the `data` of the answer, its errors are the problems of the route. */
export type Handle<T extends HttpTrigger> = (input: HandlerInput<T>) => Promise<Result<T>> | Result<T>;

/** Makes an HTTP endpoint: the work of the route, within the stack that all endpoints share. */
export function endpoint<T extends HttpTrigger>(trigger: T, handle: Handle<T>, stack: Stack): HttpHandler {
  return httpStack(trigger, stack, (exchange) => handle(exchange as HandlerInput<T>));
}
