import type { MailContent } from './layout.ts';

/** What every mail can tell: the name that it greets, where the client application is, and when the event happened. */
export interface MailContext {
  readonly name: string;
  readonly link: string;
  readonly time: Date;
}

/** The words of a mail and their layout. */
export interface Template<D> {
  /** Name of the template's file; with whom they go to, it tells the mails of one event apart. */
  readonly name: string;
  /** The data with which the mailbox shows it at `/preview`. */
  sample(): D;
  readonly write: (data: D) => MailContent;
}

/** Every template by its name, filled with its sample. */
export function samplesOf(templates: readonly Template<unknown>[]): Record<string, MailContent> {
  return Object.fromEntries(templates.map((template) => [template.name, template.write(template.sample())]));
}
