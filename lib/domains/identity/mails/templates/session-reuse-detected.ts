import { layOut } from '../../../../mail/layout.ts';
import type { MailContext, Template } from '../../../../mail/template.ts';
import { tellTime } from '../wording/event-time.ts';
import { greet } from '../wording/greeting.ts';
import { sampleContext } from './sample-data.ts';

/** Tells a person that a session was ended because its refresh token had been used twice, and when that was seen. */
export const sessionReuseDetectedMail: Template<
  MailContext & {
    /** When the second use was seen. */
  }
> = {
  name: 'session-reuse-detected',
  sample: sampleContext,
  write: (data) =>
    layOut({
      subject: 'We signed you out on one device',
      preview: 'Someone may have copied a sign-in of yours.',
      greeting: greet(data.name),
      paragraphs: [
        `On ${tellTime(data.time)}, a sign-in of yours was used from two places at once. This can happen when it was copied, so we ended it: whoever used it is signed out.`,
        'Please sign in again. If you think that someone else had access to your device or account, change your password and sign out everywhere.',
      ],
      action: { label: 'Sign in again', link: data.link },
      footnote:
        'We send this notice whenever it happens. It cannot be turned off, because your account protects your health data.',
    }),
};
