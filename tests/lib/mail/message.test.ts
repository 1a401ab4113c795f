import { describe, expect, it } from '@jest/globals';
import MailComposer from 'nodemailer/lib/mail-composer';
import PostalMime from 'postal-mime';
import { writeInvitation } from '../../../lib/calendar/invitation.ts';
import { messageOf } from '../../../lib/mail/message.ts';
import type { Mail } from '../../../lib/mail/transport.ts';
import { buildInvitation } from '../calendar/build-invitation.ts';
import { buildMail } from './build-mail.ts';

async function parsed(overrides: Partial<Mail>) {
  const message = new MailComposer(messageOf(buildMail(overrides), 'Polyclinic <no-reply@polyclinic.test>')).compile();
  const source = await message.build();
  const mail = await PostalMime.parse(source, { attachmentEncoding: 'utf8' });
  return { recipients: message.getEnvelope().to, mail, source: source.toString() };
}

/** The types of the parts within a part of a type, as they follow on each other. */
function partsOf(source: string, type: string): string[] {
  const boundary = new RegExp(`^Content-Type: ${type};\\s+boundary="([^"]+)"`, 'm').exec(source)?.[1] ?? '';
  const parts = source.split(`--${boundary}\r\n`).slice(1);
  return parts.flatMap((part) => /^Content-Type: ([^;]+)/.exec(part)?.[1] ?? []);
}

/** The parser makes a line feed of each end of a line of a calendar. */
function withCrlf(content: unknown): string {
  return String(content).replaceAll('\n', '\r\n');
}

describe('messageOf', () => {
  it('carries names and subjects of any script', async () => {
    const to = { name: 'Zoë "Ω" Ångström, 山田', address: 'zoe@example.test' };

    const { mail } = await parsed({ to, subject: 'Grüße aus der Klinik ✓' });

    expect(mail.to).toEqual([to]);
    expect(mail.subject).toBe('Grüße aus der Klinik ✓');
  });

  it('lets no name, subject or header begin a header of its own', async () => {
    const injected = 'Ada\r\nBcc: mallory@evil.test\r\n\r\nbody';

    const { mail, recipients } = await parsed({
      to: { name: injected, address: 'ada@example.test' },
      subject: injected,
      headers: { 'X-Note': injected },
    });

    const flat = 'Ada Bcc: mallory@evil.test body';
    expect(recipients).toEqual(['ada@example.test']);
    expect(mail.bcc).toBeUndefined();
    expect(mail.to).toEqual([{ name: flat, address: 'ada@example.test' }]);
    expect(mail.subject).toBe(flat);
    expect(mail.headers.find(({ key }) => key === 'x-note')?.value).toBe(flat);
    expect(mail.text?.trim()).toBe('Hello');
  });

  it('takes an address for one address, whatever is in it', async () => {
    const { recipients } = await parsed({ to: { name: 'Ada', address: 'ada@example.test, eve@evil.test' } });

    expect(recipients).toHaveLength(1);
  });

  it('carries a calendar beside its words, where clients look for it, and as a file', async () => {
    const content = writeInvitation(buildInvitation({ method: 'CANCEL', summary: 'Ärztin '.repeat(20) }));

    const { mail, source } = await parsed({ calendar: { method: 'CANCEL', content } });

    const [offered, file] = mail.attachments;
    expect(source).toContain('Content-Type: text/calendar; charset=utf-8; method=CANCEL\r\n');
    expect(partsOf(source, 'multipart/alternative')).toEqual(['text/plain', 'text/html', 'text/calendar']);
    expect(file).toMatchObject({ filename: 'invite.ics', mimeType: 'application/ics', disposition: 'attachment' });
    expect([offered, file].map((part) => part && withCrlf(part.content))).toEqual([content, content]);
  });

  it('has no part of a calendar where there is none', async () => {
    const { mail, source } = await parsed({});

    expect(mail.attachments).toEqual([]);
    expect(source).not.toContain('text/calendar');
  });

  it('says that it was sent by a machine, and keeps its id', async () => {
    const { mail } = await parsed({ messageId: '<7.welcome@client.test>' });

    expect(mail.messageId).toBe('<7.welcome@client.test>');
    expect(mail.headers).toContainEqual({
      key: 'auto-submitted',
      originalKey: 'Auto-Submitted',
      value: 'auto-generated',
    });
  });
});
