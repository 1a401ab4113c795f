import { layOut, type MailContent } from '../../../../mail/layout.ts';
import { greet } from '../wording/greeting.ts';

/** Invites a person for whom an account was made, and who has to choose a password. */
export function invitation({ name, link }: { readonly name: string; readonly link: string }): MailContent {
  return layOut({
    subject: 'You are invited to Polyclinic',
    preview: 'Choose a password, and your account is ready.',
    greeting: greet(name),
    paragraphs: [
      'The clinic has made an account for you at Polyclinic.',
      'Choose a password to accept the invitation. With it you also confirm that this is your email address.',
    ],
    action: { label: 'Accept invitation', link },
    footnote:
      'The link works once, for a week, and until we send you a newer one. If you do not know why you were invited, ignore this mail: without a mail to this address nobody can choose its password.',
  });
}
