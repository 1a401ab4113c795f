import { type EventType, events } from '../../../lib/domains/events.ts';
import { mails } from '../../../lib/domains/mails.ts';
import { envelopeOfAny } from '../../../lib/events/definition.ts';
import type { Envelope } from '../../../lib/events/envelope.ts';
import { mailedEvents } from '../../../lib/mail/mail-definition.ts';

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
  hour: '2026-03-05T13:00:00.000Z',
  readers: [{ id: '019a0000-0000-7000-8000-000000000007', kind: 'person', records: 84, atNight: 3 }],
  others: 0,
  ...{ appointmentId: '019a0000-0000-7000-8000-0000000000a1', sequence: 2 },
  patientId: '019a0000-0000-7000-8000-0000000000b1',
  doctorId: '019a0000-0000-7000-8000-0000000000d1',
  clinicId: '019a0000-0000-7000-8000-00000000c001',
  ...{ entryId: '019a0000-0000-7000-8000-0000000000c1', holdId: '019a0000-0000-7000-8000-0000000000c2' },
  ...{ count: 1, appointmentIds: ['019a0000-0000-7000-8000-0000000000a1'] },
  freed: {
    start: '2026-03-16T13:00:00.000Z',
    end: '2026-03-16T13:30:00.000Z',
    busyUntil: '2026-03-16T13:30:00.000Z',
  },
};

/** An event about the person above, as it lies in the queue. */
export function buildEvent(type: EventType, data: Readonly<Record<string, unknown>> = {}) {
  return {
    id: '019a0000-0000-7000-8000-0000000000e1',
    type,
    version: events.find((event) => event.type === type)?.version ?? 0,
    time: '2026-03-05T14:02:00.000Z',
    subject: `users/${userId}`,
    data: { userId, ...data },
    correlationId: 'request-1',
  };
}

/** An event as a worker of either queue of mails reads it. */
export function parseMailEvent(event: unknown): Envelope {
  return envelopeOfAny([...mailedEvents(mails, 'email'), ...mailedEvents(mails, 'email-urgent')]).parse(event);
}
