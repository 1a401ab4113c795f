import * as z from 'zod';
import { eventOf } from '../../../events/event-types.ts';
import type { Mail } from '../../../mail/transport.ts';
import type { Queue } from '../../../messaging/queue-url.ts';
import type { Recipient } from '../users/service.ts';
import { planOf } from './mail-plans.ts';
import type { MailSources } from './mail-sources.ts';

/** The events that a person gets a mail about, by the queue that `lib/dispatch/routes.ts` sends them to. */
export const mailEvents = {
  email: eventOf('user.verified'),
  'email-urgent': z.discriminatedUnion('type', [
    eventOf('user.registered'),
    eventOf('user.verification-requested'),
    eventOf('user.invited'),
    eventOf('user.invitation-requested'),
    eventOf('user.deleted'),
    eventOf('user.email-change-requested'),
    eventOf('user.email-changed'),
    eventOf('password.reset-requested'),
    eventOf('password.changed'),
    eventOf('mfa.enabled'),
    eventOf('mfa.disabled'),
    eventOf('mfa.removed'),
    eventOf('mfa.recovery-codes-renewed'),
    eventOf('sign-in.locked'),
    eventOf('sign-in.codes-guessed'),
    eventOf('mfa.recovery-code-used'),
    eventOf('session.started-on-new-device'),
    eventOf('session.reuse-detected'),
  ]),
} as const satisfies Partial<Record<Queue, z.ZodType>>;

export type MailEvent = z.output<(typeof mailEvents)[keyof typeof mailEvents]>;

export type MailForEvent = ReturnType<typeof createMailForEvent>;

/** Says whom an event is told to, and writes the mail. */
export function createMailForEvent(sources: MailSources) {
  return {
    /**
     * Undefined when there is nobody to write to. Whose address was never verified gets links alone: what becomes of an
     * account that anybody may have made with it is no news to its owner, and must not fill the mailbox.
     */
    async findRecipient({ type, data }: MailEvent): Promise<Recipient | undefined> {
      const { hasToken, findRecipient } = planOf(type);
      const recipient = await findRecipient(data, sources);
      return recipient && (hasToken || recipient.emailVerified) ? recipient : undefined;
    },

    async write(event: MailEvent, { name, email: address }: Recipient): Promise<Mail> {
      const { template, write } = planOf(event.type);
      const link = sources.clientUrl();
      const content = await write({ name, link, time: new Date(event.time) }, event.data, sources);
      return {
        ...content,
        to: { name, address },
        messageId: `<${event.id}.${template}@${new URL(link).hostname}>`,
        headers: { 'X-Correlation-ID': event.correlationId },
      };
    },
  };
}
