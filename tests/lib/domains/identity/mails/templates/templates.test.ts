import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { newDeviceMail } from '../../../../../../lib/domains/identity/mails/templates/new-device.ts';
import { recoveryCodeUsedMail } from '../../../../../../lib/domains/identity/mails/templates/recovery-code-used.ts';
import { recoveryCodesRenewedMail } from '../../../../../../lib/domains/identity/mails/templates/recovery-codes-renewed.ts';
import { secondFactorOffMail } from '../../../../../../lib/domains/identity/mails/templates/second-factor-off.ts';
import { sessionReuseDetectedMail } from '../../../../../../lib/domains/identity/mails/templates/session-reuse-detected.ts';
import { verifyEmailMail } from '../../../../../../lib/domains/identity/mails/templates/verify-email.ts';
import { mails } from '../../../../../../lib/domains/mails.ts';
import { type Language, languages, wordingFor, wordingIn } from '../../../../../../lib/languages.ts';
import type { Addressed } from '../../../../../../lib/mail/layout.ts';
import { samplesOf, type Template, writeMail } from '../../../../../../lib/mail/template.ts';

const domains = new URL('../../../../../../lib/domains/', import.meta.url);
const samples = samplesOf(mails.map(({ template }) => template));
const english = (template: string) => samples[template]?.en.text;
const everyMail = Object.entries(samples).flatMap(([template, inEach]) =>
  languages.map((language) => ({ template, language, mail: inEach[language] })),
);
const inEnglish = <D extends Addressed>(template: Template<D>, data: D) => writeMail(template, data, wordingIn('en'));

const happened = { name: 'Ada', link: 'http://client.test', time: new Date('2026-03-05T14:02:00Z') };

const greetings: Readonly<Record<Language, string>> = {
  en: 'Hello Zoë Ångström,',
  de: 'Guten Tag Zoë Ångström,',
  es: 'Hola, Zoë Ångström:',
};

/** What a mail shows, without its markup. */
const textIn = (html: string) =>
  html
    .replace(/<[^>]+>/g, '\n')
    .replaceAll('&#39;', "'")
    .replaceAll('&quot;', '"');

