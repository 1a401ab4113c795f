import { describe, expect, it } from '@jest/globals';
import { greet } from '../../../lib/mail/greeting.ts';

describe('greet', () => {
  it.each(['Ada Lovelace', 'Dr. Zoë Ångström', 'J.R.R. Tolkien', "Siobhán O'Neill-Smith", '山田 太郎'])(
    'greets %s by name',
    (name) => {
      expect(greet(name, 'en')).toBe(`Hello ${name},`);
    },
  );

  it.each(['www.evil.test', 'https://evil.test', 'Win at evil.test/now', 'ada@evil.test', '  '])(
    'does not repeat %p, which a mail client would make a link of',
    (name) => {
      expect(greet(name, 'en')).toBe('Hello,');
    },
  );

  it('keeps a name on one line and in its reading direction', () => {
    expect(greet('Ada\r\n\r\nPay\u202e now', 'en')).toBe('Hello Ada Pay now,');
  });

  it.each([
    ['de', 'Guten Tag Ada Lovelace,', 'Guten Tag,'],
    ['es', 'Hola, Ada Lovelace:', 'Hola:'],
  ] as const)('does both in %s', (language, named, plain) => {
    expect([greet('Ada Lovelace', language), greet('evil.test/now', language)]).toEqual([named, plain]);
  });
});
