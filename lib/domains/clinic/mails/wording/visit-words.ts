import type { Translations } from '../../../../languages.ts';
import { formatInstant } from '../../../../zoned-text.ts';
import type { Visit } from '../visit.ts';

/** What a visit is, where and when: a line each, by the clock on the clinic’s wall. */
export const tellVisit: Translations<(visit: Visit, locale: string) => readonly string[]> = {
  en: (visit, locale) => [`What: ${visit.titles.en}`, `Where: ${visit.clinic}`, `When: ${tellStart(visit, locale)}`],
  de: (visit, locale) => [`Was: ${visit.titles.de}`, `Wo: ${visit.clinic}`, `Wann: ${tellStart(visit, locale)}`],
  es: (visit, locale) => [`Qué: ${visit.titles.es}`, `Dónde: ${visit.clinic}`, `Cuándo: ${tellStart(visit, locale)}`],
};

/** When a visit begins, by the clock on the clinic’s wall: `16 March 2026 at 09:00 UTC−4`. */
export function tellStart({ start, timeZone }: Pick<Visit, 'start' | 'timeZone'>, locale: string): string {
  return formatInstant(start, timeZone, locale);
}

/** The button that leads to an appointment. */
export const openAppointment: Translations<string> = {
  en: 'Open appointment',
  de: 'Termin öffnen',
  es: 'Abrir la cita',
};

/** What to do for who cannot come, which is the small print of what is booked. */
export const cannotCome: Translations<string> = {
  en: 'If you cannot come, please cancel the appointment or tell the clinic as early as you can, so that somebody else gets the time.',
  de: 'Wenn Sie nicht kommen können, sagen Sie den Termin bitte so früh wie möglich ab oder geben Sie der Praxis Bescheid, damit jemand anderes die Zeit bekommt.',
  es: 'Si no puede acudir, anule la cita o avise a la clínica lo antes posible, para que otra persona pueda aprovechar la hora.',
};
