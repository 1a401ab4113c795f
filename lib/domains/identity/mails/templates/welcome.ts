import { layOut } from '../../../../mail/layout.ts';
import type { MailContext, Template } from '../../../../mail/template.ts';
import { greet } from '../wording/greeting.ts';
import { sampleContext } from './sample-data.ts';

/** Welcomes a person who has confirmed the address. */
export const welcomeMail: Template<MailContext> = {
  name: 'welcome',
  sample: sampleContext,
  write: ({ name, link }) =>
    layOut({
      subject: 'Welcome to Polyclinic',
      preview: 'Your email address is confirmed.',
      greeting: greet(name),
      paragraphs: [
        'Your email address is confirmed, and your account is ready.',
        'We write to this address when there is something you should know, never to ask for your password.',
      ],
      action: { label: 'Open Polyclinic', link },
      footnote: 'You receive this mail because you confirmed your email address at Polyclinic.',
    }),
};
