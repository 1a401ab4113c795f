import type { MailContext, Template } from '../../../../mail/template.ts';
import { tellTime } from '../wording/event-time.ts';
import { openPolyclinic, sentAlways } from '../wording/notices.ts';
import { sampleContext } from './sample-data.ts';

/** Tells a person that an administrator has turned the second step off. */
export const secondFactorRemovedMail: Template<MailContext> = {
  name: 'second-factor-removed',
  sample: sampleContext,
  words: {
    en: ({ time }, locale) => ({
      subject: 'The clinic turned your two-step sign-in off',
      preview: 'Your password alone signs you in from now on.',
      paragraphs: [
        `On ${tellTime(time, locale)}, an administrator of the clinic turned two-step sign-in off for your Polyclinic account, and signed you out on every device. Your password alone signs you in from now on; your authenticator and recovery codes are good for nothing.`,
        'If you asked for it, sign in and turn two-step sign-in on again. If you did not, tell the clinic at once, and change your password.',
      ],
      action: openPolyclinic.en,
      footnote: sentAlways.en,
    }),
    de: ({ time }, locale) => ({
      subject: 'Anmeldung in zwei Schritten von der Klinik ausgeschaltet',
      preview: 'Ab jetzt genügt Ihr Passwort für die Anmeldung.',
      paragraphs: [
        `am ${tellTime(time, locale)} hat die Administration der Klinik die Anmeldung in zwei Schritten für Ihr Polyclinic-Konto ausgeschaltet und Sie auf allen Geräten abgemeldet. Ab jetzt genügt Ihr Passwort für die Anmeldung; Codes Ihrer Authenticator-App und Ihre Wiederherstellungscodes sind ungültig.`,
        'Wenn Sie darum gebeten haben, melden Sie sich an, und schalten Sie die Anmeldung in zwei Schritten wieder ein. Wenn nicht, informieren Sie sofort die Klinik, und ändern Sie Ihr Passwort.',
      ],
      action: openPolyclinic.de,
      footnote: sentAlways.de,
    }),
    es: ({ time }, locale) => ({
      subject: 'La clínica ha desactivado su verificación en dos pasos',
      preview: 'A partir de ahora basta su contraseña para iniciar sesión.',
      paragraphs: [
        `El ${tellTime(time, locale)}, un administrador de la clínica desactivó la verificación en dos pasos de su cuenta de Polyclinic y cerró su sesión en todos los dispositivos. A partir de ahora basta su contraseña para iniciar sesión; su aplicación de autenticación y sus códigos de recuperación ya no sirven.`,
        'Si usted lo pidió, inicie sesión y vuelva a activar la verificación en dos pasos. Si no lo pidió, avise de inmediato a la clínica y cambie su contraseña.',
      ],
      action: openPolyclinic.es,
      footnote: sentAlways.es,
    }),
  },
};
