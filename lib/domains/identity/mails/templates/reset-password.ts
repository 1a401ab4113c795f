import { layOut, type MailContent } from '../../../../mail/layout.ts';
import { greet } from '../wording/greeting.ts';

/** Lets a person who forgot the password set another. */
export function resetPassword({ name, link }: { readonly name: string; readonly link: string }): MailContent {
  return layOut({
    subject: 'Set a new password',
    preview: 'The link works once, and for an hour.',
    greeting: greet(name),
    paragraphs: [
      'Somebody, we hope you, has forgotten the password of your Polyclinic account.',
      'You can set a new one now. You will be signed out on all your devices then, and can sign in again with the new password.',
      'If you have never confirmed this email address, what was entered for the account until now is deleted: somebody else may have done so.',
    ],
    action: { label: 'Set a new password', link },
    footnote:
      'The link works once, for an hour, and until the password is changed or we send you a newer one. If you did not ask for it, ignore this mail: your password stays as it is.',
  });
}
