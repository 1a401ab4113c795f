import { layOut } from '../../../../mail/layout.ts';
import type { MailContext, Template } from '../../../../mail/template.ts';
import { tellTime } from '../wording/event-time.ts';
import { greet } from '../wording/greeting.ts';
import { sampleContext } from './sample-data.ts';

/** Tells a person that somebody keeps guessing their password. */
export const signInLockedMail: Template<MailContext> = {
  name: 'sign-in-locked',
  sample: sampleContext,
  write: (data) =>
    layOut({
      subject: 'Too many failed sign-ins',
      preview: 'Someone kept trying to sign in to your account.',
      greeting: greet(data.name),
      paragraphs: [
        `On ${tellTime(data.time)}, someone had tried to sign in to your Polyclinic account ten times with a wrong password. Further tries from there have to wait now, longer each time.`,
        'If it was you, wait a little, or set a new password by “Forgot password” where you sign in: then you can sign in at once. If it was not, none of these tries got in, and devices that you have signed in on before are not affected.',
      ],
      action: { label: 'Open Polyclinic', link: data.link },
      footnote:
        'We send this notice at most once an hour. It cannot be turned off, because your account protects your health data.',
    }),
};
