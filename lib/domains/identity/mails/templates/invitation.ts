import { layOut } from '../../../../mail/layout.ts';
import type { MailContext, Template } from '../../../../mail/template.ts';
import { greet } from '../wording/greeting.ts';
import { sampleLink, sampleName } from './sample-data.ts';

/** Invites a person for whom an account was made, and who has to choose a password. */
export const invitationMail: Template<Pick<MailContext, 'name' | 'link'>> = {
  name: 'invitation',
  sample: () => ({ name: sampleName, link: sampleLink('accept-invitation') }),
  write: ({ name, link }) =>
    layOut({
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
    }),
};
