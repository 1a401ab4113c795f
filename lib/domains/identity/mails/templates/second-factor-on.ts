import type { MailContext, Template } from '../../../../mail/template.ts';
import { tellTime } from '../wording/event-time.ts';
import { openPolyclinic, sentAlways } from '../wording/notices.ts';
import { sampleContext } from './sample-data.ts';

/** Tells a person that signing in takes a second step from now on. */
export const secondFactorOnMail: Template<MailContext> = {
  name: 'second-factor-on',
  sample: sampleContext,
  words: {
    en: ({ time }, locale) => ({
      subject: 'Two-step sign-in is on',
      preview: 'Signing in takes a code of your authenticator from now on.',
      paragraphs: [
        `On ${tellTime(time, locale)}, two-step sign-in was turned on for your Polyclinic account. Signing in takes your password and a code of the authenticator from now on; keep the recovery codes where you find them without your phone.`,
        'If it was you, there is nothing to do. If it was not, someone else knows your password: set a new one by “Forgot password” where you sign in, and ask the clinic to turn two-step sign-in off.',
      ],
      action: openPolyclinic.en,
      footnote: sentAlways.en,
    }),
    de: ({ time }, locale) => ({
      subject: 'Die Anmeldung in zwei Schritten ist an',
      preview: 'Ab jetzt brauchen Sie dafür einen Code Ihrer Authenticator-App.',
      paragraphs: [
        `am ${tellTime(time, locale)} wurde die Anmeldung in zwei Schritten für Ihr Polyclinic-Konto eingeschaltet. Für die Anmeldung brauchen Sie ab jetzt Ihr Passwort und einen Code der Authenticator-App; bewahren Sie die Wiederherstellungscodes dort auf, wo Sie sie auch ohne Ihr Telefon finden.`,
        'Wenn Sie das waren, brauchen Sie nichts zu tun. Wenn nicht, kennt jemand anderes Ihr Passwort: Legen Sie über „Passwort vergessen“ auf der Anmeldeseite ein neues fest, und bitten Sie die Klinik, die Anmeldung in zwei Schritten auszuschalten.',
      ],
      action: openPolyclinic.de,
      footnote: sentAlways.de,
    }),
    es: ({ time }, locale) => ({
      subject: 'La verificación en dos pasos está activada',
      preview: 'A partir de ahora necesita un código de su aplicación de autenticación.',
      paragraphs: [
        `El ${tellTime(time, locale)} se activó la verificación en dos pasos de su cuenta de Polyclinic. A partir de ahora, para iniciar sesión necesita su contraseña y un código de la aplicación de autenticación; guarde los códigos de recuperación donde los encuentre sin su teléfono.`,
        'Si fue usted, no tiene que hacer nada. Si no fue usted, otra persona conoce su contraseña: establezca otra mediante «¿Olvidó su contraseña?», en la página de inicio de sesión, y pida a la clínica que desactive la verificación en dos pasos.',
      ],
      action: openPolyclinic.es,
      footnote: sentAlways.es,
    }),
  },
};
