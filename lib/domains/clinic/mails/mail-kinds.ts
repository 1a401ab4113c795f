import { writeInvitation } from '../../../calendar/invitation.ts';
import type { Envelope } from '../../../events/envelope.ts';
import type { Addressed } from '../../../mail/layout.ts';
import { defineMail, type EventWith, type MailDefinition, type MailFields } from '../../../mail/mail-definition.ts';
import type { Template } from '../../../mail/template.ts';
import type { MailSources, Standing, ToldAppointment, ToldOffer } from './mail-sources.ts';
import type { OfferedVisit, PlannedVisit } from './visit.ts';

type Data = Envelope['data'];
type PlannedLetter = Addressed & PlannedVisit;

/** Makes a mail that tells a patient of an appointment, and their calendar. */
export function appointmentMail<D extends Data & ToldAppointment>(
  event: EventWith<D>,
  template: Template<PlannedLetter>,
  standing: Standing,
): MailDefinition<MailSources> {
  return defineMail<D, PlannedLetter, MailSources>({ ...tellingOf(event, template, standing), calendarOf });
}

/** Makes a mail that reminds a patient of an appointment, which their calendar knows already. */
export function reminderMail<D extends Data & ToldAppointment>(
  event: EventWith<D>,
  template: Template<PlannedLetter>,
): MailDefinition<MailSources> {
  return defineMail<D, PlannedLetter, MailSources>(tellingOf(event, template, 'ahead'));
}

/** Makes a mail that offers a patient a slot, with a link to the page that takes it. */
export function offerMail<D extends Data & ToldOffer>(
  event: EventWith<D>,
  template: Template<Addressed & OfferedVisit>,
): MailDefinition<MailSources> {
  return defineMail<D, Addressed & OfferedVisit, MailSources>({
    event,
    template,
    recipient: { name: 'patient', find: (data, sources) => sources.findPatientOffered(data) },
    async dataOf({ name, link }, data, sources) {
      return { name, link: `${link}/appointments/offers/${data.holdId}`, ...(await sources.getOffer(data)) };
    },
  });
}

function tellingOf<D extends Data & ToldAppointment>(
  event: EventWith<D>,
  template: Template<PlannedLetter>,
  standing: Standing,
): MailFields<D, PlannedLetter, MailSources> {
  return {
    event,
    template,
    recipient: { name: 'patient', find: (data, sources) => sources.findPatientOf(data, standing) },
    async dataOf({ name, link }, data, sources) {
      return { name, link: `${link}/appointments/${data.appointmentId}`, ...(await sources.getVisit(data, standing)) };
    },
  };
}

const calendarOf: NonNullable<MailFields<Data, PlannedLetter, MailSources>['calendarOf']> = (
  { invitation, titles },
  { to, wording },
) => ({
  method: invitation.method,
  content: writeInvitation({ ...invitation, summary: titles[wording.language], attendee: to }),
});
