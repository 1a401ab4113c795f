import { DomainError } from '../errors.ts';
import { logWithMetrics, type Measurement } from '../metrics.ts';
import type { ClientRequest } from './request.ts';
import type { HttpTrigger } from './trigger.ts';

/** What the log tells of a request beside its answer. */
interface LoggedRequest {
  readonly request: ClientRequest;
  /** Of the function that answers. */
  readonly domain: string;
  /** By `performance.now()`. */
  readonly startedAt: number;
}

/** Writes the one line of a request, with what was measured and counted of it. */
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
  // An operational error is told by its code; what nobody foresaw is logged whole.
  const failure = { ...fields, ...(error !== undefined && { error }), expected: status !== 500 };
  const isTold = error instanceof DomainError && error.logged;
  if (status < 500 || isTold) logWithMetrics('info', 'request', fields, measured);
  else logWithMetrics('error', 'request', failure, measured);
}

/** As API Gateway names it: by the method of the trigger, for a client may send any word as its method. */
export function routeOf({ method, path }: HttpTrigger): string {
  return method === 'ANY' ? path : `${method} ${path}`;
}
