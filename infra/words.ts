/** The plural of a noun, which may be one already: good enough for a guess. */
export function pluralOf(noun: string): string {
  if (isPlural(noun)) return noun;
  if (/[^aeiou]y$/.test(noun)) return noun.replace(/y$/, 'ies');
  return /(s|x|ch|sh)$/.test(noun) ? `${noun}es` : `${noun}s`;
}

/** The singular of a noun, as good a guess. */
export function singularOf(noun: string): string {
  if (!isPlural(noun)) return noun;
  if (noun.endsWith('ies')) return noun.replace(/ies$/, 'y');
  return noun.replace(/(?<=ss|x|ch|sh)es$|s$/, '');
}

function isPlural(noun: string): boolean {
  return /[^s]s$/.test(noun);
}

/** The third person of a verb: `archive` becomes `archives`. */
export function thirdPersonOf(verb: string): string {
  if (/[^aeiou]y$/.test(verb)) return verb.replace(/y$/, 'ies');
  return /(s|x|o|ch|sh)$/.test(verb) ? `${verb}es` : `${verb}s`;
}

export function camelCase(name: string): string {
  return name.replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

export function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
