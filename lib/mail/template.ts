import { type Language, languages, type Translations, type Wording, wordingIn } from '../languages.ts';
import { type Addressed, type Letter, layOut, type MailContent } from './layout.ts';

/** What every mail can tell: the name that it greets, where the client application is, and when the event happened. */
export interface MailContext extends Addressed {
  readonly time: Date;
}

/** What a mail says of its data, in every language. */
export interface Template<D> {
  /** Name of the template's file; with whom they go to, it tells the mails of one event apart. */
  readonly name: string;
  /** The data with which the mailbox shows it at `/preview`. */
  sample(): D & Addressed;
  /** Its words in each language; `locale` is of that language, and words dates and numbers. */
  readonly words: Translations<(data: D, locale: string) => Letter>;
}

/** Writes a mail in the words of its recipient. */
export function writeMail<D>({ words }: Template<D>, data: D & Addressed, { language, locale }: Wording): MailContent {
  return layOut(words[language](data, locale), data, language);
}

/** Every template by its name, filled with its sample in each language. */
export function samplesOf(templates: readonly Template<unknown>[]): Record<string, Translations<MailContent>> {
  return Object.fromEntries(templates.map((template) => [template.name, sampleOf(template)]));
}

function sampleOf(template: Template<unknown>): Translations<MailContent> {
  const write = (language: Language) => writeMail(template, template.sample(), wordingIn(language));
  return Object.fromEntries(languages.map((language) => [language, write(language)])) as Translations<MailContent>;
}
