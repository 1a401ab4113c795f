import type { Translations } from '../../../../languages.ts';
import type { MailContext, Template } from '../../../../mail/template.ts';
import { deviceName } from '../wording/device-name.ts';
import { tellTime } from '../wording/event-time.ts';
import { openPolyclinic, sentAlways } from '../wording/notices.ts';
import { sampleContext, samplePlace } from './sample-data.ts';

/** Where somebody signed in from: the user agent and the network address. */
export interface SignInPlace {
  readonly device: string;
  readonly address: string;
}

/** Where it was, which only a session that still lasts can tell. */
const tellPlace: Translations<(place: SignInPlace | undefined) => string> = {
  en: (place) =>
    place
      ? `It was ${deviceName(place.device, 'en')}, at the network address ${place.address}.`
      : 'It has been signed out since.',
  de: (place) =>
    place
      ? `Verwendet wurde ${deviceName(place.device, 'de')}; die Netzwerkadresse war ${place.address}.`
      : 'Diese Anmeldung ist inzwischen beendet.',
  es: (place) =>
    place
      ? `Se usó ${deviceName(place.device, 'es')}, desde la dirección de red ${place.address}.`
      : 'Esa sesión ya se ha cerrado.',
};

/** Tells a person that somebody signed in on a device that is new, and from where if the session still lasts. */
export const newDeviceMail: Template<
  MailContext & {
    readonly place: SignInPlace | undefined;
  }
> = {
  name: 'new-device',
  sample: () => ({ ...sampleContext(), place: samplePlace }),
  words: {
    en: ({ time, place }, locale) => ({
      subject: 'New sign-in to your account',
      preview: 'Was it you?',
      paragraphs: [
        `On ${tellTime(time, locale)}, someone signed in to your Polyclinic account on a device that had not been used for it before. ${tellPlace.en(place)}`,
        'If it was you, there is nothing to do. If it was not, change your password at once: that signs out every other device.',
      ],
      action: openPolyclinic.en,
      footnote: sentAlways.en,
    }),
    de: ({ time, place }, locale) => ({
      subject: 'Neue Anmeldung bei Ihrem Konto',
      preview: 'Waren Sie das?',
      paragraphs: [
        `am ${tellTime(time, locale)} hat sich jemand bei Ihrem Polyclinic-Konto angemeldet, und zwar auf einem Gerät, das dafür bisher nicht benutzt worden war. ${tellPlace.de(place)}`,
        'Wenn Sie das waren, brauchen Sie nichts zu tun. Wenn nicht, ändern Sie sofort Ihr Passwort: Dadurch werden alle anderen Geräte abgemeldet.',
      ],
      action: openPolyclinic.de,
      footnote: sentAlways.de,
    }),
    es: ({ time, place }, locale) => ({
      subject: 'Nuevo inicio de sesión en su cuenta',
      preview: '¿Ha sido usted?',
      paragraphs: [
        `El ${tellTime(time, locale)}, alguien inició sesión en su cuenta de Polyclinic en un dispositivo que no se había usado antes para ello. ${tellPlace.es(place)}`,
        'Si fue usted, no tiene que hacer nada. Si no fue usted, cambie su contraseña de inmediato: así se cierra la sesión en todos los demás dispositivos.',
      ],
      action: openPolyclinic.es,
      footnote: sentAlways.es,
    }),
  },
};
