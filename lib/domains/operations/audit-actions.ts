import type { AuditActionSet } from '../../commit/audit-action.ts';

/** What the audit records of queues. */
export const operationsAuditActions = {
  'dead-letters.listed': 'Somebody has listed dead letters of a queue.',
  'dead-letter.read': 'Somebody has read a dead letter.',
  'dead-letter.redriven': 'Somebody has sent a dead letter on.',
  'dead-letter.deleted': 'Somebody has deleted a dead letter.',
  'dead-letters.redriven': 'Somebody has sent dead letters of a queue on.',
  'dead-letters.deleted': 'Somebody has deleted dead letters of a queue.',
} as const satisfies AuditActionSet;

declare module '../../commit/audit-action.ts' {
  interface AuditActionsOfStacks {
    operations: typeof operationsAuditActions;
  }
}
