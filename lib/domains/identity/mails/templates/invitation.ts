import type { Addressed } from '../../../../mail/layout.ts';
import type { Template } from '../../../../mail/template.ts';
import { sampleLink, sampleName } from './sample-data.ts';

/** Invites a person for whom an account was made, and who has to choose a password. */
export const invitationMail: Template<Addressed> = {
  name: 'invitation',
  sample: () => ({ name: sampleName, link: sampleLink('accept-invitation') }),
  words: {
    en: () => ({
      subject: 'You are invited to Polyclinic',
      preview: 'Choose a password, and your account is ready.',
      paragraphs: [
        'The clinic has made an account for you at Polyclinic.',
        'Choose a password to accept the invitation. With it you also confirm that this is your email address.',
      ],
      action: 'Accept invitation',
      footnote:
        'The link works once, for a week, and until we send you a newer one. If you do not know why you were invited, ignore this mail: without a mail to this address nobody can choose its password.',
    }),
    de: () => ({
      subject: 'Ihre Einladung zu Polyclinic',
      preview: 'Wählen Sie ein Passwort, und Ihr Konto ist bereit.',
      paragraphs: [
        'die Klinik hat bei Polyclinic ein Konto für Sie angelegt.',
        'Wählen Sie ein Passwort, um die Einladung anzunehmen. Damit bestätigen Sie auch, dass dies Ihre E-Mail-Adresse ist.',
      ],
      action: 'Einladung annehmen',
      footnote:
        'Der Link gilt nur einmal, eine Woche lang, und nur so lange, bis wir Ihnen einen neueren senden. Wenn Sie nicht wissen, warum Sie eingeladen wurden, ignorieren Sie diese E-Mail: Ohne eine E-Mail an diese Adresse kann niemand das Passwort des Kontos wählen.',
    }),
    es: () => ({
      subject: 'Su invitación a Polyclinic',
      preview: 'Elija una contraseña y su cuenta estará lista.',
      paragraphs: [
        'La clínica ha creado una cuenta para usted en Polyclinic.',
        'Elija una contraseña para aceptar la invitación. Con ello confirma también que esta es su dirección de correo electrónico.',
      ],
      action: 'Aceptar la invitación',
      footnote:
        'El enlace sirve una sola vez, durante una semana, y solo hasta que le enviemos otro más reciente. Si no sabe por qué ha recibido esta invitación, ignore este mensaje: sin un mensaje enviado a esta dirección, nadie puede elegir la contraseña de la cuenta.',
    }),
  },
};
