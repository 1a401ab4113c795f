import type { Addressed } from '../../../../mail/layout.ts';
import type { Template } from '../../../../mail/template.ts';
import { formatInstant } from '../../../../zoned-text.ts';
import type { OfferedVisit } from '../visit.ts';
import { tellStart, tellVisit } from '../wording/visit-words.ts';
import { sampleVisit } from './sample-visit.ts';

/** Offers a patient who waits a time that has become free, and says until when it is kept for them. */
export const slotOfferedMail: Template<Addressed & OfferedVisit> = {
  name: 'slot-offered',
  sample: () => ({
    ...sampleVisit(),
    link: 'http://localhost:5173/appointments/offers/019a0000-0000-7000-8000-0000000bb001',
    until: new Date('2026-03-05T14:12:00Z'),
  }),
  words: {
    en: (visit, locale) => ({
      subject: 'A time that you wait for is free',
      preview: tellStart(visit, locale),
      paragraphs: [
        'You are on the waiting list, and this time is free:',
        ...tellVisit.en(visit, locale),
        `It is kept for you until ${tellUntil(visit, locale)}. After that it is offered to the next who waits.`,
      ],
      action: 'Take this time',
      footnote:
        'If it does not suit you, you need not do anything, and stay on the waiting list. Whoever declines at once lets others have it sooner.',
    }),
    de: (visit, locale) => ({
      subject: 'Ein Termin für Sie ist frei geworden',
      preview: tellStart(visit, locale),
      paragraphs: [
        'Sie stehen auf der Warteliste, und dieser Termin ist frei:',
        ...tellVisit.de(visit, locale),
        `Er wird bis zum ${tellUntil(visit, locale)} für Sie freigehalten. Danach wird er der nächsten Person auf der Warteliste angeboten.`,
      ],
      action: 'Diesen Termin nehmen',
      footnote:
        'Wenn er Ihnen nicht passt, brauchen Sie nichts zu tun und bleiben auf der Warteliste. Wenn Sie gleich ablehnen, bekommen andere ihn früher.',
    }),
    es: (visit, locale) => ({
      subject: 'Ha quedado libre una hora para usted',
      preview: tellStart(visit, locale),
      paragraphs: [
        'Está en la lista de espera y ha quedado libre esta cita:',
        ...tellVisit.es(visit, locale),
        `Se la reservamos hasta el ${tellUntil(visit, locale)}. Después se ofrecerá a la siguiente persona de la lista.`,
      ],
      action: 'Aceptar esta cita',
      footnote:
        'Si no le viene bien, no tiene que hacer nada y seguirá en la lista de espera. Si la rechaza enseguida, otra persona podrá tenerla antes.',
    }),
  },
};

/** By the same clock as the visit itself. */
function tellUntil({ until, timeZone }: OfferedVisit, locale: string): string {
  return formatInstant(until, timeZone, locale);
}
