import { layOut } from '../../../../mail/layout.ts';
import type { MailContext, Template } from '../../../../mail/template.ts';
import { tellTime } from '../wording/event-time.ts';
import { greet } from '../wording/greeting.ts';
import { sampleContext } from './sample-data.ts';

/** Tells a person that the password was changed. */
export const passwordChangedMail: Template<MailContext> = {
  name: 'password-changed',
  sample: sampleContext,
  write: (data) =>
    layOut({
      subject: 'Your password was changed',
      preview: 'Your other devices are signed out.',
      greeting: greet(data.name),
      paragraphs: [
        `On ${tellTime(data.time)}, the password of your Polyclinic account was changed. Whoever was signed in elsewhere is signed out.`,
        'If it was you, there is nothing to do. If it was not, set a new password at once, by “Forgot password” where you sign in, and tell the clinic.',
      ],
      action: { label: 'Open Polyclinic', link: data.link },
      footnote:
        'We send this notice whenever it happens. It cannot be turned off, because your account protects your health data.',
    }),
};
