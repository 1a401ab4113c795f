import type * as z from 'zod';
import type { QueueName } from '../../infra/queues.ts';
import type { EventDefinition } from '../events/definition.ts';
import type { Envelope } from '../events/envelope.ts';
import type { AddressOfAccount } from './suppressions.ts';
import type { MailContext, Template } from './template.ts';
import type { Mail } from './transport.ts';

/** Where a mail goes, and how it greets its recipient. */
export interface MailRecipient extends AddressOfAccount {
  readonly name: string;
}

/** A type of event whose data is `D`. */
export type EventWith<D> = EventDefinition & { readonly data: () => z.ZodType<D> };

/** A mail that an event of data `D` leads to; `S` is what its domain reads for it, since an event holds ids and hashes only. */
export interface MailFields<D, T, S> {
  readonly event: EventWith<D>;
  readonly template: Template<T>;
  /** Finds the recipient; undefined when there is nobody to write to. */
  findRecipient(data: D, sources: S): Promise<MailRecipient | undefined>;
  /** Reads the data of the template. */
  dataOf(context: MailContext, data: D, sources: S): T | Promise<T>;
}

/** A mail as its domain declares it. */
export interface MailDefinition<S> {
  readonly event: EventDefinition;
  readonly template: Template<unknown>;
  findRecipient(data: Envelope['data'], sources: S): Promise<MailRecipient | undefined>;
  dataOf(context: MailContext, data: Envelope['data'], sources: S): unknown;
}

/** Declares a mail. */
export function defineMail<D extends Envelope['data'], T, S>(fields: MailFields<D, T, S>): MailDefinition<S> {
  // The event's definition has parsed the data before it comes to this mail.
  return fields as MailDefinition<S>;
}

/** A mail together with what reads its data. */
export interface EventMail extends Pick<MailDefinition<never>, 'event' | 'template'> {
  /** Finds the recipient; undefined when there is nobody to write to. */
  findRecipient(event: Envelope): Promise<MailRecipient | undefined>;
  write(event: Envelope, recipient: MailRecipient): Promise<Mail>;
}

/** Binds the mails of a domain to what reads their data; `clientUrl` is the base URL of the client application. */
export function createEventMails<S extends { clientUrl(): string }>(
  definitions: readonly MailDefinition<S>[],
  sources: S,
): EventMail[] {
  return definitions.map((definition) => ({
    event: definition.event,
    template: definition.template,
    findRecipient: ({ data }) => definition.findRecipient(data, sources),
    async write({ id, time, data, correlationId }, { name, email: address }) {
      const { template } = definition;
      const link = sources.clientUrl();
      const told = await definition.dataOf({ name, link, time: new Date(time) }, data, sources);
      return {
        ...template.write(told),
        to: { name, address },
        messageId: `<${id}.${template.name}@${new URL(link).hostname}>`,
        headers: { 'X-Correlation-ID': correlationId },
      };
    },
  }));
}

/** The events on a queue that lead to mails, each once. */
export function mailedEvents(mails: readonly Pick<EventMail, 'event'>[], queue: QueueName): EventDefinition[] {
  return [...new Set(mails.map(({ event }) => event))].filter(({ queues }) => queues.includes(queue));
}
