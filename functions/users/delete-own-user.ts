import { endpoint } from '../../lib/http/endpoint.ts';
import type { Stack } from '../../lib/http/stack.ts';
import { http } from '../../lib/http/trigger.ts';
import { createDeletionService, type DeletionService } from '../../lib/users/deletions.ts';

/** Deletes the account of the person who asks: every session ends, and the email address is free. */
export const trigger = http({
  method: 'DELETE',
  path: '/v1/users/me',
  allow: 'signed-in',
  responses: { 204: 'empty' },
  problems: { 404: ['USER_NOT_FOUND'], 409: ['LAST_ADMIN', 'CONCURRENT_CHANGE'], 412: ['STALE_VERSION'] },
  // The account is read in a batch, which the session check may do anyway.
  grants: ['identity:write', 'audit:append'],
});
export const createHandler = (deletions: Pick<DeletionService, 'delete'>, stack?: Stack) =>
  endpoint(
    trigger,
    ({ caller, expectedVersion }) => deletions.delete(caller, { userId: caller.userId, expectedVersion }),
    stack,
  );
export const handler = createHandler(createDeletionService());
