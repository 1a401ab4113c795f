import type { Translations } from '../../../../languages.ts';
import type { MailContext, Template } from '../../../../mail/template.ts';
import { tellTime } from '../wording/event-time.ts';
import { openPolyclinic, sentAlways } from '../wording/notices.ts';
import { sampleContext } from './sample-data.ts';

/** How many codes are left. */
const tellRemaining: Translations<(remaining: number) => string> = {
  en: (remaining) => {
    if (remaining === 0) return 'No recovery code is left.';
    return remaining === 1 ? 'One recovery code is left.' : `${remaining} recovery codes are left.`;
  },
  de: (remaining) => {
    if (remaining === 0) return 'Es ist kein Wiederherstellungscode mehr übrig.';
    return remaining === 1
      ? 'Es ist noch ein Wiederherstellungscode übrig.'
      : `Es sind noch ${remaining} Wiederherstellungscodes übrig.`;
  },
  es: (remaining) => {
    if (remaining === 0) return 'No le queda ningún código de recuperación.';
    return remaining === 1 ? 'Le queda un código de recuperación.' : `Le quedan ${remaining} códigos de recuperación.`;
  },
};

/** Tells a person that one of their recovery codes was used, and how many are left. */
export const recoveryCodeUsedMail: Template<
  MailContext & {
    readonly remaining: number;
  }
> = {
  name: 'recovery-code-used',
  sample: () => ({ ...sampleContext(), remaining: 7 }),
  words: {
    en: ({ time, remaining }, locale) => ({
      subject: 'A recovery code was used',
      preview: tellRemaining.en(remaining),
      paragraphs: [
        `On ${tellTime(time, locale)}, a recovery code of your Polyclinic account was used in place of a code of your authenticator. ${tellRemaining.en(remaining)}`,
        'If it was you, there is nothing to do but to get new codes before the last is used. If it was not, change your password at once, which signs out every other device, and get new recovery codes.',
      ],
      action: openPolyclinic.en,
      footnote: sentAlways.en,
    }),
    de: ({ time, remaining }, locale) => ({
      subject: 'Ein Wieder\u00adherstellungs\u00adcode wurde verwendet',
      preview: tellRemaining.de(remaining),
      paragraphs: [
        `am ${tellTime(time, locale)} wurde ein Wiederherstellungscode Ihres Polyclinic-Kontos anstelle eines Codes Ihrer Authenticator-App verwendet. ${tellRemaining.de(remaining)}`,
        'Wenn Sie das waren, brauchen Sie nur neue Codes zu erstellen, bevor der letzte verwendet ist. Wenn nicht, ändern Sie sofort Ihr Passwort, wodurch alle anderen Geräte abgemeldet werden, und erstellen Sie neue Wiederherstellungscodes.',
      ],
      action: openPolyclinic.de,
      footnote: sentAlways.de,
    }),
    es: ({ time, remaining }, locale) => ({
      subject: 'Se ha usado un código de recuperación',
      preview: tellRemaining.es(remaining),
      paragraphs: [
        `El ${tellTime(time, locale)} se usó un código de recuperación de su cuenta de Polyclinic en lugar de un código de su aplicación de autenticación. ${tellRemaining.es(remaining)}`,
        'Si fue usted, solo tiene que generar códigos nuevos antes de usar el último. Si no fue usted, cambie su contraseña de inmediato, lo que cierra la sesión en todos los demás dispositivos, y genere nuevos códigos de recuperación.',
      ],
      action: openPolyclinic.es,
      footnote: sentAlways.es,
    }),
  },
};
