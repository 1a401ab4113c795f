import { describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { commonPasswords } from '../../../../../../lib/domains/identity/auth/passwords/common-passwords.ts';
import {
  newPassword,
  passwordProblems,
  passwordWithoutEmail,
} from '../../../../../../lib/domains/identity/auth/passwords/password-rules.ts';

const codesOf = (password: string, email?: string) =>
  passwordProblems(password, email === undefined ? {} : { email }).map(({ code }) => code);

describe('passwordProblems', () => {
  it.each([
    ['Abcdef7', ['too_small']],
    ['Abcdef78', []],
    [`Aa1${'x'.repeat(125)}`, []],
    [`Aa1${'x'.repeat(126)}`, ['too_big']],
    ['ABCDEF78', ['no_lowercase']],
    ['abcdef78', ['no_uppercase']],
    ['Abcdefgh', ['no_digit']],
    ['', ['too_small', 'no_lowercase', 'no_uppercase', 'no_digit']],
    ['Ünïcödé٣', []],
    ['  Aa1   ', []],
    ['Polyclinic1', []],
    ['Abcdef7\ud83d', ['half_pair']],
    ['Abcdef7\ude00', ['half_pair']],
    ['Abcdef7\ude00\ud83d', ['half_pair']],
    ['Abcdef7\ud83d\ude00', []],
  ])('holds %p to length and kinds of characters', (password, codes) => {
    expect(codesOf(password)).toEqual(codes);
  });

  it('counts code points: an emoji is one character', () => {
    expect(codesOf('Aa1😀😀😀😀')).toEqual(['too_small']);
    expect(codesOf('Aa1😀😀😀😀😀')).toEqual([]);
    expect(codesOf(`Aa1${'😀'.repeat(125)}`)).toEqual([]);
    expect(codesOf(`Aa1${'😀'.repeat(126)}`)).toEqual(['too_big']);
  });

  it('takes the password as typed: a space at the end counts', () => {
    expect(codesOf('Abcdef7 ')).toEqual([]);
  });

  it.each([
    ['MARIA.rossi7', 'maria.rossi@example.com', true],
    ['xxMaria.Rossi@Example.Comxx1', 'maria.rossi@example.com', true],
    ['Bob12345', 'bob@example.com', false],
    ['Anna1234', 'anna@example.com', false],
    ['Annie1234', 'annie@example.com', true],
    ['Anna1234 anna@example.com', 'anna@example.com', true],
    ['Straße77 Maria', 'maria@example.com', true],
    ['Maria4567', 'maria.rossi@example.com', false],
    ['Jolly good 7', 'jo@example.com', false],
    ['A jo@example.com 7', 'jo@example.com', true],
    ['Example.com7', 'maria@example.com', false],
  ])('looks for the email in %p of %p', (password, email, held) => {
    expect(codesOf(password, email)).toEqual(held ? ['holds_email'] : []);
  });

  it('refuses a common password without regard to case, from the set that it is given', () => {
    expect(codesOf('Password123')).toEqual(['too_common']);
    expect(codesOf('PASSWORd123')).toEqual(['too_common']);
    expect(passwordProblems('Password123', { denied: new Set() })).toEqual([]);
    expect(passwordProblems('Tr0ubador', { denied: new Set(['tr0ubador']) })).toMatchObject([{ code: 'too_common' }]);
  });

  it('names the field of the request and says what to change', () => {
    expect(passwordProblems('Abcdefgh', { path: 'newPassword' })).toEqual([
      { path: 'newPassword', code: 'no_digit', message: 'Must have a digit.' },
    ]);
  });
});

describe('the common passwords', () => {
  it('are those that pass every other rule, in lower case', () => {
    const capitalised = [...commonPasswords].map((word) => word.replace(/[a-z]/, (letter) => letter.toUpperCase()));

    expect([...commonPasswords].filter((word) => word !== word.toLowerCase())).toEqual([]);
    expect(capitalised.filter((word) => codesOf(word).join() !== 'too_common')).toEqual([]);
  });
});

describe('the schemas', () => {
  const registration = z.strictObject({ email: z.email(), password: newPassword() }).check(passwordWithoutEmail);

  it('report every broken rule at the password, with a code for each', () => {
    const { error } = registration.safeParse({ email: 'maria@example.com', password: 'short' });

    expect(error?.issues.map(({ path, code, message, ...rest }) => ({ path, code, rest }))).toEqual(
      ['too_small', 'no_uppercase', 'no_digit'].map((code) => ({
        path: ['password'],
        code: 'custom',
        rest: { params: { code } },
      })),
    );
  });

  it('report an email in the password at the password', () => {
    const { error } = registration.safeParse({ email: 'maria@example.com', password: 'Maria1234' });

    expect(error?.issues).toMatchObject([{ path: ['password'], params: { code: 'holds_email' } }]);
  });

  it('give a good password back as it was typed', () => {
    const body = { email: 'maria@example.com', password: ' Tr0ubador ' };

    expect(registration.parse(body)).toEqual(body);
  });

  it('document the bounds', () => {
    expect(z.toJSONSchema(newPassword())).toMatchObject({
      type: 'string',
      format: 'password',
      minLength: 8,
      maxLength: 128,
    });
  });
});
