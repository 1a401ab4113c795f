import type { Person } from '../../../access/caller.ts';
import { permissionsOf } from '../../declared/permissions.ts';
import type { Security } from './security.ts';

/** The caller that a security item describes, in a session of ours or of another issuer's. */
export function personOf({ userId, roles, clinicId, emailVerified }: Security, sessionId?: string): Person {
  return { kind: 'person', userId, sessionId, roles, permissions: permissionsOf(roles), clinicId, emailVerified };
}
