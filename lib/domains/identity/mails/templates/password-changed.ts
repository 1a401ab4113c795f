import type { MailContext, Template } from '../../../../mail/template.ts';
import { tellTime } from '../wording/event-time.ts';
import { openPolyclinic, sentAlways } from '../wording/notices.ts';
import { sampleContext } from './sample-data.ts';

/** Tells a person that the password was changed. */
export const passwordChangedMail: Template<MailContext> = {
  name: 'password-changed',
  sample: sampleContext,
  words: {
    en: ({ time }, locale) => ({
      subject: 'Your password was changed',
      preview: 'Your other devices are signed out.',
      paragraphs: [
        `On ${tellTime(time, locale)}, the password of your Polyclinic account was changed. Whoever was signed in elsewhere is signed out.`,
        'If it was you, there is nothing to do. If it was not, set a new password at once, by “Forgot password” where you sign in, and tell the clinic.',
      ],
      action: openPolyclinic.en,
      footnote: sentAlways.en,
    }),
    de: ({ time }, locale) => ({
      subject: 'Ihr Passwort wurde geändert',
      preview: 'Ihre anderen Geräte sind abgemeldet.',
      paragraphs: [
        `am ${tellTime(time, locale)} wurde das Passwort Ihres Polyclinic-Kontos geändert. Wer anderswo angemeldet war, ist nun abgemeldet.`,
        'Wenn Sie das waren, brauchen Sie nichts zu tun. Wenn nicht, legen Sie sofort über „Passwort vergessen“ auf der Anmeldeseite ein neues fest, und informieren Sie die Klinik.',
      ],
      action: openPolyclinic.de,
      footnote: sentAlways.de,
    }),
    es: ({ time }, locale) => ({
      subject: 'Se ha cambiado su contraseña',
      preview: 'Se ha cerrado la sesión en sus demás dispositivos.',
      paragraphs: [
        `El ${tellTime(time, locale)} se cambió la contraseña de su cuenta de Polyclinic. Las sesiones abiertas en otros dispositivos se han cerrado.`,
        'Si fue usted, no tiene que hacer nada. Si no fue usted, establezca otra contraseña de inmediato mediante «¿Olvidó su contraseña?», en la página de inicio de sesión, y avise a la clínica.',
      ],
      action: openPolyclinic.es,
      footnote: sentAlways.es,
    }),
  },
};
