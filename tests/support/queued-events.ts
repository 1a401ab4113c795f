import { seededPeople } from '../../lib/domains/identity/seeds/people.ts';
import type { Envelope } from '../../lib/events/envelope.ts';
import { newId } from '../../lib/ids.ts';

/** The seeded person whom the events are about. */
export const subjectOfEvents = seededPeople.find(({ email }) => email === 'user@polyclinic.test') as {
  id: string;
  email: string;
};

/** An event as it lies on a queue, under an id of its own: a person has verified their address, and is to be welcomed. */
export function queuedEvent(overrides: Partial<Envelope> = {}): Envelope {
  const { id: userId } = subjectOfEvents;
  return {
    id: newId(),
    type: 'user.verified',
    version: 1,
    time: new Date().toISOString(),
    subject: `users/${userId}`,
    data: { userId },
    correlationId: newId(),
    ...overrides,
  };
}