describe('templates', () => {
  it('have a sample each', async () => {
    const files = (await readdir(domains, { recursive: true })).filter((file) => /\/mails\/templates\//.test(file));
    const sources = await Promise.all(
      files.map(async (file) => [file, await readFile(new URL(file, domains), 'utf8')]),
    );

    const templates = sources
      .filter(([, source]) => source?.includes(': Template<'))
      .map(([file]) => path.basename(file ?? '', '.ts'));
    expect(Object.keys(samples).sort()).toEqual(templates.sort());
  });

  it.each(everyMail)(
    '$template says the same in HTML and in text, greets, and asks for nothing from outside, in $language',
    ({ language, mail }) => {
      const links = [...mail.html.matchAll(/href="([^"]+)"/g)].map(([, link]) => link);
      const [greeting, ...told] = mail.text.split('\n\n').map((each) => each.replace(/:\nhttp.*/, ''));

      expect(new Set(links).size).toBe(1);
      expect(mail.text).toContain(`:\n${links[0]}\n`);
      expect(greeting).toBe(greetings[language]);
      for (const each of told.slice(0, -1)) expect(textIn(mail.html)).toContain(each);
      expect(mail.html).toContain(`<html lang="${language}" dir="ltr">`);
      expect(mail.text).not.toMatch(/<\w/);
      expect(mail.html).not.toMatch(/<img|<link|<script|url\(|src=/i);
      expect(`${mail.subject} ${mail.text}`).not.toMatch(/undefined|null|NaN|\[object|\$\{|=>/);
    },
  );

  it('show a name that is markup as the text that it is', () => {
    const mail = inEnglish(verifyEmailMail, {
      name: '<script>"Bobby"',
      link: 'http://client.test/verify-email?token=abc',
    });

    expect(mail.html).toContain('<p style="margin:12px 0 0">Hello &lt;script&gt;&quot;Bobby&quot;,</p>');
    expect(mail.text).toContain('Hello <script>"Bobby",');
  });

  it.each(everyMail)(
    '$template in $language fits a mail client: no line is longer than SMTP lets it be',
    ({ mail }) => {
      const longest = Math.max(...`${mail.html}\n${mail.text}`.split('\n').map((line) => Buffer.byteLength(line)));

      expect(longest).toBeLessThan(998);
    },
  );

  it('show a place that is markup as the text that it is', () => {
    const place = { device: '<b>Firefox/1</b>', address: '<i>203.0.113.7</i>' };

    const mail = inEnglish(newDeviceMail, { name: 'Ada', link: 'http://client.test', time: new Date(0), place });

    expect(mail.html).toContain('It was Firefox, at the network address &lt;i&gt;203.0.113.7&lt;/i&gt;.');
    expect(mail.html).not.toContain('<i>');
  });

  it.each([
    ['invitation', 'without a mail to this address nobody can choose its password'],
    ['reset-password', 'your password stays as it is'],
    ['confirm-email', 'the account keeps its old address, and yours is not used'],
  ])('say what stays as it is when they are ignored, and no more: %s', (template, promise) => {
    expect(english(template)).toContain(promise);
  });

  it('promise to who did not register no more than holds: the account is there, and can be taken over', () => {
    const text = english('verify-email');

    expect(text).not.toMatch(/ignore|nothing will happen/);
    expect(text).toContain('“Forgot password”');
  });

  it.each([
    ['verify-email', 'The link works once, for a day, and until you change your password or ask for another'],
    [
      'reset-password',
      'The link works once, for an hour, and until the password is changed or we send you a newer one',
    ],
    [
      'confirm-email',
      'The link works once, for a day, and until the password is changed or another address is asked for',
    ],
    ['invitation', 'The link works once, for a week, and until we send you a newer one'],
  ])('say until when the link is good: %s', (template, sentence) => {
    expect(english(template)).toContain(sentence);
  });

  it('tell who sets a password without having confirmed the address what is deleted by that', () => {
    expect(english('reset-password')).toContain(
      'If you have never confirmed this email address, what was entered for the account until now is deleted: somebody else may have done so.',
    );
  });

  it('have the link in the text part', () => {
    const link = 'http://client.test/verify-email?token=abc';

    const mail = inEnglish(verifyEmailMail, { name: 'Ada', link });

    expect(mail.text).toContain(`Confirm email address:\n${link}\n`);
  });

  it('tell the time of a security event in UTC', () => {
    const mail = inEnglish(sessionReuseDetectedMail, {
      name: 'Ada',
      link: 'http://client.test',
      time: new Date('2026-12-31T23:05:00Z'),
    });

    expect(mail.text).toContain('On 31 December 2026 at 23:05 UTC,');
  });

  it.each([
    ['en-US', 'On December 31, 2026 at 11:05 PM UTC,'],
    ['de', 'am 31. Dezember 2026 um 23:05 Uhr UTC wurde'],
    ['es', 'El 31 de diciembre de 2026 a las 23:05 UTC, una'],
    ['es-MX', 'El 31 de diciembre de 2026 a las 11:05 p.m. UTC, una'],
    ['fr-CA', 'On 31 December 2026 at 23:05 UTC,'],
  ])('word that time as people of %s do', (tag, words) => {
    const time = new Date('2026-12-31T23:05:00Z');

    const { text } = writeMail(
      sessionReuseDetectedMail,
      { name: 'Ada', link: 'http://client.test', time },
      wordingFor(tag),
    );

    expect(text.replace(/[\u00a0\u202f]/g, ' ')).toContain(words);
  });

  it.each([
    ['de', 'Es ist kein Wiederherstellungscode mehr übrig.', 'noch ein Wiederherstellungscode', 'noch 2 Wiederherst'],
    ['es', 'No le queda ningún código de recuperación.', 'Le queda un código', 'Le quedan 2 códigos'],
  ] as const)('count the recovery codes that are left, in %s', (language, ...sentences) => {
    const texts = [0, 1, 2].map(
      (remaining) => writeMail(recoveryCodeUsedMail, { ...happened, remaining }, wordingIn(language)).text,
    );

    expect(texts).toEqual(sentences.map((sentence) => expect.stringContaining(sentence)));
  });

  it.each([
    ['de', 'Verwendet wurde Firefox; die Netzwerkadresse war 203.0.113.7.', 'Diese Anmeldung ist inzwischen beendet.'],
    ['es', 'Se usó Firefox, desde la dirección de red 203.0.113.7.', 'Esa sesión ya se ha cerrado.'],
  ] as const)('tell where somebody signed in, or that it is over, in %s', (language, ...sentences) => {
    const places = [{ device: 'Firefox/148.0', address: '203.0.113.7' }, undefined];

    const texts = places.map((place) => writeMail(newDeviceMail, { ...happened, place }, wordingIn(language)).text);

    expect(texts).toEqual(sentences.map((sentence) => expect.stringContaining(sentence)));
  });

  it.each([
    ['de', 'mit einem Code Ihrer Authenticator-App', 'mit einem Wiederherstellungscode', 'mit einem der alten Codes'],
    ['es', 'mediante un código de su aplicación', 'mediante un código de recuperación', 'mediante uno de los antiguos'],
  ] as const)('tell by which kind of code it was done, in %s', (language, authenticator, recoveryCode, oldCode) => {
    const told = (template: typeof secondFactorOffMail, proof: 'authenticator' | 'recovery-code') =>
      writeMail(template, { ...happened, proof }, wordingIn(language)).text;

    expect(told(secondFactorOffMail, 'authenticator')).toContain(authenticator);
    expect(told(secondFactorOffMail, 'recovery-code')).toContain(recoveryCode);
    expect(told(recoveryCodesRenewedMail, 'authenticator')).toContain(authenticator);
    expect(told(recoveryCodesRenewedMail, 'recovery-code')).toContain(oldCode);
  });

  it('go on after a German greeting in lower case, and after others in a capital', () => {
    const firsts = everyMail.map(({ language, mail }) => [language, mail.text.split('\n\n')[1] ?? ''] as const);

    const odd = firsts.filter(([language, first]) =>
      language === 'de' ? !/^(\p{Ll}|Sie |Ihre? )/u.test(first) : !/^\p{Lu}/u.test(first),
    );

    expect(odd).toEqual([]);
  });
});
