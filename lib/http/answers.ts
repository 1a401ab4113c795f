import type { Clock } from '../clock.ts';
import { Unavailable } from '../errors.ts';
import { writeAccessLog } from './access-log.ts';
import { bareAnswer } from './bare-answer.ts';
import { deprecationHeaders } from './deprecation.ts';
import type { Progress } from './exchange.ts';
import type { Middleware, Result } from './middleware.ts';
import { problemOf } from './problem.ts';
import { renderReply } from './reply.ts';
import { securityHeaders } from './security-headers.ts';
import type { HttpTrigger } from './trigger.ts';

const uncached = { 'cache-control': 'no-store' };

export function renderResult(trigger: HttpTrigger): Middleware {
  return {
    after: async (request) => {
      const { progress } = request.event;
      request.response = await renderReply(trigger, progress.request, request.response, progress.input?.params);
      if (progress.replayed) request.response.headers = { ...request.response.headers, 'idempotency-replayed': 'true' };
    },
  };
}

/** Turns whatever was thrown into problem+json. */
export function answerProblems(clock: Clock): Middleware {
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
export function finish(trigger: HttpTrigger): Middleware {
  const headers = securityHeaders(trigger.page === true);
  const complete = (progress: Progress, response: Result | null | undefined, error?: unknown) => {
    if (!response) return;
    response.headers = {
      ...headers,
      'x-request-id': progress.request.id,
      ...progress.limitHeaders,
      ...deprecationHeaders(trigger.deprecated, progress.request.params),
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

/** The net answers for whoever threw, by what the error says of itself; ours says the same of every error: nothing. */
export function answerBare(trigger: HttpTrigger): Middleware {
  return {
    onError: (request) => {
      request.response = bareAnswer(trigger, request.event.progress.request);
    },
  };
}
