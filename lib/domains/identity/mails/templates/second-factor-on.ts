import { layOut } from '../../../../mail/layout.ts';
import type { MailContext, Template } from '../../../../mail/template.ts';
import { tellTime } from '../wording/event-time.ts';
import { greet } from '../wording/greeting.ts';
import { sampleContext } from './sample-data.ts';

/** Tells a person that signing in takes a second step from now on. */
export const secondFactorOnMail: Template<MailContext> = {
  name: 'second-factor-on',
  sample: sampleContext,
  write: (data) =>
    layOut({
      subject: 'Two-step sign-in is on',
      preview: 'Signing in takes a code of your authenticator from now on.',
      greeting: greet(data.name),
      paragraphs: [
        `On ${tellTime(data.time)}, two-step sign-in was turned on for your Polyclinic account. Signing in takes your password and a code of the authenticator from now on; keep the recovery codes where you find them without your phone.`,
        'If it was you, there is nothing to do. If it was not, someone else knows your password: set a new one by “Forgot password” where you sign in, and ask the clinic to turn two-step sign-in off.',
      ],
      action: { label: 'Open Polyclinic', link: data.link },
      footnote:
        'We send this notice whenever it happens. It cannot be turned off, because your account protects your health data.',
    }),
};
