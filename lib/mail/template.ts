import type { MailContent } from './layout.ts';

/** What every mail can tell: whom it greets, where the client application is, when it happened. */
export interface MailContext {
  readonly name: string;
  readonly link: string;
  readonly time: Date;
}

/** The words of a mail, and what they look like. */
export interface Template<D> {
  /** Name of the template's file; it tells the mails of one event apart. */
  readonly name: string;
  /** What the mailbox shows it with at `/preview`. */
  sample(): D;
  readonly write: (data: D) => MailContent;
}

/** Every template by its name, filled with its sample. */
export function samplesOf(templates: readonly Template<unknown>[]): Record<string, MailContent> {
  return Object.fromEntries(templates.map((template) => [template.name, template.write(template.sample())]));
}
