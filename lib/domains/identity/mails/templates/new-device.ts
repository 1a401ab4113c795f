import { layOut } from '../../../../mail/layout.ts';
import type { MailContext, Template } from '../../../../mail/template.ts';
import { deviceName } from '../wording/device-name.ts';
import { tellTime } from '../wording/event-time.ts';
import { greet } from '../wording/greeting.ts';
import { sampleContext, samplePlace } from './sample-data.ts';

/** Where somebody signed in from: the user agent and the network address. */
export interface SignInPlace {
  readonly device: string;
  readonly address: string;
}

/** Tells a person that somebody signed in on a device that is new, and from where if the session still lasts. */
export const newDeviceMail: Template<
  MailContext & {
    readonly place: SignInPlace | undefined;
  }
> = {
  name: 'new-device',
  sample: () => ({ ...sampleContext(), place: samplePlace }),
  write: (data) =>
    layOut({
      subject: 'New sign-in to your account',
      preview: 'Was it you?',
      greeting: greet(data.name),
      paragraphs: [
        `On ${tellTime(data.time)}, someone signed in to your Polyclinic account on a device that had not been used for it before. ${tellPlace(data.place)}`,
        'If it was you, there is nothing to do. If it was not, change your password at once: that signs out every other device.',
      ],
      action: { label: 'Open Polyclinic', link: data.link },
      footnote:
        'We send this notice whenever it happens. It cannot be turned off, because your account protects your health data.',
    }),
};

function tellPlace(place: SignInPlace | undefined): string {
  if (!place) return 'It has been signed out since.';
  return `It was ${deviceName(place.device)}, at the network address ${place.address}.`;
}
