import { setting } from '../config.ts';

/** The address that mails come from, without the name that stands before it: `no-reply@example.com`. */
export function senderAddress(): string {
  return senderAddressOf(setting('POLYCLINIC_MAIL_FROM'));
}

/** The address in what names a sender: that in the angle brackets after a name, or all of it. */
export function senderAddressOf(from: string): string {
  return /<([^<>]*)>\s*$/.exec(from)?.[1]?.trim() ?? from.trim();
}
