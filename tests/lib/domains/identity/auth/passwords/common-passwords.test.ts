import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { commonPasswords } from '../../../../../../lib/domains/identity/auth/passwords/common-passwords.ts';

const words = [...commonPasswords];

describe('the common passwords', () => {
  it('are about a thousand, in order, each once', () => {
    const source = readFileSync(
      new URL('../../../../../../lib/domains/identity/auth/passwords/common-passwords.ts', import.meta.url),
      'utf8',
    );
    const listed = /`([^`]*)`/.exec(source)?.[1]?.trim().split(/\s+/);

    expect(words.length).toBeGreaterThanOrEqual(900);
    expect(words.length).toBeLessThanOrEqual(1_200);
    expect(listed).toEqual([...new Set(listed)].sort());
    expect(words).toEqual(listed);
  });

  it('are in lower case, and such that only the list itself refuses them', () => {
    const needless = words.filter((word) => !/^(?=.*[a-z].*[a-z])(?=.*\d)[^\sA-Z]{8,}$/.test(word));

    expect(needless).toEqual([]);
  });

  it.each([
    'password1',
    'password123',
    'qwerty123',
    'abc12345',
    'welcome1',
    'iloveyou1',
    'princess1',
    '1qaz2wsx',
    'p@ssw0rd1',
    'zaq12wsx',
    'summer2024',
    'football1',
    'trustno1',
  ])('hold %s', (word) => {
    expect(commonPasswords.has(word)).toBe(true);
  });

  it.each(['polyclinic1', 'correct-horse-9', 'tr0ubador', 'maria1234'])('do not hold %s', (word) => {
    expect(commonPasswords.has(word)).toBe(false);
  });
});
