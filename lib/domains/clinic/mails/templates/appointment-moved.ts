import type { Addressed } from '../../../../mail/layout.ts';
import type { Template } from '../../../../mail/template.ts';
import type { PlannedVisit } from '../visit.ts';
import { cannotCome, openAppointment, tellStart, tellVisit } from '../wording/visit-words.ts';
import { sampleVisit } from './sample-visit.ts';

/** Tells a patient, and their calendar, that an appointment is at another time than before. */
export const appointmentMovedMail: Template<Addressed & PlannedVisit> = {
  name: 'appointment-moved',
  sample: sampleVisit,
  words: {
    en: (visit, locale) => ({
      subject: 'Your appointment has a new time',
      preview: tellStart(visit, locale),
      paragraphs: [
        'Your appointment was moved. From now on it is:',
        ...tellVisit.en(visit, locale),
        'The time before no longer holds. The new calendar entry is attached to this mail, and takes the place of the old one.',
      ],
      action: openAppointment.en,
      footnote: cannotCome.en,
    }),
    de: (visit, locale) => ({
      subject: 'Ihr Termin hat eine neue Zeit',
      preview: tellStart(visit, locale),
      paragraphs: [
        'Ihr Termin wurde verlegt. Ab jetzt gilt:',
        ...tellVisit.de(visit, locale),
        'Die bisherige Zeit gilt nicht mehr. Der neue Kalendereintrag hängt an dieser E-Mail und ersetzt den alten.',
      ],
      action: openAppointment.de,
      footnote: cannotCome.de,
    }),
    es: (visit, locale) => ({
      subject: 'Su cita tiene una nueva hora',
      preview: tellStart(visit, locale),
      paragraphs: [
        'Su cita ha cambiado de hora. A partir de ahora es:',
        ...tellVisit.es(visit, locale),
        'La hora anterior ya no es válida. Este mensaje lleva adjunta la nueva entrada para su calendario, que sustituye a la anterior.',
      ],
      action: openAppointment.es,
      footnote: cannotCome.es,
    }),
  },
};
