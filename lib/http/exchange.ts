import type { Caller } from '../access/caller.ts';
import type { Input } from './input.ts';
import { type ExpectedVersion, expectedVersionOf } from './preconditions.ts';
import type { ClientRequest } from './request.ts';

/** All that the stack found out about a request by the time it is handled. */
export interface Exchange extends Input {
  readonly request: ClientRequest;
  readonly caller: Caller | undefined;
  /** From `If-Match`: the versions that the caller means to change; to read them throws StaleVersion where none is of ours. */
  readonly expectedVersion: ExpectedVersion | undefined;
  /** Adds a `Set-Cookie` header, to a success and to a problem alike. */
  readonly setCookie: (cookie: string) => void;
}

/** What the middlewares know of one request; it travels on the event, where each of them finds it. */
export interface Progress {
  readonly request: ClientRequest;
  /** Of the function that answers. */
  readonly domain: string;
  readonly startedAt: number;
  readonly cookies: string[];
  /** What a limit has to say, to be put on the answer. */
  limitHeaders: Readonly<Record<string, string>>;
  /** The answer is that of the same request before. */
  replayed?: boolean;
  caller?: Caller;
  input?: Input;
}

export function exchangeOf({ request, caller, input, cookies }: Progress): Exchange {
  return {
    params: input?.params,
    query: input?.query,
    body: input?.body,
    request,
    caller,
    // Read by the handlers of changes alone: to any other route the header means nothing, even a malformed one.
    get expectedVersion() {
      return expectedVersionOf(request.headers['if-match']);
    },
    setCookie: (cookie) => void cookies.push(cookie),
  };
}
