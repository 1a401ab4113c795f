import { unexpected } from '../error-groups.ts';
import { DomainError } from '../errors.ts';
import { logWithMetrics, type Measurement } from '../metrics.ts';
import type { ClientRequest } from './request.ts';
import type { HttpTrigger } from './trigger.ts';

/** What the log says of a request beside its answer. */
interface LoggedRequest {
  readonly request: ClientRequest;
  /** The domain of the function that answers. */
  readonly domain: string;
  /** When the request came, by `performance.now()`. */
  readonly startedAt: number;
}

/** Writes the one log line of a request, with what was measured and counted of it. */
export function writeAccessLog(
  trigger: HttpTrigger,
  { request, domain, startedAt }: LoggedRequest,
  status: number,
  error: unknown,
): void {
  const durationMs = Math.round((performance.now() - startedAt) * 10) / 10;
  const fields = {
    method: request.method,
    route: routeOf(trigger),
    status,
    durationMs,
    userAgent: request.userAgent,
    ...(error instanceof Error && 'code' in error && { code: error.code }),
  };
  const measured: Measurement = {
    by: [{ domain }, { domain, route: fields.route }],
    counts: { Requests: 1, Errors: status < 500 ? 0 : 1 },
    milliseconds: { Latency: durationMs },
  };
  // An operational error is logged by its code, and an unexpected one whole.
  const failure = { ...fields, ...(error !== undefined && { error }), expected: status !== 500 };
  const isTold = error instanceof DomainError && error.logged;
  if (status < 500 || isTold) logWithMetrics('info', 'request', fields, measured);
  else logWithMetrics('error', 'request', failure, measured, ...(status === 500 ? [unexpected(error)] : []));
}

/** Names the route as API Gateway does, by the method of the trigger, since a client may send any word as its method. */
export function routeOf({ method, path }: HttpTrigger): string {
  return method === 'ANY' ? path : `${method} ${path}`;
}
