import type { MailContext, Template } from '../../../../mail/template.ts';
import { tellTime } from '../wording/event-time.ts';
import { openPolyclinic, sentAlways } from '../wording/notices.ts';
import { sampleContext } from './sample-data.ts';

/** Tells a person that the account is gone, deleted by themselves or the clinic; it goes to the address that they had. */
export const accountDeletedMail: Template<MailContext> = {
  name: 'account-deleted',
  sample: sampleContext,
  words: {
    en: ({ time }, locale) => ({
      subject: 'Your account was deleted',
      preview: 'Nobody can sign in to it any more.',
      paragraphs: [
        `On ${tellTime(time, locale)}, your Polyclinic account was deleted, by yourself or by the clinic. Whoever was signed in is signed out.`,
        'If you know of it, there is nothing to do. If you do not, please tell the clinic at once: an administrator can bring the account back.',
      ],
      action: openPolyclinic.en,
      footnote: sentAlways.en,
    }),
    de: ({ time }, locale) => ({
      subject: 'Ihr Konto wurde gelöscht',
      preview: 'Niemand kann sich mehr damit anmelden.',
      paragraphs: [
        `am ${tellTime(time, locale)} wurde Ihr Polyclinic-Konto gelöscht, von Ihnen selbst oder von der Klinik. Wer angemeldet war, ist nun abgemeldet.`,
        'Wenn Sie davon wissen, brauchen Sie nichts zu tun. Wenn nicht, informieren Sie bitte sofort die Klinik: Die Administration kann das Konto wiederherstellen.',
      ],
      action: openPolyclinic.de,
      footnote: sentAlways.de,
    }),
    es: ({ time }, locale) => ({
      subject: 'Se ha eliminado su cuenta',
      preview: 'Ya nadie puede iniciar sesión en ella.',
      paragraphs: [
        `El ${tellTime(time, locale)} se eliminó su cuenta de Polyclinic, por decisión suya o de la clínica. Todas las sesiones abiertas se han cerrado.`,
        'Si está al corriente, no tiene que hacer nada. Si no lo está, avise de inmediato a la clínica: un administrador puede recuperar la cuenta.',
      ],
      action: openPolyclinic.es,
      footnote: sentAlways.es,
    }),
  },
};
