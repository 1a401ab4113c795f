import type { AuditAction } from '../../commit/audit-action.ts';
import { dataKeyAuditActions } from '../../data-keys/audit-actions.ts';
import { httpAuditActions } from '../../http/audit-actions.ts';
import { clinicAuditActions } from '../clinic/audit-actions.ts';
import { identityAuditActions } from '../identity/audit-actions.ts';
import { operationsAuditActions } from '../operations/audit-actions.ts';

/** Every audited action, with its meaning; a declared stack that is missing here does not compile. */
export const auditActions: Readonly<Record<AuditAction, string>> = {
  ...httpAuditActions,
  ...clinicAuditActions,
  ...dataKeyAuditActions,
  ...identityAuditActions,
  ...operationsAuditActions,
};
