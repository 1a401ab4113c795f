import type { Addressed } from '../../../../mail/layout.ts';
import type { Template } from '../../../../mail/template.ts';
import type { PlannedVisit } from '../visit.ts';
import { openAppointment, tellStart, tellVisit } from '../wording/visit-words.ts';
import { sampleVisit } from './sample-visit.ts';

/** Tells a patient, and their calendar, that an appointment is cancelled. */
export const appointmentCancelledMail: Template<Addressed & PlannedVisit> = {
  name: 'appointment-cancelled',
  sample: sampleVisit,
  words: {
    en: (visit, locale) => ({
      subject: 'Your appointment is cancelled',
      preview: tellStart(visit, locale),
      paragraphs: [
        'This appointment was cancelled, and you need not come:',
        ...tellVisit.en(visit, locale),
        'What is attached to this mail takes it out of your calendar.',
      ],
      action: openAppointment.en,
      footnote: 'If you still want to see a doctor, book another appointment or ask the clinic.',
    }),
    de: (visit, locale) => ({
      subject: 'Ihr Termin ist abgesagt',
      preview: tellStart(visit, locale),
      paragraphs: [
        'dieser Termin wurde abgesagt, und Sie brauchen nicht zu kommen:',
        ...tellVisit.de(visit, locale),
        'Der Anhang dieser E-Mail nimmt ihn aus Ihrem Kalender.',
      ],
      action: openAppointment.de,
      footnote: 'Wenn Sie weiterhin einen Termin brauchen, buchen Sie einen anderen oder fragen Sie die Praxis.',
    }),
    es: (visit, locale) => ({
      subject: 'Su cita ha sido anulada',
      preview: tellStart(visit, locale),
      paragraphs: [
        'Esta cita ha sido anulada y no tiene que acudir:',
        ...tellVisit.es(visit, locale),
        'El archivo adjunto a este mensaje la quita de su calendario.',
      ],
      action: openAppointment.es,
      footnote: 'Si todavía necesita una cita, reserve otra o consulte con la clínica.',
    }),
  },
};
