import type { EventType } from '../../../lib/events/event-types.ts';

export const userId = '019a0000-0000-7000-8000-000000000001';
export const tokenId = 'dG9rZW4taWQtb2YtdGhpcnR5LXR3by1ieXRlcy0tLS0';

/** An event about the person above, as it lies in the queue. */
export function buildEvent(type: EventType, data: Readonly<Record<string, unknown>> = {}) {
  return {
    id: '019a0000-0000-7000-8000-0000000000e1',
    type,
    version: 1,
    time: '2026-03-05T14:02:00.000Z',
    subject: `users/${userId}`,
    data: { userId, ...data },
    correlationId: 'request-1',
  };
}
