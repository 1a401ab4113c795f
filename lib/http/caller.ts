import type { Permission, Role } from '../auth/permissions.ts';
import { Forbidden } from '../errors.ts';
import type { ClientRequest } from './request.ts';
import type { Allow } from './trigger.ts';

/** The signed-in person behind a request. */
export interface Caller {
  readonly userId: string;
  readonly sessionId: string;
  readonly roles: readonly Role[];
  readonly permissions: ReadonlySet<Permission>;
  /** Doctors and staff act only inside their clinic. */
  readonly clinicId?: string | undefined;
  readonly emailVerified: boolean;
}

/** Tells who calls, or throws Unauthenticated. */
export type Authenticate = (request: ClientRequest) => Promise<Caller>;

/** Refuses a caller whose roles lack a permission that the route needs. */
export function requirePermissions(allow: Allow, caller: Caller): void {
  if (allow === 'public' || allow === 'signed-in') return;
  const missing = allow.filter((permission) => !caller.permissions.has(permission));
  if (missing.length > 0) {
    throw new Forbidden('PERMISSION_DENIED', `Your role lacks the permission ${missing.join(', ')}.`);
  }
}
