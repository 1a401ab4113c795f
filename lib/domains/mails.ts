import { setting } from '../config.ts';
import { createEventMails, type EventMail } from '../mail/mail-definition.ts';
import { senderAddress } from '../mail/sender.ts';
import type { Platform } from '../platform/platform.ts';
import { createMailSources as createClinicMailSources } from './clinic/appointments/mail-sources.ts';
import { mails as appointments } from './clinic/events/appointments.ts';
import { mails as readers } from './clinic/events/readers.ts';
import { mails as waitingList } from './clinic/events/waiting-list.ts';
import { mails as walls } from './clinic/events/walls.ts';
import type { MailSources as ClinicMailSources } from './clinic/mails/mail-sources.ts';
import { mails as accounts } from './identity/events/accounts.ts';
import { mails as passwords } from './identity/events/passwords.ts';
import { mails as secondFactor } from './identity/events/second-factor.ts';
import { mails as signIn } from './identity/events/sign-in.ts';
import type { MailSources } from './identity/mails/mail-sources.ts';
import { createMailSources } from './identity/recipients/live-mail-sources.ts';
import { emailHashOf } from './identity/users/repository.ts';

/** All that tell of nothing but people, by what identity reads. */
const ofPeople = [accounts, passwords, secondFactor, signIn, readers, walls].flatMap((declare) => declare());

/** All that tell of what is planned for patients, by what the clinic reads. */
const ofPatients = [appointments, waitingList].flatMap((declare) => declare());

/** Every mail that a domain declares. */
export const mails: readonly Pick<EventMail, 'event' | 'template'>[] = [...ofPeople, ...ofPatients];

/** The sources of each stack's mails. */
interface MailSourcesOfStacks {
  readonly identity: MailSources;
  readonly clinic: ClinicMailSources;
}

export function createMailSourcesOfStacks(platform: Pick<Platform, 'read' | 'clock' | 'secrets'>): MailSourcesOfStacks {
  const ofClinic = createClinicMailSources({ ...platform, sender: senderAddress });
  const clientUrl = () => setting('POLYCLINIC_CLIENT_URL');
  return { identity: createMailSources(platform), clinic: { ...ofClinic, clientUrl } };
}

/** Makes every mail, with all that is read for it. */
export function createMails(sources: MailSourcesOfStacks): EventMail[] {
  return [...createEventMails(ofPeople, sources.identity), ...createEventMails(ofPatients, sources.clinic)];
}

/** Hashes an address where it must not be read. */
export const hashOfAddress = emailHashOf;
