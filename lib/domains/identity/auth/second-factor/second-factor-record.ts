import type { AuditAction } from '../../../../commit/audit-action.ts';
import type { NewAuditEntry } from '../../../../commit/audit-entry.ts';
import type { Commit } from '../../../../commit/commit.ts';
import { wrongCode } from './second-factor-errors.ts';

/** The audit entry of what somebody did to a second factor, or attempted to do. */
export function entryOf(
  action: AuditAction,
  userId: string,
  outcome: NewAuditEntry['outcome'] = 'success',
): NewAuditEntry {
  return { action, subject: `users/${userId}`, outcome };
}

/** Audits a wrong code, since who has a session without the second factor may not be its owner. Throws `WRONG_CODE`. */
export async function refuseCode(commit: Commit, action: AuditAction, userId: string): Promise<never> {
  await commit([], { audit: [entryOf(action, userId, 'failure')] });
  throw wrongCode();
}
