import { type Language, languages } from './languages.ts';

/** The most entries of a header that are read: no browser sends as many. */
const mostEntries = 50;

/** An entry of the header: the primary tag of a language, what follows it, and a weight of up to three decimals. */
const entry = /^[ \t]*([a-z]{1,8})((?:-[a-z\d]{1,8})*)(?:[ \t]*;[ \t]*q=(0(?:\.\d{0,3})?|1(?:\.0{0,3})?))?[ \t]*$/i;

/**
 * The language of ours that an `Accept-Language` header asks for most (RFC 9110, 12.5.4), looked up by RFC 4647: `de-AT` asks
 * for German. Undefined where it asks for none of them; entries that are malformed ask for nothing.
 */
export function acceptedLanguage(header = ''): Language | undefined {
  const ranges = header.split(',', mostEntries).flatMap(readRange);
  const excluded = ranges.filter(({ weight, isWhole }) => weight === 0 && isWhole).map(({ language }) => language);
  const accepted = ranges.filter(({ weight, language }) => weight > 0 && !excluded.includes(language));
  return accepted.sort((a, b) => b.weight - a.weight)[0]?.language;
}

/** The language of an answer that `Accept-Language` chooses: the first of ours where it asks for none of them. */
export function answerLanguage(header: string | undefined): Language {
  return acceptedLanguage(header) ?? languages[0];
}

/** What an entry says of a language of ours, and whether of all of it or of a region. */
function readRange(text: string) {
  const [, primary, rest, weight = '1'] = entry.exec(text) ?? [];
  const language = languages.find((each) => each === primary?.toLowerCase());
  return language ? [{ language, isWhole: rest === '', weight: Number(weight) }] : [];
}
