import * as z from 'zod';
import { greaterThan } from '../../../data/condition.ts';
import { entity } from '../../../data/entity.ts';
import { update, upsert, type Write } from '../../../data/write.ts';
import { Conflict } from '../../../errors.ts';
import { schema } from '../../../schemas.ts';
import type { Security } from './security.ts';

/** Counts the admins who can sign in. Those made by a release that did not count are missing, which errs on the safe side. */
const adminCounts = entity({
  name: 'admin-count',
  table: 'identity',
  schema: schema(() => z.object({ active: z.int() })),
  key: (_: object) => ({ pk: 'ADMINS', sk: 'COUNT' }),
});

/** The fields that make an admin of somebody. */
type AdminState = Pick<Security, 'status' | 'roles' | 'passwordHash'>;

/**
 * Keeps the count of admins when a change makes a person an active admin or ends it; throws `LAST_ADMIN` where none would be
 * left. The write belongs into the transaction of that change, which must hold only for the person as they were read.
 */
export function countAdmin(before: AdminState | undefined, after: AdminState): Write[] {
  const change = Number(isActiveAdmin(after)) - Number(before !== undefined && isActiveAdmin(before));
  if (change === 0) return [];
  if (change > 0) return [upsert(adminCounts, {}, { add: { active: 1 }, conflict: lastAdmin })];
  return [update(adminCounts, {}, { add: { active: -1 }, when: greaterThan('active', 1), conflict: lastAdmin })];
}

/** Whether somebody is an admin who can sign in: one who has not accepted the invitation yet cannot. */
function isActiveAdmin({ status, roles, passwordHash }: AdminState): boolean {
  return status === 'active' && roles.includes('admin') && passwordHash !== undefined;
}

function lastAdmin(): Conflict {
  return new Conflict('LAST_ADMIN', 'This is the last admin: make somebody else one first.');
}
