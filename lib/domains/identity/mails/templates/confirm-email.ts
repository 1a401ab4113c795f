import type { Addressed } from '../../../../mail/layout.ts';
import type { Template } from '../../../../mail/template.ts';
import { sampleLink, sampleName } from './sample-data.ts';

/** Asks a person who wants another address to confirm it; it goes to that address. */
export const confirmEmailMail: Template<Addressed> = {
  name: 'confirm-email',
  sample: () => ({ name: sampleName, link: sampleLink('confirm-email') }),
  words: {
    en: () => ({
      subject: 'Confirm your new email address',
      preview: 'One click, and it is the address of your account.',
      paragraphs: [
        'You asked us to use this email address for your Polyclinic account.',
        'Please confirm that it is yours. Until then everything stays as it was, and you sign in with your old address.',
      ],
      action: 'Confirm new address',
      footnote:
        'The link works once, for a day, and until the password is changed or another address is asked for. If you did not ask for this, ignore this mail: the account keeps its old address, and yours is not used.',
    }),
    de: () => ({
      subject: 'Bestätigen Sie Ihre neue E-Mail-Adresse',
      preview: 'Ein Klick, und sie gehört zu Ihrem Konto.',
      paragraphs: [
        'Sie haben uns gebeten, diese E-Mail-Adresse für Ihr Polyclinic-Konto zu verwenden.',
        'Bitte bestätigen Sie, dass sie Ihnen gehört. Bis dahin bleibt alles, wie es war, und Sie melden sich mit Ihrer bisherigen Adresse an.',
      ],
      action: 'Neue Adresse bestätigen',
      footnote:
        'Der Link gilt nur einmal, einen Tag lang, und nur so lange, bis das Passwort geändert oder eine andere Adresse gewünscht wird. Wenn Sie nicht darum gebeten haben, ignorieren Sie diese E-Mail: Das Konto behält seine bisherige Adresse, und Ihre wird nicht verwendet.',
    }),
    es: () => ({
      subject: 'Confirme su nueva dirección de correo',
      preview: 'Un clic, y será la dirección de su cuenta.',
      paragraphs: [
        'Usted nos pidió usar esta dirección de correo electrónico para su cuenta de Polyclinic.',
        'Confirme, por favor, que es suya. Hasta entonces todo sigue como estaba y usted inicia sesión con su dirección anterior.',
      ],
      action: 'Confirmar la nueva dirección',
      footnote:
        'El enlace sirve una sola vez, durante un día, y solo hasta que se cambie la contraseña o se pida otra dirección. Si no lo ha pedido usted, ignore este mensaje: la cuenta conserva su dirección anterior y la de usted no se utiliza.',
    }),
  },
};
