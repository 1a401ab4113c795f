import { describe, expect, it } from '@jest/globals';
import { wordingFor } from '../../lib/languages.ts';

describe('the wording that a language tag asks for', () => {
  it.each([
    ['de', 'de', 'de'],
    ['de-AT', 'de', 'de-AT'],
    ['es-MX', 'es', 'es-MX'],
    ['es-419', 'es', 'es-419'],
    ['en-US', 'en', 'en-US'],
    ['de-AT-u-ca-buddhist-hc-h12', 'de', 'de-AT'],
    ['de-x-private', 'de', 'de'],
  ])('is that of its language, with dates as in its region: %s', (tag, language, locale) => {
    expect(wordingFor(tag)).toEqual({ language, locale });
  });

  it.each([undefined, 'en', 'fr', 'fr-CH', 'gsw', 'den', 'zh-Hant-TW'])(
    'is English with dates that are read alike everywhere: %s',
    (tag) => {
      expect(wordingFor(tag)).toEqual({ language: 'en', locale: 'en-GB' });
    },
  );
});
