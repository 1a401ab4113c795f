import { type MailEvent, mailEvents } from '../../../lib/domains/identity/mails/mail-for-event.ts';
import { type EventType, eventTypes } from '../../../lib/events/event-types.ts';

export const userId = '019a0000-0000-7000-8000-000000000001';
export const tokenId = 'dG9rZW4taWQtb2YtdGhpcnR5LXR3by1ieXRlcy0tLS0';

/** Data that events of any type find their own in. */
export const allData = {
  tokenId,
  emailHash: 'aGFzaC1vZi1hbi1hZGRyZXNzLW9mLTMyLWJ5dGVzLS0',
  account: 'c2VhbGVkLWFjY291bnQ',
  sessionId: '019a0000-0000-7000-8000-000000000005',
  changeId: '019a0000-0000-7000-8000-000000000006',
  proof: 'recovery-code',
};

/** An event about the person above, as it lies in the queue. */
export function buildEvent(type: EventType, data: Readonly<Record<string, unknown>> = {}) {
  return {
    id: '019a0000-0000-7000-8000-0000000000e1',
    type,
    version: eventTypes[type].version,
    time: '2026-03-05T14:02:00.000Z',
    subject: `users/${userId}`,
    data: { userId, ...data },
    correlationId: 'request-1',
  };
}

/** An event as a worker of either queue of mails reads it. */
export function parseMailEvent(event: unknown): MailEvent {
  return mailEvents.email.or(mailEvents['email-urgent']).parse(event);
}
