import type { SendMailOptions } from 'nodemailer';
import type { Mail } from './transport.ts';

/** Builds a message with nodemailer for any transport, without line breaks in headers. */
export function messageOf(mail: Mail, from: string): SendMailOptions {
  return {
    from,
    to: { name: headerText(mail.to.name), address: mail.to.address },
    subject: headerText(mail.subject),
    html: mail.html,
    text: mail.text,
    messageId: mail.messageId,
    headers: {
      // The header keeps holiday notices from answering (RFC 3834).
      'Auto-Submitted': 'auto-generated',
      ...Object.fromEntries(Object.entries(mail.headers ?? {}).map(([key, value]) => [key, headerText(value)])),
    },
    // As an alternative of the text, which clients offer to take in, and as a file for those that know no such thing.
    ...(mail.calendar && { icalEvent: { ...mail.calendar, filename: 'invite.ics' } }),
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}

function headerText(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim();
}
