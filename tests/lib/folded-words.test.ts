import { describe, expect, it } from '@jest/globals';
import { fold, foldedWords, searchWords } from '../../lib/folded-words.ts';

describe('fold', () => {
  it.each([
    ['case', 'McAdams', 'mcadams'],
    ['accents', 'Élodie Åström', 'elodie astrom'],
    ['an accent that is a character of its own', 'e\u0301', 'e'],
    ['letters with a stroke', 'Łukasz Sørensen Đorđe', 'lukasz sorensen dorde'],
    ['letters that are two', 'Straße Æsop ﬁn', 'strasse aesop fin'],
    ['the i without a dot and the I with one', 'ıİ', 'ii'],
    ['the sigma at the end of a word', 'ΟΔΟΣ', 'οδοσ'],
    ['wide letters', 'Ａｄａ', 'ada'],
  ])('takes away %s', (_, text, folded) => {
    expect(fold(text)).toBe(folded);
  });

  it.each([
    ['Greek', 'Ἀθηνᾶ', 'αθηνα'],
    ['old Cyrillic', 'а҃', 'а'],
    ['Hebrew', 'שָׁלוֹם', 'שלום'],
    ['Arabic', 'مُحَمَّد', 'محمد'],
    ['any letter, around it', 'a\u20dd', 'a'],
  ])('takes away the marks of %s', (_, text, folded) => {
    expect(fold(text)).toBe(folded);
  });

  it.each([
    ['Hindi', 'की', 'का'],
    ['Thai', 'ไม่', 'ไม้'],
    ['Tamil', 'கி', 'கு'],
    ['Burmese', 'မိ', 'မု'],
  ])('keeps words of %s apart that differ by a mark', (_, one, other) => {
    expect([fold(one), fold(other)]).toEqual([one, other]);
  });

  it('keeps marks that stand alone', () => {
    expect(fold('ि')).toBe('ि');
  });

  it('keeps no more than fits into a key, and cuts no letter in two', () => {
    expect(fold('💊'.repeat(300))).toBe('💊'.repeat(100));
    expect(Buffer.byteLength(fold('\ufdfa'.repeat(50)))).toBeLessThan(500);
  });
});

describe('foldedWords', () => {
  it('are the different words, of letters and digits', () => {
    expect(foldedWords("  O'Brien-Müller, 2nd o’brien ")).toEqual(['o', 'brien', 'muller', '2nd']);
  });

  it.each(["O'Brien", 'O’Brien', 'Oʼbrien', 'Oʻbrien'])('are parted by any apostrophe: %s', (name) => {
    expect(foldedWords(name)).toEqual(['o', 'brien']);
  });

  it('are none in a text of signs', () => {
    expect(foldedWords('– 😀 !')).toEqual([]);
  });

  it('hold vowel signs together with their letters', () => {
    expect(foldedWords('आदित्य की, ไม่')).toEqual(['आदित्य', 'की', 'ไม่']);
  });
});

describe('searchWords', () => {
  it('keep an address in one piece', () => {
    expect(searchWords('Ada ADA@Example.com')).toEqual(['ada', 'ada@example.com']);
  });

  it.each([
    ['between words', 'ada+lovelace', ['ada', 'lovelace']],
    ['before an address, or in it', 'Ann+Lee@x.test', ['ann', 'lee', '+lee@x.test']],
    ['more than once', 'a+b+c.d@x', ['a', 'b', 'c', 'd', '+c.d@x']],
    ['after an address', 'ann@x.test+Lee+', ['ann@x.test', 'lee']],
    ['before what no word begins with', 'ann+@x', ['ann', '@x']],
    ['alone', '+ ++', []],
    ['beside an address that has no letter', 'ada @ !@! +@', ['ada']],
  ])('take a plus for a space or for itself: %s', (_, text, words) => {
    expect(searchWords(text)).toEqual(words);
  });
});
