import { layOut } from '../../../../mail/layout.ts';
import type { MailContext, Template } from '../../../../mail/template.ts';
import { tellTime } from '../wording/event-time.ts';
import { greet } from '../wording/greeting.ts';
import { sampleContext } from './sample-data.ts';

/** Tells a person that somebody who has their password keeps guessing codes. */
export const codesGuessedMail: Template<MailContext> = {
  name: 'codes-guessed',
  sample: sampleContext,
  write: (data) =>
    layOut({
      subject: 'Someone knows your password',
      preview: 'The codes they tried were wrong. Please change your password.',
      greeting: greet(data.name),
      paragraphs: [
        `On ${tellTime(data.time)}, someone had given the right password of your Polyclinic account and tried ten codes for the second step, and none of them was right. Further codes have to wait now, longer each time.`,
        'If it was you, wait a little; devices that you have signed in on before are not affected. If it was not, none of these tries got in, but your password is known to somebody: set another one at once, by “Forgot password” where you sign in, and use it nowhere else.',
      ],
      action: { label: 'Open Polyclinic', link: data.link },
      footnote:
        'We send this notice at most once an hour. It cannot be turned off, because your account protects your health data.',
    }),
};
