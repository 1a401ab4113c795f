import type { AuditAction } from '../../commit/audit-action.ts';
import { httpAuditActions } from '../../http/audit-actions.ts';
import { identityAuditActions } from '../identity/audit-actions.ts';
import { operationsAuditActions } from '../operations/audit-actions.ts';

/** Every action that is put on record, with what it says; a stack that is declared, and not here, does not compile. */
export const auditActions: Readonly<Record<AuditAction, string>> = {
  ...httpAuditActions,
  ...identityAuditActions,
  ...operationsAuditActions,
};
