import { layOut, type MailContent } from '../../../../mail/layout.ts';
import { greet } from '../wording/greeting.ts';

/** Asks a new person to confirm the address. */
export function verifyEmail({ name, link }: { readonly name: string; readonly link: string }): MailContent {
  return layOut({
    subject: 'Confirm your email address',
    preview: 'One click, and your Polyclinic account is ready.',
    greeting: greet(name),
    paragraphs: [
      'Thank you for registering with Polyclinic.',
      'Please confirm that this is your email address. Until then you can sign in, but not place an order.',
    ],
    action: { label: 'Confirm email address', link },
    footnote:
      'The link works once, for a day, and until you change your password or ask for another; you can do that after signing in. ' +
      'If you did not register, somebody else has typed your address: without the link it is never confirmed. ' +
      'To make the account yours, choose “Forgot password” where you sign in: whatever they have entered is deleted.',
  });
}
