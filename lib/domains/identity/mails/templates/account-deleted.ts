import { layOut } from '../../../../mail/layout.ts';
import type { MailContext, Template } from '../../../../mail/template.ts';
import { tellTime } from '../wording/event-time.ts';
import { greet } from '../wording/greeting.ts';
import { sampleContext } from './sample-data.ts';

/** Tells a person that the account is gone, deleted by themselves or the clinic; it goes to the address that they had. */
export const accountDeletedMail: Template<MailContext> = {
  name: 'account-deleted',
  sample: sampleContext,
  write: (data) =>
    layOut({
      subject: 'Your account was deleted',
      preview: 'Nobody can sign in to it any more.',
      greeting: greet(data.name),
      paragraphs: [
        `On ${tellTime(data.time)}, your Polyclinic account was deleted, by yourself or by the clinic. Whoever was signed in is signed out.`,
        'If you know of it, there is nothing to do. If you do not, please tell the clinic at once: an administrator can bring the account back.',
      ],
      action: { label: 'Open Polyclinic', link: data.link },
      footnote:
        'We send this notice whenever it happens. It cannot be turned off, because your account protects your health data.',
    }),
};
