import { type DomainError, Forbidden, NotFound, Unauthenticated } from '../errors.ts';
import { count } from '../metrics.ts';
import { routeOf } from './access-log.ts';
import { callersRefused, requestsRefused } from './metrics.ts';
import type { Middleware } from './middleware.ts';
import type { RecordRefusal } from './refusal-record.ts';
import type { HttpTrigger } from './trigger.ts';

/** Counts what is refused, to strangers and to those whom we know apart; what is refused to these is on record as well. */
export function recordRefusals(trigger: HttpTrigger, record: RecordRefusal | undefined): Middleware {
  return {
    onError: async ({ event: { progress }, error }) => {
      const { caller, request } = progress;
      if (!caller && (isRefusal(error) || error instanceof Unauthenticated)) count(requestsRefused);
      if (!caller || !isRefusal(error)) return;
      count(callersRefused);
      await record?.({ caller, route: routeOf(trigger), path: request.path, code: error.code });
    },
  };
}

function isRefusal(error: unknown): error is DomainError {
  return error instanceof Forbidden || (error instanceof NotFound && error.refused);
}
