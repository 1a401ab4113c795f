import type { Addressed } from '../../../../mail/layout.ts';
import type { Template } from '../../../../mail/template.ts';
import type { PlannedVisit } from '../visit.ts';
import { cannotCome, openAppointment, tellStart, tellVisit } from '../wording/visit-words.ts';
import { sampleVisit } from './sample-visit.ts';

/** Tells a patient that an appointment is booked, of which their calendar hears as well. */
export const appointmentBookedMail: Template<Addressed & PlannedVisit> = {
  name: 'appointment-booked',
  sample: sampleVisit,
  words: {
    en: (visit, locale) => ({
      subject: 'Your appointment is booked',
      preview: tellStart(visit, locale),
      paragraphs: [
        'This appointment is booked for you:',
        ...tellVisit.en(visit, locale),
        'The calendar entry is attached to this mail.',
      ],
      action: openAppointment.en,
      footnote: cannotCome.en,
    }),
    de: (visit, locale) => ({
      subject: 'Ihr Termin ist gebucht',
      preview: tellStart(visit, locale),
      paragraphs: [
        'dieser Termin ist für Sie gebucht:',
        ...tellVisit.de(visit, locale),
        'Der Kalendereintrag hängt an dieser E-Mail.',
      ],
      action: openAppointment.de,
      footnote: cannotCome.de,
    }),
    es: (visit, locale) => ({
      subject: 'Su cita está reservada',
      preview: tellStart(visit, locale),
      paragraphs: [
        'Esta cita está reservada a su nombre:',
        ...tellVisit.es(visit, locale),
        'Este mensaje lleva adjunta la entrada para su calendario.',
      ],
      action: openAppointment.es,
      footnote: cannotCome.es,
    }),
  },
};
