import { describe, expect, it } from '@jest/globals';
import MailComposer from 'nodemailer/lib/mail-composer';
import PostalMime from 'postal-mime';
import { messageOf } from '../../../lib/mail/message.ts';
import type { Mail } from '../../../lib/mail/transport.ts';
import { buildMail } from './build-mail.ts';

async function parsed(overrides: Partial<Mail>) {
  const message = new MailComposer(messageOf(buildMail(overrides), 'Polyclinic <no-reply@polyclinic.test>')).compile();
  return { recipients: message.getEnvelope().to, mail: await PostalMime.parse(await message.build()) };
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
