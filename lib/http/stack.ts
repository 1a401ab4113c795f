import middy, { type MiddlewareObj } from '@middy/core';
import httpErrorHandler from '@middy/http-error-handler';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import { type Caller, callerId } from '../access/caller.ts';
import type { Clock } from '../clock.ts';
import { currentContext, runInContext, shortNameOf } from '../context.ts';
import { type DomainError, Forbidden, NotFound, TooManyRequests, Unauthenticated, Unavailable } from '../errors.ts';
import type { IdempotencyRecords } from '../idempotency/records.ts';
import { newId } from '../ids.ts';
import { log } from '../log.ts';
import { count } from '../metrics.ts';
import { domainOf } from '../stacks.ts';
import { routeOf, writeAccessLog } from './access-log.ts';
import { bareAnswer } from './bare-answer.ts';
import { type Authenticate, requirePermissions } from './caller.ts';
import type { CursorSeal } from './cursor-seal.ts';
import { keyedRequestOf, once } from './idempotency.ts';
import { type Input, readInput } from './input.ts';
import { boundBody } from './json-body.ts';
import type { LimitState } from './limit-state.ts';
import { requestsRefused } from './metrics.ts';
import { type ExpectedVersion, expectedVersionOf } from './preconditions.ts';
import { problemOf } from './problem.ts';
import type { RateLimits } from './rate-limits.ts';
import type { RecordRefusal } from './refusal-record.ts';
import { renderReply } from './reply.ts';
import { type ClientRequest, readRequest } from './request.ts';
import { securityHeaders } from './security-headers.ts';
import type { HttpTrigger } from './trigger.ts';

/** The moving parts that an endpoint stands on; a test brings its own. */
export interface Stack {
  readonly clock: Clock;
  readonly authenticate: Authenticate;
  readonly limits: RateLimits;
  readonly recordRefusal: RecordRefusal;
  /** Of the routes that take an idempotency key. */
  readonly idempotencyRecords?: IdempotencyRecords;
  /** Of the routes that answer a list. */
  readonly cursors?: CursorSeal;
}

/** All that the stack found out about a request by the time it is handled. */
export interface Exchange extends Input {
  readonly request: ClientRequest;
  readonly caller: Caller | undefined;
  /** From `If-Match`: the versions that the caller means to change; to read them throws StaleVersion where none is of ours. */
  readonly expectedVersion: ExpectedVersion | undefined;
  /** Adds a `Set-Cookie` header, to a success and to a problem alike. */
  readonly setCookie: (cookie: string) => void;
}

/** A handler that Lambda calls, and the route whose requests it answers. */
export interface HttpHandler {
  (event: APIGatewayProxyEventV2, context: Context): Promise<APIGatewayProxyStructuredResultV2>;
  readonly trigger: HttpTrigger;
}

