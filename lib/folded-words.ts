/** Letters that are not made of a plain one and a mark, and are yet typed as if they were. */
const plainLetters: Readonly<Record<string, string>> = { ł: 'l', ø: 'o', đ: 'd', æ: 'ae', œ: 'oe', ς: 'σ' };

/** Of a folded text no more is kept, in code points: a key of the store has 1,024 bytes, and some letters fold to many. */
const mostLetters = 100;

/** Text without case, accents and the other ways to write the same letter, for finding and sorting. */
export function fold(text: string): string {
  return cut(plain(text));
}

/** The different words of a text, folded; a word is of letters and digits. */
export function foldedWords(text: string): string[] {
  const words = plain(text).split(/[^\p{L}\p{N}]+/u);
  return [...new Set(words.map(cut))].filter((word) => word !== '');
}

/** The words that a search asks for, each the beginning of one that is to be found; an address stays in one piece. */
export function searchWords(text: string): string[] {
  const words = text.split(/\s+/).flatMap((part) => (part.includes('@') ? [fold(part)] : foldedWords(part)));
  return [...new Set(words)].filter((word) => word !== '');
}

function plain(text: string): string {
  const bare = text.normalize('NFKD').replace(/\p{M}/gu, '');
  // Up and down again, for letters that only one of the ways knows: ß, and the dotless i.
  return [...bare.toUpperCase().toLowerCase()].map((letter) => plainLetters[letter] ?? letter).join('');
}

function cut(text: string): string {
  return [...text].slice(0, mostLetters).join('');
}
