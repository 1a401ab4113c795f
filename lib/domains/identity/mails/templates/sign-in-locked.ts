import type { MailContext, Template } from '../../../../mail/template.ts';
import { tellTime } from '../wording/event-time.ts';
import { openPolyclinic, sentHourly } from '../wording/notices.ts';
import { sampleContext } from './sample-data.ts';

/** Tells a person that somebody keeps guessing their password. */
export const signInLockedMail: Template<MailContext> = {
  name: 'sign-in-locked',
  sample: sampleContext,
  words: {
    en: ({ time }, locale) => ({
      subject: 'Too many failed sign-ins',
      preview: 'Someone kept trying to sign in to your account.',
      paragraphs: [
        `On ${tellTime(time, locale)}, someone had tried to sign in to your Polyclinic account ten times with a wrong password. Whoever that was has to wait before each further try now, longer each time.`,
        'If it was you, wait a little, or set a new password by “Forgot password” where you sign in: then you can sign in at once. If it was not, none of these tries got in, and devices that you have signed in on before are not affected.',
      ],
      action: openPolyclinic.en,
      footnote: sentHourly.en,
    }),
    de: ({ time }, locale) => ({
      subject: 'Zu viele fehlgeschlagene Anmeldungen',
      preview: 'Jemand hat wiederholt versucht, sich bei Ihrem Konto anzumelden.',
      paragraphs: [
        `am ${tellTime(time, locale)} hatte jemand zehnmal versucht, sich mit einem falschen Passwort bei Ihrem Polyclinic-Konto anzumelden. Wer das war, muss nun vor jedem weiteren Versuch warten, jedes Mal länger.`,
        'Wenn Sie das waren, warten Sie ein wenig, oder legen Sie über „Passwort vergessen“ auf der Anmeldeseite ein neues Passwort fest: Dann können Sie sich sofort anmelden. Wenn nicht, war keiner dieser Versuche erfolgreich, und Geräte, auf denen Sie sich schon einmal angemeldet haben, sind nicht betroffen.',
      ],
      action: openPolyclinic.de,
      footnote: sentHourly.de,
    }),
    es: ({ time }, locale) => ({
      subject: 'Demasiados inicios de sesión fallidos',
      preview: 'Alguien ha intentado repetidamente iniciar sesión en su cuenta.',
      paragraphs: [
        `El ${tellTime(time, locale)}, alguien había intentado diez veces iniciar sesión en su cuenta de Polyclinic con una contraseña incorrecta. Quien lo intentó debe esperar ahora antes de cada nuevo intento, cada vez más tiempo.`,
        'Si fue usted, espere un poco o establezca una contraseña nueva mediante «¿Olvidó su contraseña?», en la página de inicio de sesión: entonces podrá iniciar sesión de inmediato. Si no fue usted, ninguno de estos intentos tuvo éxito, y los dispositivos en los que ya había iniciado sesión no se ven afectados.',
      ],
      action: openPolyclinic.es,
      footnote: sentHourly.es,
    }),
  },
};
