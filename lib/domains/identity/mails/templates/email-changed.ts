import { layOut } from '../../../../mail/layout.ts';
import type { MailContext, Template } from '../../../../mail/template.ts';
import { tellTime } from '../wording/event-time.ts';
import { greet } from '../wording/greeting.ts';
import { sampleContext } from './sample-data.ts';

/** Tells a person that the account has another address; it goes to the one that it had before. */
export const emailChangedMail: Template<MailContext> = {
  name: 'email-changed',
  sample: sampleContext,
  write: (data) =>
    layOut({
      subject: 'Your email address was changed',
      preview: 'This address belongs to your account no longer.',
      greeting: greet(data.name),
      paragraphs: [
        `On ${tellTime(data.time)}, your Polyclinic account was given another email address. We write to the new one from now on; this is the last mail to this one.`,
        'If it was you, there is nothing to do. If it was not, someone else can get into your account: please tell the clinic at once.',
      ],
      action: { label: 'Open Polyclinic', link: data.link },
      footnote:
        'We send this notice whenever it happens. It cannot be turned off, because your account protects your health data.',
    }),
};
