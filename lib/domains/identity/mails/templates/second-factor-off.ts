import type { Translations } from '../../../../languages.ts';
import type { MailContext, Template } from '../../../../mail/template.ts';
import { tellTime } from '../wording/event-time.ts';
import { openPolyclinic, sentAlways } from '../wording/notices.ts';
import { sampleContext } from './sample-data.ts';

/** The kinds of code that may have been shown for it. */
const proofs: Translations<Readonly<Record<'authenticator' | 'recovery-code', string>>> = {
  en: { authenticator: 'a code of your authenticator', 'recovery-code': 'a recovery code' },
  de: { authenticator: 'einem Code Ihrer Authenticator-App', 'recovery-code': 'einem Wiederherstellungscode' },
  es: { authenticator: 'un código de su aplicación de autenticación', 'recovery-code': 'un código de recuperación' },
};

/** Tells a person that they have turned the second step off, and by which kind of code. */
export const secondFactorOffMail: Template<
  MailContext & {
    /** The kind of code that was shown for it. */
    readonly proof: 'authenticator' | 'recovery-code';
  }
> = {
  name: 'second-factor-off',
  sample: () => ({ ...sampleContext(), proof: 'recovery-code' }),
  words: {
    en: ({ time, proof }, locale) => ({
      subject: 'Two-step sign-in is off',
      preview: 'Your password alone signs you in from now on.',
      paragraphs: [
        `On ${tellTime(time, locale)}, two-step sign-in was turned off for your Polyclinic account by ${proofs.en[proof]}. Your password alone signs you in from now on, and no recovery code is left.`,
        'If it was you, there is nothing to do. If it was not, change your password at once, which signs out every other device, and turn two-step sign-in on again.',
      ],
      action: openPolyclinic.en,
      footnote: sentAlways.en,
    }),
    de: ({ time, proof }, locale) => ({
      subject: 'Die Anmeldung in zwei Schritten ist aus',
      preview: 'Ab jetzt genügt Ihr Passwort für die Anmeldung.',
      paragraphs: [
        `am ${tellTime(time, locale)} wurde die Anmeldung in zwei Schritten für Ihr Polyclinic-Konto mit ${proofs.de[proof]} ausgeschaltet. Ab jetzt genügt Ihr Passwort für die Anmeldung, und es ist kein Wiederherstellungscode mehr übrig.`,
        'Wenn Sie das waren, brauchen Sie nichts zu tun. Wenn nicht, ändern Sie sofort Ihr Passwort, wodurch alle anderen Geräte abgemeldet werden, und schalten Sie die Anmeldung in zwei Schritten wieder ein.',
      ],
      action: openPolyclinic.de,
      footnote: sentAlways.de,
    }),
    es: ({ time, proof }, locale) => ({
      subject: 'La verificación en dos pasos está desactivada',
      preview: 'A partir de ahora basta su contraseña para iniciar sesión.',
      paragraphs: [
        `El ${tellTime(time, locale)} se desactivó la verificación en dos pasos de su cuenta de Polyclinic mediante ${proofs.es[proof]}. A partir de ahora basta su contraseña para iniciar sesión, y ya no le queda ningún código de recuperación.`,
        'Si fue usted, no tiene que hacer nada. Si no fue usted, cambie su contraseña de inmediato, lo que cierra la sesión en todos los demás dispositivos, y vuelva a activar la verificación en dos pasos.',
      ],
      action: openPolyclinic.es,
      footnote: sentAlways.es,
    }),
  },
};
