/** Letters that are not made of a plain one and a mark, but are typed as if they were. */
const plainLetters: Readonly<Record<string, string>> = {
  ...{ ł: 'l', ø: 'o', đ: 'd', æ: 'ae', œ: 'oe', ς: 'σ' },
  // The apostrophes that Unicode holds for letters.
  ...{ '\u02bb': "'", '\u02bc': "'" },
};

/**
 * Marks without which a letter is still the same to who searches: accents of Latin, Greek and Cyrillic, and the points of Hebrew
 * and Arabic, which most people leave out. Marks of other scripts are vowels and tones, and belong to their letter.
 */
const accents =
  /(?=\p{M})(?:[\u0300-\u036f]|[\u0483-\u0487]|[\u0591-\u05c7]|[\u064b-\u065f]|\u0670|[\u1ab0-\u1aff]|[\u1dc0-\u1dff]|[\u20d0-\u20ff]|[\ufe20-\ufe2f])/gu;

/** The most code points of a folded text: a key of the store has 1,024 bytes, and some letters fold to several. */
const mostLetters = 100;

/** Folds a text for finding and sorting: without case, accents and other ways to write the same letter. */
export function fold(text: string): string {
  return cut(plain(text));
}

/** The distinct words of a text, folded; a word consists of letters and digits, and the marks that belong to them. */
export function foldedWords(text: string): string[] {
  const words = plain(text).split(/[^\p{L}\p{M}\p{N}]+/u);
  return [...new Set(words.map(cut))].filter((word) => word !== '');
}

/**
 * The words that a search asks for, each the beginning of a word to be found; an address stays in one piece. Forms write a
 * space as a plus, which an address may hold as well: what comes after one is both a word of its own and, with a mark, the rest
 * of an address.
 */
export function searchWords(text: string): string[] {
  const words = text.split(/\s+/).flatMap((part) => part.split('+').flatMap(wordsOfPiece));
  return [...new Set(words)].filter((word) => word !== '');
}

function wordsOfPiece(piece: string, at: number): string[] {
  const [first = '', ...rest] = piece.split('@');
  const words = foldedWords(piece);
  // An address without a letter or a digit is none.
  if (rest.length === 0 || words.length === 0) return words;
  const plain = at === 0 ? [] : foldedWords(first);
  return plain.length === 0 ? [fold(piece)] : [...plain, `+${fold(piece)}`];
}

/** The word of a search that most likely the fewest texts have; the rest of an address after a plus is never chosen. */
export function longestOf(wanted: readonly string[]): string {
  const beginnings = wanted.filter((word) => !word.startsWith('+'));
  return beginnings.reduce((longest, word) => (word.length > longest.length ? word : longest), '');
}

/** Whether a word that a search asks for is found among the words of a text. */
export function isAmong(words: readonly string[], wanted: string): boolean {
  if (!wanted.startsWith('+')) return words.some((word) => word.startsWith(wanted));
  return words.some((word) => word.startsWith(wanted.slice(1)) || word.includes(wanted));
}

function plain(text: string): string {
  const bare = text.normalize('NFKD').replace(accents, '');
  // The case is changed twice for letters that only one of the ways knows: ß, and the dotless i.
  return [...bare.toUpperCase().toLowerCase()].map((letter) => plainLetters[letter] ?? letter).join('');
}

function cut(text: string): string {
  return [...text].slice(0, mostLetters).join('');
}
