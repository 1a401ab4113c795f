import type { MailContext, Template } from '../../../../mail/template.ts';
import { tellTime } from '../wording/event-time.ts';
import { openPolyclinic, sentAlways } from '../wording/notices.ts';
import { sampleContext } from './sample-data.ts';

/** Tells a person that the account has another address; it goes to the one that it had before. */
export const emailChangedMail: Template<MailContext> = {
  name: 'email-changed',
  sample: sampleContext,
  words: {
    en: ({ time }, locale) => ({
      subject: 'Your email address was changed',
      preview: 'This address belongs to your account no longer.',
      paragraphs: [
        `On ${tellTime(time, locale)}, your Polyclinic account was given another email address. We write to the new one from now on; this is the last mail to this one.`,
        'If it was you, there is nothing to do. If it was not, someone else can get into your account: please tell the clinic at once.',
      ],
      action: openPolyclinic.en,
      footnote: sentAlways.en,
    }),
    de: ({ time }, locale) => ({
      subject: 'Ihre E-Mail-Adresse wurde geändert',
      preview: 'Diese Adresse gehört nicht mehr zu Ihrem Konto.',
      paragraphs: [
        `am ${tellTime(time, locale)} hat Ihr Polyclinic-Konto eine andere E-Mail-Adresse erhalten. Künftig schreiben wir Ihnen dorthin; dies ist die letzte E-Mail an diese Adresse.`,
        'Wenn Sie das waren, brauchen Sie nichts zu tun. Wenn nicht, hat jemand anderes Zugang zu Ihrem Konto: Bitte informieren Sie sofort die Klinik.',
      ],
      action: openPolyclinic.de,
      footnote: sentAlways.de,
    }),
    es: ({ time }, locale) => ({
      subject: 'Se ha cambiado su dirección de correo',
      preview: 'Esta dirección ya no pertenece a su cuenta.',
      paragraphs: [
        `El ${tellTime(time, locale)} se asignó otra dirección de correo electrónico a su cuenta de Polyclinic. A partir de ahora le escribiremos a la nueva; este es el último mensaje que enviamos a esta.`,
        'Si fue usted, no tiene que hacer nada. Si no fue usted, otra persona tiene acceso a su cuenta: avise de inmediato a la clínica.',
      ],
      action: openPolyclinic.es,
      footnote: sentAlways.es,
    }),
  },
};