/** What the middlewares know of one request; it travels on the event, where each of them finds it. */
interface Progress {
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

const uncached = { 'cache-control': 'no-store' };

type Event = APIGatewayProxyEventV2 & { readonly progress: Progress };
type Result = APIGatewayProxyStructuredResultV2;
type Middleware = MiddlewareObj<Event, Result>;

/**
 * The one HTTP stack. Before the handler the steps run from the top down, after it and on an error from the bottom up.
 */
export function httpStack(
  trigger: HttpTrigger,
  stack: Pick<Stack, 'clock'> & Partial<Stack>,
  handle: (exchange: Exchange) => unknown,
): HttpHandler {
  const records = trigger.idempotency && recordsOf(stack);
  const pipeline = middy<Event, Result>()
    .use(finish(trigger))
    .use(answerProblems(stack.clock))
    .use(recordRefusals(trigger, stack.recordRefusal))
    .use(step(({ request }) => boundBody(request)))
    .use(limit(({ request }) => stack.limits?.byAddress(trigger, request)))
    .use(identify(trigger, stack))
    .use(limit(({ caller }) => caller && stack.limits?.byCaller(trigger, caller)))
    .use(step(({ caller }) => caller && requirePermissions(trigger.allow, caller)))
    .use(validate(trigger))
    .use(renderResult(trigger))
    .handler(({ progress }: Event) => carryOut(trigger, records, progress, handle) as Promise<Result>);
  const netted = middy<Event, Result>({ timeoutEarlyInMillis: 0 })
    .use(answerBare(trigger))
    .use(httpErrorHandler({ logger: logEscaped }) as Middleware)
    .handler(pipeline);

  const run = async (event: APIGatewayProxyEventV2, context: Context): Promise<Result> => {
    const request = readRequest(event);
    const functionName = shortNameOf(context.functionName);
    const domain = domainOf(functionName);
    const progress: Progress = { request, domain, startedAt: performance.now(), cookies: [], limitHeaders: {} };
    const invocation = {
      functionName,
      requestId: request.id,
      correlationId: request.id,
      address: request.address,
    };
    return runInContext(invocation, () => netted({ ...event, progress }, context)) as Promise<Result>;
  };
  const answer = (event: APIGatewayProxyEventV2, context: Context) =>
    run(event, context).catch((error: unknown) => answerUnreadable(trigger, context, error));
  return Object.assign(answer, { trigger });
}

/** The stack answers every error itself; what escapes is an error of the stack's own, and the net answers a bare 500. */
function logEscaped(error: unknown): void {
  log.error('error outside of the stack', { error });
}

/** The net answers for whoever threw, by what the error says of itself; ours says the same of every error: nothing. */
function answerBare(trigger: HttpTrigger): Middleware {
  return {
    onError: (request) => {
      request.response = bareAnswer(trigger, request.event.progress.request);
    },
  };
}

/** What is no event of the gateway's has no request to be answered, and is answered all the same. */
function answerUnreadable(trigger: HttpTrigger, context: Context, error: unknown): Result {
  const id = newId();
  const invocation = { functionName: shortNameOf(context.functionName), requestId: id, correlationId: id };
  runInContext(invocation, () => logEscaped(error));
  return bareAnswer(trigger, { id, path: '' });
}

/** A step that only looks, notes or refuses. */
function step(look: (progress: Progress) => void): Middleware {
  return { before: ({ event }) => look(event.progress) };
}

/** A public route does not look at credentials; anywhere else bad ones are refused before anything is read. */
function identify(trigger: HttpTrigger, { authenticate, limits }: Partial<Stack>): Middleware {
  return {
    before: async ({ event: { progress } }) => {
      if (trigger.allow === 'public') return;
      if (!authenticate) throw new TypeError('A route that is not public needs someone to ask who calls.');
      const { request } = progress;
      applyLimit(progress, limits?.strangers.before(request));
      progress.caller = await authenticate(request).catch(async (error: unknown) => {
        if (error instanceof Unauthenticated) applyLimit(progress, await limits?.strangers.refused(trigger, request));
        throw error;
      });
      limits?.strangers.accepted(request);
      const context = currentContext();
      if (context) context.actorId = callerId(progress.caller);
    },
  };
}

/** Counts the request; over the limit it goes no further. */
function limit(limitStateOf: (progress: Progress) => Promise<LimitState | undefined> | undefined): Middleware {
  return {
    before: async ({ event: { progress } }) => {
      applyLimit(progress, await limitStateOf(progress));
    },
  };
}

function applyLimit(progress: Progress, state: LimitState | undefined): void {
  if (!state) return;
  progress.limitHeaders = state.headers;
  const { retryAfter, code = 'RATE_LIMITED' } = state;
  if (retryAfter !== undefined) throw new TooManyRequests(code, 'Too many requests.', { retryAfter });
}

/** What is refused to somebody whom we know is on record; what is refused to a stranger is a line in the log, counted. */
function recordRefusals(trigger: HttpTrigger, record: RecordRefusal | undefined): Middleware {
  return {
    onError: async ({ event: { progress }, error }) => {
      const { caller, request } = progress;
      if (!caller && (isRefusal(error) || error instanceof Unauthenticated)) count(requestsRefused);
      if (!caller || !isRefusal(error)) return;
      await record?.({ caller, route: routeOf(trigger), path: request.path, code: error.code });
    },
  };
}

function isRefusal(error: unknown): error is DomainError {
  return error instanceof Forbidden || (error instanceof NotFound && error.refused);
}

function validate(trigger: HttpTrigger): Middleware {
  return step((progress) => {
    progress.input = readInput(trigger, progress.request);
  });
}

function exchangeOf({ request, caller, input, cookies }: Progress): Exchange {
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

function recordsOf({ idempotencyRecords }: Partial<Stack>): IdempotencyRecords {
  if (!idempotencyRecords)
    throw new TypeError('A route that takes an idempotency key needs idempotencyRecords in its stack.');
  return idempotencyRecords;
}

/** Runs the handler; where the request has an idempotency key, once at most. */
async function carryOut(
  trigger: HttpTrigger,
  records: IdempotencyRecords | undefined,
  progress: Progress,
  handle: (exchange: Exchange) => unknown,
): Promise<unknown> {
  const run = () => handle(exchangeOf(progress));
  const keyed = keyedRequestOf(trigger, progress.request, progress.caller, progress.input);
  if (!keyed || !records) return run();
  const { result, replayed } = await once(records, keyed, run);
  progress.replayed = replayed;
  return result;
}

function renderResult(trigger: HttpTrigger): Middleware {
  return {
    after: async (request) => {
      const { progress } = request.event;
      request.response = await renderReply(trigger, progress.request, request.response);
      if (progress.replayed) request.response.headers = { ...request.response.headers, 'idempotency-replayed': 'true' };
    },
  };
}

/** Turns whatever was thrown into problem+json. */
function answerProblems(clock: Clock): Middleware {
  return {
    onError: (request) => {
      const problem = problemOf(timeoutAsUnavailable(request.error), request.event.progress.request, clock());
      request.response = {
        statusCode: problem.status,
        headers: { ...uncached, ...problem.headers },
        body: JSON.stringify(problem.body),
      };
    },
  };
}

/** Middy gives up just before Lambda would: better a clean 503 than the gateway's own 500. */
function timeoutAsUnavailable(error: unknown): unknown {
  return error instanceof Error && error.name === 'TimeoutError'
    ? new Unavailable('TIMED_OUT', 'The request took too long and may or may not have been carried out.', {
        cause: error,
      })
    : error;
}

/** Puts the headers on every answer, and writes the one log line of the request. */
function finish(trigger: HttpTrigger): Middleware {
  const headers = securityHeaders(trigger.page === true);
  const complete = (progress: Progress, response: Result | null | undefined, error?: unknown) => {
    if (!response) return;
    response.headers = {
      ...headers,
      'x-request-id': progress.request.id,
      ...progress.limitHeaders,
      ...response.headers,
    };
    if (progress.cookies.length > 0) response.cookies = progress.cookies;
    writeAccessLog(trigger, progress, response.statusCode ?? 500, error);
  };
  return {
    after: ({ event, response }) => complete(event.progress, response),
    onError: ({ event, response, error }) => complete(event.progress, response, error),
  };
}
