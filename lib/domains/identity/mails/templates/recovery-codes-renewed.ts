import type { Translations } from '../../../../languages.ts';
import type { MailContext, Template } from '../../../../mail/template.ts';
import { tellTime } from '../wording/event-time.ts';
import { openPolyclinic, sentAlways } from '../wording/notices.ts';
import { sampleContext } from './sample-data.ts';

/** The kinds of code that may have been shown for it. */
const proofs: Translations<Readonly<Record<'authenticator' | 'recovery-code', string>>> = {
  en: { authenticator: 'a code of your authenticator', 'recovery-code': 'one of the old ones' },
  de: { authenticator: 'einem Code Ihrer Authenticator-App', 'recovery-code': 'einem der alten Codes' },
  es: { authenticator: 'un código de su aplicación de autenticación', 'recovery-code': 'uno de los antiguos' },
};

/** Tells a person that their recovery codes were replaced, and by which kind of code. */
export const recoveryCodesRenewedMail: Template<
  MailContext & {
    /** The kind of code that was shown for it. */
    readonly proof: 'authenticator' | 'recovery-code';
  }
> = {
  name: 'recovery-codes-renewed',
  sample: () => ({ ...sampleContext(), proof: 'authenticator' }),
  words: {
    en: ({ time, proof }, locale) => ({
      subject: 'You have new recovery codes',
      preview: 'Ten are left; the old ones are good for nothing.',
      paragraphs: [
        `On ${tellTime(time, locale)}, ten new recovery codes were made for your Polyclinic account by ${proofs.en[proof]}. Those until then are good for nothing.`,
        'If it was you, there is nothing to do but to keep the new ones where you find them without your phone. If it was not, change your password at once, which signs out every other device, and make new recovery codes.',
      ],
      action: openPolyclinic.en,
      footnote: sentAlways.en,
    }),
    de: ({ time, proof }, locale) => ({
      subject: 'Sie haben neue Wieder\u00adherstellungs\u00adcodes',
      preview: 'Es sind zehn; die alten sind ungültig.',
      paragraphs: [
        `am ${tellTime(time, locale)} wurden mit ${proofs.de[proof]} zehn neue Wiederherstellungscodes für Ihr Polyclinic-Konto erstellt. Alle früheren sind ungültig.`,
        'Wenn Sie das waren, brauchen Sie nur die neuen dort aufzubewahren, wo Sie sie auch ohne Ihr Telefon finden. Wenn nicht, ändern Sie sofort Ihr Passwort, wodurch alle anderen Geräte abgemeldet werden, und erstellen Sie neue Wiederherstellungscodes.',
      ],
      action: openPolyclinic.de,
      footnote: sentAlways.de,
    }),
    es: ({ time, proof }, locale) => ({
      subject: 'Tiene nuevos códigos de recuperación',
      preview: 'Son diez; los anteriores ya no sirven.',
      paragraphs: [
        `El ${tellTime(time, locale)} se generaron diez nuevos códigos de recuperación para su cuenta de Polyclinic mediante ${proofs.es[proof]}. Los anteriores ya no sirven.`,
        'Si fue usted, solo tiene que guardar los nuevos donde los encuentre sin su teléfono. Si no fue usted, cambie su contraseña de inmediato, lo que cierra la sesión en todos los demás dispositivos, y genere nuevos códigos de recuperación.',
      ],
      action: openPolyclinic.es,
      footnote: sentAlways.es,
    }),
  },
};
