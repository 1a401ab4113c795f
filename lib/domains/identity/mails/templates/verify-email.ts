import type { Addressed } from '../../../../mail/layout.ts';
import type { Template } from '../../../../mail/template.ts';
import { sampleLink, sampleName } from './sample-data.ts';

/** Asks a new person to confirm the address. */
export const verifyEmailMail: Template<Addressed> = {
  name: 'verify-email',
  sample: () => ({ name: sampleName, link: sampleLink('verify-email') }),
  words: {
    en: () => ({
      subject: 'Confirm your email address',
      preview: 'One click, and your Polyclinic account is ready.',
      paragraphs: [
        'Thank you for registering with Polyclinic.',
        'Please confirm that this is your email address. Until then you can sign in, but not place an order.',
      ],
      action: 'Confirm email address',
      footnote:
        'The link works once, for a day, and until you change your password or ask for another; you can do that after signing in. ' +
        'If you did not register, somebody else has typed your address: without the link it is never confirmed. ' +
        'To make the account yours, choose “Forgot password” where you sign in: whatever they have entered is deleted.',
    }),
    de: () => ({
      subject: 'Bestätigen Sie Ihre E-Mail-Adresse',
      preview: 'Ein Klick, und Ihr Polyclinic-Konto ist bereit.',
      paragraphs: [
        'vielen Dank für Ihre Registrierung bei Polyclinic.',
        'Bitte bestätigen Sie, dass dies Ihre E-Mail-Adresse ist. Bis dahin können Sie sich anmelden, aber nichts bestellen.',
      ],
      action: 'E-Mail-Adresse bestätigen',
      footnote:
        'Der Link gilt nur einmal, einen Tag lang, und nur so lange, bis Sie Ihr Passwort ändern oder einen anderen anfordern; das können Sie nach der Anmeldung tun. ' +
        'Wenn Sie sich nicht registriert haben, hat jemand anderes Ihre Adresse eingegeben: Ohne den Link wird sie nie bestätigt. ' +
        'Um das Konto zu Ihrem zu machen, wählen Sie auf der Anmeldeseite „Passwort vergessen“: Dann wird gelöscht, was dort eingegeben wurde.',
    }),
    es: () => ({
      subject: 'Confirme su dirección de correo electrónico',
      preview: 'Un clic, y su cuenta de Polyclinic estará lista.',
      paragraphs: [
        'Gracias por registrarse en Polyclinic.',
        'Confirme, por favor, que esta es su dirección de correo electrónico. Hasta entonces puede iniciar sesión, pero no hacer pedidos.',
      ],
      action: 'Confirmar la dirección de correo',
      footnote:
        'El enlace sirve una sola vez, durante un día, y solo hasta que cambie su contraseña o pida otro; puede pedirlo después de iniciar sesión. ' +
        'Si no se ha registrado usted, otra persona ha escrito su dirección: sin el enlace nunca quedará confirmada. ' +
        'Para que la cuenta sea suya, elija «¿Olvidó su contraseña?» en la página de inicio de sesión: se eliminará todo lo que esa persona haya introducido.',
    }),
  },
};
