import type * as z from 'zod';
import type { QueueName } from '../../infra/queues.ts';
import type { EventDefinition } from '../events/definition.ts';
import type { Envelope } from '../events/envelope.ts';
import { type Wording, wordingFor } from '../languages.ts';
import type { Addressed } from './layout.ts';
import type { AddressOfAccount } from './suppressions.ts';
import { type MailContext, type Template, writeMail } from './template.ts';
import type { Mail, MailCalendar } from './transport.ts';

/** Where a mail goes, and how it greets its recipient. */
export interface MailRecipient extends AddressOfAccount {
  readonly name: string;
  /** The language tag of BCP 47 that they prefer, if they have said so. */
  readonly locale?: string | undefined;
}

/** A type of event whose data is `D`. */
export type EventWith<D> = EventDefinition & { readonly data: () => z.ZodType<D> };

/** Whom an event of data `D` is told to. */
export interface MailAddress<D, S> {
  /** `former-address`; of one event it tells the mails of a template apart, whoever is found. Part of a Message-ID. */
  readonly name: string;
  /** Undefined when there is nobody to write to. */
  readonly find: (data: D, sources: S) => Promise<MailRecipient | undefined>;
}

/** Whom a mail goes to, in which words, and when its event happened. */
interface CalendarContext extends Pick<Mail, 'to'>, Pick<MailContext, 'time'> {
  readonly wording: Wording;
}

/** A mail that an event of data `D` calls for; `S` is what its domain reads for it, since an event holds ids and hashes only. */
export interface MailFields<D, T extends Addressed, S> {
  readonly event: EventWith<D>;
  readonly template: Template<T>;
  readonly recipient: MailAddress<D, S>;
  /** What the template tells. */
  dataOf(context: MailContext, data: D, sources: S): T | Promise<T>;
  /** What a calendar is to take in. It is made of what the template tells, so that both agree whatever changes meanwhile. */
  calendarOf?(told: T, context: CalendarContext): MailCalendar;
}

/** A mail as its domain declares it. */
export interface MailDefinition<S> {
  readonly event: EventDefinition;
  readonly template: Template<unknown>;
  readonly recipient: MailAddress<Envelope['data'], S>;
  dataOf(context: MailContext, data: Envelope['data'], sources: S): Addressed | Promise<Addressed>;
  calendarOf?(told: Addressed, context: CalendarContext): MailCalendar;
}

/** Declares a mail. */
export function defineMail<D extends Envelope['data'], T extends Addressed, S>(
  fields: MailFields<D, T, S>,
): MailDefinition<S> {
  // The event's definition has parsed the data before it comes to this mail.
  return fields as MailDefinition<S>;
}

/** A mail together with what reads its data. */
export interface EventMail extends Pick<MailDefinition<never>, 'event' | 'template'> {
  /** Tells it, with the name of its template, from the other mails of its event. */
  readonly recipientName: string;
  /** Undefined when there is nobody to write to. */
  findRecipient(event: Envelope): Promise<MailRecipient | undefined>;
  write(event: Envelope, recipient: MailRecipient): Promise<Mail>;
}

/**
 * The mails of a domain, with what it reads for them; `clientUrl` is the base URL of the client application. Throws when two of
 * them could not be told apart, since the second would count as sent.
 */
export function createEventMails<S extends { clientUrl(): string }>(
  definitions: readonly MailDefinition<S>[],
  sources: S,
): EventMail[] {
  requireDistinct(definitions);
  return definitions.map((definition) => ({
    event: definition.event,
    template: definition.template,
    recipientName: definition.recipient.name,
    findRecipient: ({ data }) => definition.recipient.find(data, sources),
    async write({ id, time: happenedAt, data, correlationId }, { name, email: address, locale }) {
      const { template, recipient } = definition;
      const to = { name, address };
      const time = new Date(happenedAt);
      const wording = wordingFor(locale);
      const link = sources.clientUrl();
      const told = await definition.dataOf({ name, link, time }, data, sources);
      const calendar = definition.calendarOf?.(told, { to, wording, time });
      return {
        ...writeMail(template, told, wording),
        ...(calendar && { calendar }),
        to,
        messageId: `<${id}.${template.name}.${recipient.name}@${new URL(link).hostname}>`,
        headers: { 'X-Correlation-ID': correlationId, 'Content-Language': wording.language },
      };
    },
  }));
}

function requireDistinct(definitions: readonly MailDefinition<never>[]): void {
  const seen = new Set<string>();
  for (const { event, template, recipient } of definitions) {
    const mail = `${template.name} to ${recipient.name} about ${event.type}`;
    if (seen.has(mail)) throw new Error(`Two mails are declared as ${mail}`);
    seen.add(mail);
  }
}

/** The events on a queue that somebody is mailed about, each once. */
export function mailedEvents(mails: readonly Pick<EventMail, 'event'>[], queue: QueueName): EventDefinition[] {
  return [...new Set(mails.map(({ event }) => event))].filter(({ queues }) => queues.includes(queue));
}
