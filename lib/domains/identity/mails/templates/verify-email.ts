import { layOut } from '../../../../mail/layout.ts';
import type { MailContext, Template } from '../../../../mail/template.ts';
import { greet } from '../wording/greeting.ts';
import { sampleLink, sampleName } from './sample-data.ts';

/** Asks a new person to confirm the address. */
export const verifyEmailMail: Template<Pick<MailContext, 'name' | 'link'>> = {
  name: 'verify-email',
  sample: () => ({ name: sampleName, link: sampleLink('verify-email') }),
  write: ({ name, link }) =>
    layOut({
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
    }),
};
