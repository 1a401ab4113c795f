import { layOut } from '../../../../mail/layout.ts';
import type { MailContext, Template } from '../../../../mail/template.ts';
import { tellTime } from '../wording/event-time.ts';
import { greet } from '../wording/greeting.ts';
import { sampleContext } from './sample-data.ts';

/** Tells a person that one of their recovery codes was used, and how many are left. */
export const recoveryCodeUsedMail: Template<
  MailContext & {
    readonly remaining: number;
  }
> = {
  name: 'recovery-code-used',
  sample: () => ({ ...sampleContext(), remaining: 7 }),
  write: (data) =>
    layOut({
      subject: 'A recovery code was used',
      preview: tellRemaining(data.remaining),
      greeting: greet(data.name),
      paragraphs: [
        `On ${tellTime(data.time)}, a recovery code of your Polyclinic account was used in place of a code of your authenticator. ${tellRemaining(data.remaining)}`,
        'If it was you, there is nothing to do but to get new codes before the last is used. If it was not, change your password at once, which signs out every other device, and get new recovery codes.',
      ],
      action: { label: 'Open Polyclinic', link: data.link },
      footnote:
        'We send this notice whenever it happens. It cannot be turned off, because your account protects your health data.',
    }),
};

function tellRemaining(remaining: number): string {
  if (remaining === 0) return 'No recovery code is left.';
  return remaining === 1 ? 'One recovery code is left.' : `${remaining} recovery codes are left.`;
}
