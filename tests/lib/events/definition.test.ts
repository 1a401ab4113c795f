import { describe, expect, it } from '@jest/globals';
import { routesOf } from '../../../lib/dispatch/routes.ts';
import { events } from '../../../lib/domains/events.ts';
import { userRegistered } from '../../../lib/domains/identity/events/accounts.ts';
import { envelopeOf } from '../../../lib/events/definition.ts';

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
    const queuesOf = routesOf(events);

    expect(events.map(({ type }) => queuesOf(type))).toEqual(events.map(({ queues }) => queues));
    expect(new Set(events.map(({ type }) => type)).size).toBe(events.length);
  });

  it('have no field `due`, by which a queue keeps back what has not happened yet', () => {
    expect(events.filter(({ data }) => 'due' in data().shape)).toEqual([]);
  });

  it('of a type that is not known have no route', () => {
    const queuesOf = routesOf(events);

    expect(queuesOf('user.registered')).toEqual(['email-urgent']);
    expect(queuesOf('from.a-newer-release')).toBeUndefined();
    expect(queuesOf('constructor')).toBeUndefined();
  });

  it('are parsed by the schema of their type and version', () => {
    const schema = envelopeOf(userRegistered);

    expect(schema.parse(registered)).toEqual(registered);
    expect(schema.safeParse({ ...registered, type: 'user.verified' }).success).toBe(false);
    expect(schema.safeParse({ ...registered, version: 2 }).success).toBe(false);
    expect(
      schema.safeParse({ ...registered, data: { userId: registered.data.userId, tokenId: 'short' } }).success,
    ).toBe(false);
  });
});
