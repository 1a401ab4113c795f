import type { Addressed } from '../../../../mail/layout.ts';
import type { Template } from '../../../../mail/template.ts';
import type { PlannedVisit } from '../visit.ts';
import { cannotCome, openAppointment, tellStart, tellVisit } from '../wording/visit-words.ts';
import { sampleVisit } from './sample-visit.ts';

/** Reminds a patient of an appointment, a day before. */
export const appointmentReminderMail: Template<Addressed & PlannedVisit> = {
  name: 'appointment-reminder',
  sample: sampleVisit,
  words: {
    en: (visit, locale) => ({
      subject: 'A reminder of your appointment',
      preview: tellStart(visit, locale),
      paragraphs: ['Please remember your appointment:', ...tellVisit.en(visit, locale)],
      action: openAppointment.en,
      footnote: cannotCome.en,
    }),
    de: (visit, locale) => ({
      subject: 'Erinnerung an Ihren Termin',
      preview: tellStart(visit, locale),
      paragraphs: ['bitte denken Sie an Ihren Termin:', ...tellVisit.de(visit, locale)],
      action: openAppointment.de,
      footnote: cannotCome.de,
    }),
    es: (visit, locale) => ({
      subject: 'Recordatorio de su cita',
      preview: tellStart(visit, locale),
      paragraphs: ['Le recordamos su cita:', ...tellVisit.es(visit, locale)],
      action: openAppointment.es,
      footnote: cannotCome.es,
    }),
  },
};
