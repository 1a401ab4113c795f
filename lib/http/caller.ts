import type { Caller } from '../access/caller.ts';
import { Forbidden } from '../errors.ts';
import type { ClientRequest } from './request.ts';
import type { Allow } from './trigger.ts';

/** Finds who calls; throws `Unauthenticated`. */
export type Authenticate = (request: ClientRequest) => Promise<Caller>;

/** Whether a route is open to machines, which it is where it asks for permissions and not for a person. */
export function isForMachines({ allow }: { readonly allow: Allow }): boolean {
  return typeof allow !== 'string';
}

/** Refuses a caller who lacks a permission that the route needs, and a machine where a person is asked for. */
export function requirePermissions(allow: Allow, caller: Caller): void {
  if (allow === 'public') return;
  if (allow === 'signed-in') {
    if (caller.kind === 'person') return;
    throw new Forbidden('PERSON_REQUIRED', 'This is for a signed-in person; an API key has no account.');
  }
  const missing = allow.filter((permission) => !caller.permissions.has(permission));
  if (missing.length > 0) {
    const whose = caller.kind === 'person' ? 'Your role' : 'The API key';
    throw new Forbidden('PERMISSION_DENIED', `${whose} lacks the permission ${missing.join(', ')}.`);
  }
}
