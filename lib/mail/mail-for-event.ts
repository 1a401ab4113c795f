import * as z from 'zod';
import { eventOf } from '../events/event-types.ts';
import { log } from '../log.ts';
import { planOf } from './mail-plans.ts';
import type { MailSources } from './mail-sources.ts';
import type { Mail } from './transport.ts';

/** The events that a person gets a mail about. */
export const mailEvent = z.discriminatedUnion('type', [
  eventOf('user.registered'),
  eventOf('user.verification-requested'),
  eventOf('user.verified'),
  eventOf('user.invited'),
  eventOf('user.email-change-requested'),
  eventOf('user.email-changed'),
  eventOf('password.reset-requested'),
  eventOf('password.changed'),
  eventOf('sign-in.locked'),
  eventOf('session.started-on-new-device'),
  eventOf('session.reuse-detected'),
]);

export type MailEvent = z.output<typeof mailEvent>;

/** Writes the mail that an event calls for; undefined when there is nobody to write to. */
export function createMailForEvent(sources: MailSources) {
  return async ({ id, type, time, data }: MailEvent): Promise<Mail | undefined> => {
    const { template, findRecipient, write } = planOf(type);
    const recipient = await findRecipient(data, sources);
    if (!recipient) {
      log.info('mail dropped, there is nobody to write to', { eventId: id, eventType: type });
      return undefined;
    }
    const { name, email: address } = recipient;
    const link = sources.clientUrl();
    const content = await write({ name, link, time: new Date(time) }, data, sources);
    return {
      ...content,
      to: { name, address },
      messageId: `<${id}.${template}@${new URL(link).hostname}>`,
    };
  };
}
