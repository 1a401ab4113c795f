import type { MailContext, Template } from '../../../../mail/template.ts';
import { tellTime } from '../wording/event-time.ts';
import { sentAlways } from '../wording/notices.ts';
import { sampleContext } from './sample-data.ts';

/** Tells a person that a session was ended because its refresh token had been used twice, and when that was seen. */
export const sessionReuseDetectedMail: Template<
  MailContext & {
    /** When the second use was seen. */
  }
> = {
  name: 'session-reuse-detected',
  sample: sampleContext,
  words: {
    en: ({ time }, locale) => ({
      subject: 'We signed you out on one device',
      preview: 'Someone may have copied a sign-in of yours.',
      paragraphs: [
        `On ${tellTime(time, locale)}, a sign-in of yours was used from two places at once. This can happen when it was copied, so we ended it: whoever used it is signed out.`,
        'Please sign in again. If you think that someone else had access to your device or account, change your password and sign out everywhere.',
      ],
      action: 'Sign in again',
      footnote: sentAlways.en,
    }),
    de: ({ time }, locale) => ({
      subject: 'Wir haben Sie auf einem Gerät abgemeldet',
      preview: 'Möglicherweise hat jemand eine Ihrer Anmeldungen kopiert.',
      paragraphs: [
        `am ${tellTime(time, locale)} wurde eine Ihrer Anmeldungen an zwei Orten zugleich verwendet. Das kann geschehen, wenn sie kopiert wurde. Deshalb haben wir sie beendet: Wer sie verwendet hat, ist abgemeldet.`,
        'Bitte melden Sie sich erneut an. Wenn Sie glauben, dass jemand anderes Zugang zu Ihrem Gerät oder Konto hatte, ändern Sie Ihr Passwort, und melden Sie sich überall ab.',
      ],
      action: 'Erneut anmelden',
      footnote: sentAlways.de,
    }),
    es: ({ time }, locale) => ({
      subject: 'Hemos cerrado su sesión en un dispositivo',
      preview: 'Es posible que alguien haya copiado una sesión suya.',
      paragraphs: [
        `El ${tellTime(time, locale)}, una sesión suya se usó en dos lugares a la vez. Esto puede ocurrir cuando alguien la ha copiado, por lo que la hemos cerrado: quien la estuviera usando ha quedado desconectado.`,
        'Inicie sesión de nuevo, por favor. Si cree que otra persona ha tenido acceso a su dispositivo o a su cuenta, cambie su contraseña y cierre la sesión en todas partes.',
      ],
      action: 'Iniciar sesión de nuevo',
      footnote: sentAlways.es,
    }),
  },
};
