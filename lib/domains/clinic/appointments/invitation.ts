import type { Invitation } from '../../../calendar/invitation.ts';
import type { Translations } from '../../../languages.ts';
import { nameToTell } from '../../../mail/greeting.ts';
import type { AppointmentRecord } from './record-repository.ts';
import { reminderTimeOf } from './reminders.ts';

/** What of an appointment a calendar is told: neither why the patient comes nor anything else that is clinical. */
type Planned = Pick<AppointmentRecord, 'id' | 'start' | 'end' | 'timeZone' | 'status' | 'sequence' | 'stampedAt'>;

/** Who invites: the clinic, by its name, and the address that its mails come from. */
interface Host {
  readonly clinic: string;
  readonly sender: string;
}

/** What a calendar is asked about an appointment: to keep it, or to take it out once it is cancelled. */
export function invitationOf(record: Planned, { clinic, sender }: Host): Omit<Invitation, 'summary' | 'attendee'> {
  const { id, sequence } = record;
  const stamp = new Date(record.stampedAt);
  const alarmAt = reminderTimeOf(record);
  return {
    method: record.status === 'cancelled' ? 'CANCEL' : 'REQUEST',
    uid: `${id}@${sender.slice(sender.lastIndexOf('@') + 1)}`,
    ...{ sequence, stamp, start: new Date(record.start), end: new Date(record.end) },
    ...{ location: clinic, organizer: { name: clinic, address: sender } },
    // A calendar would ring at once for what is past.
    ...(alarmAt > stamp && { alarmAt }),
  };
}

/**
 * What an appointment is called in mails and calendars, by the name of its doctor: one that reads like a link is left out. A title
 * is told in English alone, where it goes with the office; in German it is an academic degree, and in Spanish it has a gender.
 */
export function titlesOf(doctorName: string | undefined): Translations<string> {
  const name = nameToTell(doctorName ?? '');
  if (name === undefined) return { en: 'Appointment with your doctor', de: 'Arzttermin', es: 'Cita médica' };
  const titled = /^Dr\b/.test(name) ? name : `Dr ${name}`;
  return { en: `Appointment with ${titled}`, de: `Arzttermin bei ${name}`, es: `Cita médica con ${name}` };
}
