import type { Addressed } from '../../../../mail/layout.ts';
import type { Template } from '../../../../mail/template.ts';
import { sampleLink, sampleName } from './sample-data.ts';

/** Lets a person who forgot the password set another. */
export const resetPasswordMail: Template<Addressed> = {
  name: 'reset-password',
  sample: () => ({ name: sampleName, link: sampleLink('reset-password') }),
  words: {
    en: () => ({
      subject: 'Set a new password',
      preview: 'The link works once, and for an hour.',
      paragraphs: [
        'Somebody, we hope you, has forgotten the password of your Polyclinic account.',
        'You can set a new one now. You will be signed out on all your devices then, and can sign in again with the new password.',
        'If you have never confirmed this email address, what was entered for the account until now is deleted: somebody else may have done so.',
      ],
      action: 'Set a new password',
      footnote:
        'The link works once, for an hour, and until the password is changed or we send you a newer one. If you did not ask for it, ignore this mail: your password stays as it is.',
    }),
    de: () => ({
      subject: 'Legen Sie ein neues Passwort fest',
      preview: 'Der Link gilt nur einmal und eine Stunde lang.',
      paragraphs: [
        'jemand, hoffentlich Sie, hat das Passwort Ihres Polyclinic-Kontos vergessen.',
        'Sie können jetzt ein neues festlegen. Sie werden dann auf allen Ihren Geräten abgemeldet und können sich mit dem neuen Passwort wieder anmelden.',
        'Wenn Sie diese E-Mail-Adresse nie bestätigt haben, wird gelöscht, was bisher für das Konto eingegeben wurde: Es könnte von jemand anderem stammen.',
      ],
      action: 'Neues Passwort festlegen',
      footnote:
        'Der Link gilt nur einmal, eine Stunde lang, und nur so lange, bis das Passwort geändert wird oder wir Ihnen einen neueren senden. Wenn Sie nicht darum gebeten haben, ignorieren Sie diese E-Mail: Ihr Passwort bleibt, wie es ist.',
    }),
    es: () => ({
      subject: 'Establezca una contraseña nueva',
      preview: 'El enlace sirve una sola vez y durante una hora.',
      paragraphs: [
        'Alguien, esperamos que usted, ha olvidado la contraseña de su cuenta de Polyclinic.',
        'Ya puede establecer una nueva. Se cerrará entonces la sesión en todos sus dispositivos y podrá iniciarla de nuevo con la contraseña nueva.',
        'Si nunca ha confirmado esta dirección de correo electrónico, se eliminará lo que se haya introducido en la cuenta hasta ahora: pudo haberlo hecho otra persona.',
      ],
      action: 'Establecer una contraseña nueva',
      footnote:
        'El enlace sirve una sola vez, durante una hora, y solo hasta que se cambie la contraseña o le enviemos otro más reciente. Si no lo ha pedido usted, ignore este mensaje: su contraseña sigue siendo la misma.',
    }),
  },
};
