import type { AuditActionSet } from '../commit/audit-action.ts';

/** What the audit records of the keys of records. */
export const dataKeyAuditActions = {
  'wrapping-key.rotated': 'Another key wraps the keys of records.',
} as const satisfies AuditActionSet;

declare module '../commit/audit-action.ts' {
  interface AuditActionsOfStacks {
    'data-keys': typeof dataKeyAuditActions;
  }
}
