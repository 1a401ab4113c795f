import type { Translations } from '../../../../languages.ts';

/** The button of a notice after which there is nothing particular to do. */
export const openPolyclinic: Translations<string> = {
  en: 'Open Polyclinic',
  de: 'Polyclinic öffnen',
  es: 'Abrir Polyclinic',
};

/** The small print of a notice that is sent each time. */
export const sentAlways: Translations<string> = {
  en: 'We send this notice whenever it happens. It cannot be turned off, because your account protects your health data.',
  de: 'Diese Mitteilung senden wir Ihnen jedes Mal, wenn dies geschieht. Sie lässt sich nicht abbestellen, denn Ihr Konto schützt Ihre Gesundheitsdaten.',
  es: 'Enviamos este aviso siempre que esto ocurre. No se puede desactivar, porque su cuenta protege sus datos de salud.',
};

/** The small print of a notice of what somebody may do again and again. */
export const sentHourly: Translations<string> = {
  en: 'We send this notice at most once an hour. It cannot be turned off, because your account protects your health data.',
  de: 'Diese Mitteilung senden wir Ihnen höchstens einmal pro Stunde. Sie lässt sich nicht abbestellen, denn Ihr Konto schützt Ihre Gesundheitsdaten.',
  es: 'Enviamos este aviso como máximo una vez por hora. No se puede desactivar, porque su cuenta protege sus datos de salud.',
};
