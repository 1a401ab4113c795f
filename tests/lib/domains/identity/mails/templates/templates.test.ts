import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { newDeviceMail } from '../../../../../../lib/domains/identity/mails/templates/new-device.ts';
import { sessionReuseDetectedMail } from '../../../../../../lib/domains/identity/mails/templates/session-reuse-detected.ts';
import { verifyEmailMail } from '../../../../../../lib/domains/identity/mails/templates/verify-email.ts';
import { mails } from '../../../../../../lib/domains/mails.ts';
import { samplesOf } from '../../../../../../lib/mail/template.ts';

const domains = new URL('../../../../../../lib/domains/', import.meta.url);
const samples = samplesOf(mails.map(({ template }) => template));

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

  it.each(Object.entries(samples))(
    '%s says the same in HTML and in text, and asks for nothing from outside',
    (_, mail) => {
      const links = [...mail.html.matchAll(/href="([^"]+)"/g)].map(([, link]) => link);

      expect(mail.subject).not.toBe('');
      expect(new Set(links).size).toBe(1);
      expect(mail.text).toContain(`\n${links[0]}\n`);
      expect(mail.text).toMatch(/^Hello Zoë Ångström,\n\n/);
      expect(mail.text).not.toMatch(/<\w/);
      expect(mail.html).not.toMatch(/<img|<link|<script|url\(|src=/i);
    },
  );

  it('show a name that is markup as the text that it is', () => {
    const mail = verifyEmailMail.write({ name: '<script>"Bobby"', link: 'http://client.test/verify-email?token=abc' });

    expect(mail.html).toContain('<p style="margin:12px 0 0">Hello &lt;script&gt;&quot;Bobby&quot;,</p>');
    expect(mail.text).toContain('Hello <script>"Bobby",');
  });

  it.each(Object.entries(samples))('%s fits a mail client: no line is longer than SMTP lets it be', (_, mail) => {
    const longest = Math.max(...`${mail.html}\n${mail.text}`.split('\n').map((line) => Buffer.byteLength(line)));

    expect(longest).toBeLessThan(998);
  });

  it('show a place that is markup as the text that it is', () => {
    const place = { device: '<b>Firefox/1</b>', address: '<i>203.0.113.7</i>' };

    const mail = newDeviceMail.write({ name: 'Ada', link: 'http://client.test', time: new Date(0), place });

    expect(mail.html).toContain('It was Firefox, at the network address &lt;i&gt;203.0.113.7&lt;/i&gt;.');
    expect(mail.html).not.toContain('<i>');
  });

  it.each([
    ['invitation', 'without a mail to this address nobody can choose its password'],
    ['reset-password', 'your password stays as it is'],
    ['confirm-email', 'the account keeps its old address, and yours is not used'],
  ])('say what stays as it is when they are ignored, and no more: %s', (template, promise) => {
    expect(samples[template]?.text).toContain(promise);
  });

  it('promise to who did not register no more than holds: the account is there, and can be taken over', () => {
    const { text = '' } = samples['verify-email'] ?? {};

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
    expect(samples[template]?.text).toContain(sentence);
  });

  it('tell who sets a password without having confirmed the address what is deleted by that', () => {
    expect(samples['reset-password']?.text).toContain(
      'If you have never confirmed this email address, what was entered for the account until now is deleted: somebody else may have done so.',
    );
  });

  it('have the link in the text part', () => {
    const link = 'http://client.test/verify-email?token=abc';

    const mail = verifyEmailMail.write({ name: 'Ada', link });

    expect(mail.text).toContain(`Confirm email address:\n${link}\n`);
  });

  it('tell the time of a security event in UTC', () => {
    const mail = sessionReuseDetectedMail.write({
      name: 'Ada',
      link: 'http://client.test',
      time: new Date('2026-12-31T23:05:00Z'),
    });

    expect(mail.text).toContain('On 31 December 2026 at 23:05 UTC,');
  });
});
