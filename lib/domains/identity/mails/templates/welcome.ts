import type { MailContext, Template } from '../../../../mail/template.ts';
import { openPolyclinic } from '../wording/notices.ts';
import { sampleContext } from './sample-data.ts';

/** Welcomes a person who has confirmed the address. */
export const welcomeMail: Template<MailContext> = {
  name: 'welcome',
  sample: sampleContext,
  words: {
    en: () => ({
      subject: 'Welcome to Polyclinic',
      preview: 'Your email address is confirmed.',
      paragraphs: [
        'Your email address is confirmed, and your account is ready.',
        'We write to this address when there is something you should know, never to ask for your password.',
      ],
      action: openPolyclinic.en,
      footnote: 'You receive this mail because you confirmed your email address at Polyclinic.',
    }),
    de: () => ({
      subject: 'Willkommen bei Polyclinic',
      preview: 'Ihre E-Mail-Adresse ist bestätigt.',
      paragraphs: [
        'Ihre E-Mail-Adresse ist bestätigt, und Ihr Konto ist bereit.',
        'Wir schreiben an diese Adresse, wenn es etwas gibt, das Sie wissen sollten, aber nie, um nach Ihrem Passwort zu fragen.',
      ],
      action: openPolyclinic.de,
      footnote: 'Sie erhalten diese E-Mail, weil Sie Ihre E-Mail-Adresse bei Polyclinic bestätigt haben.',
    }),
    es: () => ({
      subject: 'Le damos la bienvenida a Polyclinic',
      preview: 'Su dirección de correo electrónico está confirmada.',
      paragraphs: [
        'Su dirección de correo electrónico está confirmada y su cuenta está lista.',
        'Escribimos a esta dirección cuando hay algo que usted debe saber, nunca para pedirle su contraseña.',
      ],
      action: openPolyclinic.es,
      footnote: 'Recibe este mensaje porque confirmó su dirección de correo electrónico en Polyclinic.',
    }),
  },
};
