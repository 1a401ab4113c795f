import type { AuditActionSet } from '../commit/audit-action.ts';

/** What is audited of requests, whatever they are for. */
export const httpAuditActions = {
  'request.refused': 'A known person or program was refused what they asked for.',
} as const satisfies AuditActionSet;

declare module '../commit/audit-action.ts' {
  interface AuditActionsOfStacks {
    http: typeof httpAuditActions;
  }
}
