import { type OptionalQueueName, optionalQueueNames } from '../../infra/queues.ts';
import { optionalSetting } from '../config.ts';
import type { EventType } from '../events/event-types.ts';
import type { Queue } from '../messaging/queue-url.ts';
import { switchVariable } from '../variable-names.ts';

/** Which queues get the events of a type; none is an answer. */
export const routes: Readonly<Record<EventType, readonly Queue[]>> = {
  'user.registered': ['email-urgent'],
  'user.verification-requested': ['email-urgent'],
  'user.verified': ['email'],
  'user.invited': ['email-urgent'],
  'user.invitation-requested': ['email-urgent'],
  'user.deleted': ['email-urgent'],
  'user.email-change-requested': ['email-urgent'],
  'user.email-changed': ['email-urgent'],
  'password.reset-requested': ['email-urgent'],
  'password.changed': ['email-urgent'],
  'mfa.enabled': ['email-urgent'],
  'mfa.disabled': ['email-urgent'],
  'mfa.removed': ['email-urgent'],
  'mfa.recovery-codes-renewed': ['email-urgent'],
  'sign-in.locked': ['email-urgent'],
  'sign-in.codes-guessed': ['email-urgent'],
  'mfa.recovery-code-used': ['email-urgent'],
  'session.started-on-new-device': ['email-urgent'],
  'session.reuse-detected': ['email-urgent'],
};

/** The queues of a type; undefined for one that is not known here, since it was stored by a newer release. */
export function queuesOf(type: string): readonly Queue[] | undefined {
  return Object.hasOwn(routes, type) ? routes[type as EventType] : undefined;
}

/** The queues that get every event, where they are on in this stage; nothing depends on them, and nothing waits for them. */
export function optionalQueuesOn(): OptionalQueueName[] {
  return optionalQueueNames.filter((queue) => optionalSetting(switchVariable(queue)) === 'on');
}
