import type { NewAuditEntry } from '../../../commit/audit-entry.ts';
import type { Queue } from '../../../messaging/queue-url.ts';

/** The audit entry of what is done to one dead letter. */
export function onDeadLetter(action: 'read' | 'redriven' | 'deleted', queue: Queue, id: string): NewAuditEntry {
  return { action: `dead-letter.${action}`, subject: `queues/${queue}/dead-letters/${id}`, outcome: 'success' };
}

/** The audit entry of what is done to several: one for all, with their ids where they are changed. */
export function onDeadLetters(
  action: 'listed' | 'redriven' | 'deleted',
  queue: Queue,
  details: NewAuditEntry['details'] = {},
): NewAuditEntry {
  return { action: `dead-letters.${action}`, subject: `queues/${queue}/dead-letters`, outcome: 'success', details };
}
