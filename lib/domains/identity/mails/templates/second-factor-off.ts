import { layOut } from '../../../../mail/layout.ts';
import type { MailContext, Template } from '../../../../mail/template.ts';
import { tellTime } from '../wording/event-time.ts';
import { greet } from '../wording/greeting.ts';
import { sampleContext } from './sample-data.ts';

/** Tells a person that they have turned the second step off, and by which kind of code. */
export const secondFactorOffMail: Template<
  MailContext & {
    /** The kind of code that was shown for it. */
    readonly proof: 'authenticator' | 'recovery-code';
  }
> = {
  name: 'second-factor-off',
  sample: () => ({ ...sampleContext(), proof: 'recovery-code' }),
  write: (data) =>
    layOut({
      subject: 'Two-step sign-in is off',
      preview: 'Your password alone signs you in from now on.',
      greeting: greet(data.name),
      paragraphs: [
        `On ${tellTime(data.time)}, two-step sign-in was turned off for your Polyclinic account by ${tellProof(data.proof)}. Your password alone signs you in from now on, and no recovery code is left.`,
        'If it was you, there is nothing to do. If it was not, change your password at once, which signs out every other device, and turn two-step sign-in on again.',
      ],
      action: { label: 'Open Polyclinic', link: data.link },
      footnote:
        'We send this notice whenever it happens. It cannot be turned off, because your account protects your health data.',
    }),
};

function tellProof(proof: 'authenticator' | 'recovery-code'): string {
  return proof === 'recovery-code' ? 'a recovery code' : 'a code of your authenticator';
}
