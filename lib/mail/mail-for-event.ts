import * as z from 'zod';
import type { OneTimePurpose } from '../auth/one-time-tokens.ts';
import { eventOf } from '../events/event-types.ts';
import { log } from '../log.ts';
import type { MailContent } from './layout.ts';
import { sessionReuseDetected } from './templates/session-reuse-detected.ts';
import { verifyEmail } from './templates/verify-email.ts';
import { welcome } from './templates/welcome.ts';
import type { Mail } from './transport.ts';

/** The events that a person gets a mail about. */
export const mailEvent = z.discriminatedUnion('type', [
  eventOf('user.registered'),
  eventOf('user.verification-requested'),
  eventOf('user.verified'),
  eventOf('session.reuse-detected'),
]);

export type MailEvent = z.output<typeof mailEvent>;

/** What a mail needs beyond its event, which holds ids only. */
export interface MailSources {
  /** Undefined when the person is gone. */
  findRecipient(userId: string): Promise<{ readonly email: string; readonly name: string } | undefined>;
  tokenFor(purpose: OneTimePurpose, tokenId: string): Promise<string>;
  /** Base URL of the client application. */
  clientUrl(): string;
}

/** Writes the mail that an event calls for; undefined when there is nobody left to write to. */
export function createMailForEvent(sources: MailSources) {
  return async (event: MailEvent): Promise<Mail | undefined> => {
    const recipient = await sources.findRecipient(event.data.userId);
    if (!recipient) {
      log.info('mail dropped, the person is gone', { eventId: event.id, eventType: event.type });
      return undefined;
    }
    const { template, content } = await write(event, recipient.name, sources);
    return {
      ...content,
      to: { name: recipient.name, address: recipient.email },
      messageId: `<${event.id}.${template}@${new URL(sources.clientUrl()).hostname}>`,
    };
  };
}

async function write(event: MailEvent, name: string, sources: MailSources): Promise<Written> {
  const link = sources.clientUrl();
  switch (event.type) {
    case 'user.registered':
    case 'user.verification-requested': {
      const token = await sources.tokenFor('verify-email', event.data.tokenId);
      return { template: 'verify-email', content: verifyEmail({ name, link: `${link}/verify-email?token=${token}` }) };
    }
    case 'user.verified':
      return { template: 'welcome', content: welcome({ name, link }) };
    case 'session.reuse-detected': {
      const time = new Date(event.time);
      return { template: 'session-reuse-detected', content: sessionReuseDetected({ name, link, time }) };
    }
  }
}

interface Written {
  /** Name of the template's file. */
  readonly template: string;
  readonly content: MailContent;
}
