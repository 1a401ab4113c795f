import { describe, expect, it } from '@jest/globals';
import { acceptedLanguage } from '../../lib/accepted-language.ts';

const languages = (count: number, last: string) => [...Array(count - 1).fill('fr'), last].join(',');

describe('the language that an Accept-Language header asks for', () => {
  it.each([
    ['de', 'de'],
    ['de-AT', 'de'],
    ['es-419', 'es'],
    ['de-Latn-AT-1996', 'de'],
    ['DE-at;Q=0.5', 'de'],
    ['en-US,en;q=0.9', 'en'],
  ])('is found by the primary tag, in either case: %s', (header, language) => {
    expect(acceptedLanguage(header)).toBe(language);
  });

  it.each([
    ['es;q=0.4, de;q=0.8, en;q=0.7', 'de'],
    ['es;q=0.001, de;q=0.002', 'de'],
    ['es;q=0.999, de', 'de'],
    ['es;q=1., de;q=0.9', 'es'],
    ['es, de', 'es'],
    ['de;q=0.5, es;q=0.5, en;q=0.5', 'de'],
    ['en, de', 'en'],
    ['fr-CH, fr;q=0.9, de;q=0.7, *;q=0.5', 'de'],
  ])('is the heaviest of ours, and of equal ones the first: %s', (header, language) => {
    expect(acceptedLanguage(header)).toBe(language);
  });

  it.each([
    ['de;q=0', undefined],
    ['de;q=0.000, es;q=0.1', 'es'],
    ['de, de;q=0', undefined],
    ['de-AT, de;q=0', undefined],
    ['de-AT;q=0', undefined],
    ['de-AT;q=0, de;q=0.1', 'de'],
    ['es;q=0.1, *;q=0', 'es'],
  ])('is none that it excludes, unless in a region alone: %s', (header, language) => {
    expect(acceptedLanguage(header)).toBe(language);
  });

  it.each([
    ['\t de \t;\t q=0.3 , es ; q=0.2 ', 'de'],
    [',, ,de,', 'de'],
  ])('may have spaces and empty entries: %j', (header, language) => {
    expect(acceptedLanguage(header)).toBe(language);
  });

  it.each([undefined, '', ' ', '*', 'fr, it;q=0.5', 'den', 'x-de', 'i-default', 'zh-Hant-TW'])(
    'is none where nothing of ours is asked for: %s',
    (header) => {
      expect(acceptedLanguage(header)).toBeUndefined();
    },
  );

  it.each([
    'de_AT',
    'de-',
    'de-*',
    'de--AT',
    'de-Österreich',
    'de-abcdefghi',
    'de es',
    'de;q=1.1',
    'de;q=2',
    'de;q=-1',
    'de;q=0.1234',
    'de;q=.5',
    'de;q=',
    'de;q="1"',
    'de;level=1',
    'de;q=0.5;q=0.6',
    'de;',
    '"de"',
    'de\u0000',
    'de\n',
    '{"de":1}',
    '\u{1f1e9}\u{1f1ea}',
    'constructor',
  ])('is told by the other entries where one is malformed: %j', (malformed) => {
    expect([acceptedLanguage(malformed), acceptedLanguage(`${malformed}, es;q=0.1`)]).toEqual([undefined, 'es']);
  });

  it('is looked for in the first fifty entries, however many there are', () => {
    expect([50, 51, 200].map((count) => acceptedLanguage(languages(count, 'de')))).toEqual([
      'de',
      undefined,
      undefined,
    ]);
    expect(acceptedLanguage(languages(200, 'es').replace('fr', 'de'))).toBe('de');
  });
});
