import type { Mail } from '../../../lib/mail/transport.ts';

/** A mail that can be sent, with what a test says instead. */
export function buildMail(overrides: Partial<Mail> = {}): Mail {
  return {
    to: { name: 'Ada Lovelace', address: 'ada@example.test' },
    subject: 'Hello',
    html: '<p>Hello</p>',
    text: 'Hello',
    messageId: '<1.hello@client.test>',
    ...overrides,
  };
}
