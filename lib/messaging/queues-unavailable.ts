import { Unavailable } from '../errors.ts';

/** SQS does not do what it is asked. */
export function queuesUnavailable(cause?: unknown): Unavailable {
  const message = 'The queues cannot be reached at the moment; try again shortly.';
  return new Unavailable('QUEUES_UNAVAILABLE', message, { retryAfter: 1, cause });
}
