import { createEventMails, type EventMail } from '../mail/mail-definition.ts';
import type { Platform } from '../platform/platform.ts';
import { mails as readers } from './clinic/events/readers.ts';
import { mails as accounts } from './identity/events/accounts.ts';
import { mails as passwords } from './identity/events/passwords.ts';
import { mails as secondFactor } from './identity/events/second-factor.ts';
import { mails as signIn } from './identity/events/sign-in.ts';
import type { MailSources } from './identity/mails/mail-sources.ts';
import { createMailSources } from './identity/recipients/live-mail-sources.ts';
import { emailHashOf } from './identity/users/repository.ts';

/** All that tell of nothing but people, by what identity reads. */
const ofPeople = [accounts, passwords, secondFactor, signIn, readers].flatMap((declare) => declare());

/** Every mail that a domain declares. */
export const mails: readonly Pick<EventMail, 'event' | 'template'>[] = ofPeople;

/** The sources of each stack's mails. */
interface MailSourcesOfStacks {
  readonly identity: MailSources;
}

export function createMailSourcesOfStacks(platform: Pick<Platform, 'read' | 'clock' | 'secrets'>): MailSourcesOfStacks {
  return { identity: createMailSources(platform) };
}

/** Makes every mail, with all that is read for it. */
export function createMails(sources: MailSourcesOfStacks): EventMail[] {
  return createEventMails(ofPeople, sources.identity);
}

/** Hashes an address where it must not be read. */
export const hashOfAddress = emailHashOf;
