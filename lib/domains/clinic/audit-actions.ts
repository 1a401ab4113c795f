import type { AuditActionSet } from '../../commit/audit-action.ts';

/** What the audit records of clinics. */
export const clinicAuditActions = {
  'clinic.created': 'There is a clinic more.',
} as const satisfies AuditActionSet;

declare module '../../commit/audit-action.ts' {
  interface AuditActionsOfStacks {
    clinic: typeof clinicAuditActions;
  }
}
