import { layOut } from '../../../../mail/layout.ts';
import type { MailContext, Template } from '../../../../mail/template.ts';
import { tellTime } from '../wording/event-time.ts';
import { greet } from '../wording/greeting.ts';
import { sampleContext } from './sample-data.ts';

/** Tells a person that an administrator has turned the second step off. */
export const secondFactorRemovedMail: Template<MailContext> = {
  name: 'second-factor-removed',
  sample: sampleContext,
  write: (data) =>
    layOut({
      subject: 'The clinic turned your two-step sign-in off',
      preview: 'Your password alone signs you in from now on.',
      greeting: greet(data.name),
      paragraphs: [
        `On ${tellTime(data.time)}, an administrator of the clinic turned two-step sign-in off for your Polyclinic account, and signed you out on every device. Your password alone signs you in from now on; your authenticator and recovery codes are good for nothing.`,
        'If you asked for it, sign in and turn two-step sign-in on again. If you did not, tell the clinic at once, and change your password.',
      ],
      action: { label: 'Open Polyclinic', link: data.link },
      footnote:
        'We send this notice whenever it happens. It cannot be turned off, because your account protects your health data.',
    }),
};
