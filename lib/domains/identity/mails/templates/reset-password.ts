import { layOut } from '../../../../mail/layout.ts';
import type { MailContext, Template } from '../../../../mail/template.ts';
import { greet } from '../wording/greeting.ts';
import { sampleLink, sampleName } from './sample-data.ts';

/** Lets a person who forgot the password set another. */
export const resetPasswordMail: Template<Pick<MailContext, 'name' | 'link'>> = {
  name: 'reset-password',
  sample: () => ({ name: sampleName, link: sampleLink('reset-password') }),
  write: ({ name, link }) =>
    layOut({
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
    }),
};
