import { layOut } from '../../../../mail/layout.ts';
import type { MailContext, Template } from '../../../../mail/template.ts';
import { greet } from '../wording/greeting.ts';
import { sampleLink, sampleName } from './sample-data.ts';

/** Asks a person who wants another address to confirm it; it goes to that address. */
export const confirmEmailMail: Template<Pick<MailContext, 'name' | 'link'>> = {
  name: 'confirm-email',
  sample: () => ({ name: sampleName, link: sampleLink('confirm-email') }),
  write: ({ name, link }) =>
    layOut({
      subject: 'Confirm your new email address',
      preview: 'One click, and it is the address of your account.',
      greeting: greet(name),
      paragraphs: [
        'You asked us to use this email address for your Polyclinic account.',
        'Please confirm that it is yours. Until then everything stays as it was, and you sign in with your old address.',
      ],
      action: { label: 'Confirm new address', link },
      footnote:
        'The link works once, for a day, and until the password is changed or another address is asked for. If you did not ask for this, ignore this mail: the account keeps its old address, and yours is not used.',
    }),
};
