import type { Queue } from '../queue/queue-url.ts';
import type { EventType } from './event-types.ts';

/** Which queues get the events of a type; none is no error, since a consumer can be optional. */
export const routes: Readonly<Record<EventType, readonly Queue[]>> = {
  'user.registered': ['email'],
  'user.verification-requested': ['email'],
  'user.verified': ['email'],
  'user.invited': ['email'],
  'user.email-change-requested': ['email'],
  'user.email-changed': ['email'],
  'password.reset-requested': ['email'],
  'password.changed': ['email'],
  'sign-in.locked': ['email'],
  'session.started-on-new-device': ['email'],
  'session.reuse-detected': ['email'],
};

/** The queues of a type; undefined for one that is not known here, since it was stored by a newer release. */
export function queuesOf(type: string): readonly Queue[] | undefined {
  return Object.hasOwn(routes, type) ? routes[type as EventType] : undefined;
}
