import { type DomainError, Forbidden, NotFound, Unauthenticated } from '../errors.ts';
import { count } from '../metrics.ts';
import { routeOf } from './access-log.ts';
import { requestsRefused } from './metrics.ts';
import type { Middleware } from './middleware.ts';
import type { RecordRefusal } from './refusal-record.ts';
import type { HttpTrigger } from './trigger.ts';

/** What is refused to somebody whom we know is on record; what is refused to a stranger is a line in the log, counted. */
export function recordRefusals(trigger: HttpTrigger, record: RecordRefusal | undefined): Middleware {
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
