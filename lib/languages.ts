/**
 * The languages that people are written to in; those who asked for none of them get the first. With one more in this list the
 * compiler names every text that lacks it.
 */
export const languages = ['en', 'de', 'es'] as const;
export type Language = (typeof languages)[number];

/** A text, or what makes one, in every language. */
export type Translations<T> = Readonly<Record<Language, T>>;

/** In whose words somebody is written to, and by which locale dates and numbers are. */
export interface Wording {
  readonly language: Language;
  readonly locale: string;
}

/** The locale of a language of which no region is known. English is read everywhere: the day comes first, of 24 hours. */
const locales: Translations<string> = { en: 'en-GB', de: 'de', es: 'es' };

/** The wording by a language alone. */
export function wordingIn(language: Language): Wording {
  return { language, locale: locales[language] };
}

/**
 * The wording that a language tag of BCP 47 asks for: `de-AT` is German with Austrian dates. English where there is no tag, or
 * where its language is none of ours. Extensions of a tag, such as another calendar, are left out.
 */
export function wordingFor(tag: string | undefined): Wording {
  const { language, baseName } = new Intl.Locale(tag ?? languages[0]);
  const spoken = languages.find((each) => each === language);
  return spoken && baseName !== spoken ? { language: spoken, locale: baseName } : wordingIn(spoken ?? languages[0]);
}
