import type { MailContext, Template } from '../../../../mail/template.ts';
import { tellTime } from '../wording/event-time.ts';
import { openPolyclinic, sentHourly } from '../wording/notices.ts';
import { sampleContext } from './sample-data.ts';

/** Tells a person that somebody who has their password keeps guessing codes. */
export const codesGuessedMail: Template<MailContext> = {
  name: 'codes-guessed',
  sample: sampleContext,
  words: {
    en: ({ time }, locale) => ({
      subject: 'Someone knows your password',
      preview: 'The codes they tried were wrong. Please change your password.',
      paragraphs: [
        `On ${tellTime(time, locale)}, someone had given the right password of your Polyclinic account and tried ten codes for the second step, and none of them was right. Further codes have to wait now, longer each time.`,
        'If it was you, wait a little; devices that you have signed in on before are not affected. If it was not, none of these tries got in, but your password is known to somebody: set another one at once, by “Forgot password” where you sign in, and use it nowhere else.',
      ],
      action: openPolyclinic.en,
      footnote: sentHourly.en,
    }),
    de: ({ time }, locale) => ({
      subject: 'Jemand kennt Ihr Passwort',
      preview: 'Die eingegebenen Codes waren falsch. Bitte ändern Sie Ihr Passwort.',
      paragraphs: [
        `am ${tellTime(time, locale)} hatte jemand das richtige Passwort Ihres Polyclinic-Kontos eingegeben und für den zweiten Schritt zehn Codes probiert, von denen keiner stimmte. Weitere Versuche sind nun erst nach einer Wartezeit möglich, die jedes Mal länger wird.`,
        'Wenn Sie das waren, warten Sie ein wenig; Geräte, auf denen Sie sich schon einmal angemeldet haben, sind nicht betroffen. Wenn nicht, war zwar keiner dieser Versuche erfolgreich, aber jemand kennt Ihr Passwort: Legen Sie sofort über „Passwort vergessen“ auf der Anmeldeseite ein neues fest, und verwenden Sie es nirgendwo sonst.',
      ],
      action: openPolyclinic.de,
      footnote: sentHourly.de,
    }),
    es: ({ time }, locale) => ({
      subject: 'Alguien conoce su contraseña',
      preview: 'Los códigos que probó eran incorrectos. Cambie su contraseña, por favor.',
      paragraphs: [
        `El ${tellTime(time, locale)}, alguien había introducido la contraseña correcta de su cuenta de Polyclinic y había probado diez códigos para el segundo paso, ninguno de ellos válido. A partir de ahora, cada nuevo intento exige una espera, cada vez más larga.`,
        'Si fue usted, espere un poco; los dispositivos en los que ya había iniciado sesión no se ven afectados. Si no fue usted, ninguno de estos intentos tuvo éxito, pero alguien conoce su contraseña: establezca otra de inmediato mediante «¿Olvidó su contraseña?», en la página de inicio de sesión, y no la use en ningún otro sitio.',
      ],
      action: openPolyclinic.es,
      footnote: sentHourly.es,
    }),
  },
};
