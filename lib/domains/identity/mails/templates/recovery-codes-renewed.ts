import { layOut } from '../../../../mail/layout.ts';
import type { MailContext, Template } from '../../../../mail/template.ts';
import { tellTime } from '../wording/event-time.ts';
import { greet } from '../wording/greeting.ts';
import { sampleContext } from './sample-data.ts';

/** Tells a person that their recovery codes were replaced, and by which kind of code. */
export const recoveryCodesRenewedMail: Template<
  MailContext & {
    /** The kind of code that was shown for it. */
    readonly proof: 'authenticator' | 'recovery-code';
  }
> = {
  name: 'recovery-codes-renewed',
  sample: () => ({ ...sampleContext(), proof: 'authenticator' }),
  write: (data) =>
    layOut({
      subject: 'You have new recovery codes',
      preview: 'Ten are left; the old ones are good for nothing.',
      greeting: greet(data.name),
      paragraphs: [
        `On ${tellTime(data.time)}, ten new recovery codes were made for your Polyclinic account by ${tellProof(data.proof)}. Those until then are good for nothing.`,
        'If it was you, there is nothing to do but to keep the new ones where you find them without your phone. If it was not, change your password at once, which signs out every other device, and make new recovery codes.',
      ],
      action: { label: 'Open Polyclinic', link: data.link },
      footnote:
        'We send this notice whenever it happens. It cannot be turned off, because your account protects your health data.',
    }),
};

function tellProof(proof: 'authenticator' | 'recovery-code'): string {
  return proof === 'recovery-code' ? 'one of the old ones' : 'a code of your authenticator';
}
