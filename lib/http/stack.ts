import middy from '@middy/core';
import httpErrorHandler from '@middy/http-error-handler';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import type { Clock } from '../clock.ts';
import { runInContext, shortNameOf } from '../context.ts';
import { logUnexpected } from '../error-groups.ts';
import type { IdempotencyRecords } from '../idempotency/records.ts';
import { newId } from '../ids.ts';
import { type Patience, requestPatience, workerPatience } from '../patience.ts';
import { domainOf } from '../stacks.ts';
import { answerBare, answerProblems, finish, renderResult } from './answers.ts';
import { bareAnswer } from './bare-answer.ts';
import { type Authenticate, requirePermissions } from './caller.ts';
import type { CursorSeal } from './cursor-seal.ts';
import { type Exchange, exchangeOf, type Progress } from './exchange.ts';
import { keyedRequestOf, once } from './idempotency.ts';
import { identify, limit } from './identification.ts';
import { readInput } from './input.ts';
import { boundBody } from './json-body.ts';
import { type Event, type Middleware, type Result, step } from './middleware.ts';
import type { RateLimits } from './rate-limits.ts';
import type { RecordRefusal } from './refusal-record.ts';
import { recordRefusals } from './refusals.ts';
import { readRequest } from './request.ts';
import type { HttpTrigger } from './trigger.ts';

/** What an endpoint stands on; a test brings its own. */
export interface Stack {
  readonly clock: Clock;
  readonly authenticate: Authenticate;
  readonly limits: RateLimits;
  readonly recordRefusal: RecordRefusal;
  /** The records of requests, for routes that take an idempotency key. */
  readonly idempotencyRecords?: IdempotencyRecords;
  /** The seal of cursors, for routes that answer a list. */
  readonly cursors?: CursorSeal;
}

/** A handler that Lambda calls, and the route whose requests it answers. */
export interface HttpHandler {
  (event: APIGatewayProxyEventV2, context: Context): Promise<APIGatewayProxyStructuredResultV2>;
  readonly trigger: HttpTrigger;
}

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
      patience: patienceOf(trigger, context),
    };
    return runInContext(invocation, () => netted({ ...event, progress }, context)) as Promise<Result>;
  };
  const answer = (event: APIGatewayProxyEventV2, context: Context) =>
    run(event, context).catch((error: unknown) => answerUnreadable(trigger, context, error));
  return Object.assign(answer, { trigger });
}

function patienceOf({ long }: HttpTrigger, context: Context): Patience {
  return long ? workerPatience(() => context.getRemainingTimeInMillis()) : requestPatience();
}

/**
 * Logs an error of the stack itself: it answers all other errors, and for its own the outermost middleware answers a bare 500.
 */
function logEscaped(error: unknown): void {
  logUnexpected('error outside of the stack', { error });
}

/** What is no event of the gateway's has no request to be answered, and is answered all the same. */
function answerUnreadable(trigger: HttpTrigger, context: Context, error: unknown): Result {
  const id = newId();
  const invocation = { functionName: shortNameOf(context.functionName), requestId: id, correlationId: id };
  runInContext(invocation, () => logEscaped(error));
  return bareAnswer(trigger, { id, path: '' });
}

function validate(trigger: HttpTrigger): Middleware {
  return step((progress) => {
    progress.input = readInput(trigger, progress.request);
  });
}

function recordsOf({ idempotencyRecords }: Partial<Stack>): IdempotencyRecords {
  if (!idempotencyRecords)
    throw new TypeError('A route that takes an idempotency key needs idempotencyRecords in its stack.');
  return idempotencyRecords;
}

/** Runs the handler, at most once where the request has an idempotency key. */
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
