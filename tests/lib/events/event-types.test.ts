import { describe, expect, it } from '@jest/globals';
import { queuesOf, routes } from '../../../lib/dispatch/routes.ts';
import { eventOf, eventTypes } from '../../../lib/events/event-types.ts';

const registered = {
  id: '019a0000-0000-7000-8000-000000000001',
  type: 'user.registered',
  version: 1,
  time: '2026-03-08T09:30:00.000Z',
  subject: 'users/u1',
  data: { userId: '019a0000-0000-7000-8000-000000000002', tokenId: 'A'.repeat(43) },
  correlationId: 'origin',
};

describe('events', () => {
  it('have a route each, and no route is for an event that there is not', () => {
    expect(Object.keys(routes).sort()).toEqual(Object.keys(eventTypes).sort());
  });

  it('of a type that is not known have no route', () => {
    expect(queuesOf('user.registered')).toEqual(['email-urgent']);
    expect(queuesOf('from.a-newer-release')).toBeUndefined();
    expect(queuesOf('constructor')).toBeUndefined();
  });

  it('are parsed by the schema of their type and version', () => {
    const schema = eventOf('user.registered');

    expect(schema.parse(registered)).toEqual(registered);
    expect(schema.safeParse({ ...registered, type: 'user.verified' }).success).toBe(false);
    expect(schema.safeParse({ ...registered, version: 2 }).success).toBe(false);
    expect(
      schema.safeParse({ ...registered, data: { userId: registered.data.userId, tokenId: 'short' } }).success,
    ).toBe(false);
  });
});
