/** Matches half of a surrogate pair, which UTF-8 cannot carry. */
export const halfPair = /\p{Surrogate}/u;

/** Matches what no line of text may hold: control characters, halves of surrogate pairs, and what begins another line. */
export const unprintable = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]/u;

/**
 * Matches what turns the direction of the text around it (UAX 9): a name could make the words beside it read otherwise. The
 * joiners (U+200C, U+200D) turn nothing, and Persian and emoji need them.
 */
export const bidirectional = /\p{Bidi_Control}/u;

/**
 * Matches a character that can be seen. Some letters and symbols cannot: the fillers of Hangul, which are to be ignored, the
 * empty pattern of Braille, the null note, and blanks between hieroglyphs.
 */
export const visible = /[[\p{L}\p{N}\p{P}\p{S}]--[\p{Default_Ignorable_Code_Point}\u2800\u{1D159}\u{13441}\u{13442}]]/v;

/** The length in code points, as OpenAPI counts: an emoji counts once, whatever UTF-16 makes of it. */
export function lengthOf(text: string): number {
  return [...text].length;
}
