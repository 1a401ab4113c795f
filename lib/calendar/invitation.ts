import { instantOf, mailtoOf, quoted, textOf, writeLines } from './content-line.ts';

/** Somebody in a calendar: their name as people wrote it, and where mail reaches them. */
interface CalendarUser {
  readonly name: string;
  readonly address: string;
}

/** One event and what is asked about it (RFC 5546): that it be kept in a calendar, or taken out of it. */
export interface Invitation {
  readonly method: 'REQUEST' | 'CANCEL';
  /** The same in every invitation to one event. */
  readonly uid: string;
  /** 0 at first, and higher with each change. */
  readonly sequence: number;
  /** When it was written: of two with one sequence the later one holds. */
  readonly stamp: Date;
  readonly start: Date;
  readonly end: Date;
  readonly summary: string;
  readonly description?: string;
  readonly location?: string;
  /** Absolute; throws a `TypeError` where it is no URL. */
  readonly url?: string;
  readonly organizer: CalendarUser;
  readonly attendee: CalendarUser;
  /** When the calendar rings. What is called off does not ring. */
  readonly alarmAt?: Date;
}

/** Writes the iCalendar file (RFC 5545) of an invitation. Instants are in UTC, so that no reader needs the rules of a zone. */
export function writeInvitation(invitation: Invitation): string {
  return writeLines([
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Polyclinic//Polyclinic//EN',
    'CALSCALE:GREGORIAN',
    `METHOD:${invitation.method}`,
    'BEGIN:VEVENT',
    ...identityOf(invitation),
    ...wordsOf(invitation),
    ...alarmOf(invitation),
    'END:VEVENT',
    'END:VCALENDAR',
  ]);
}

/** Which event it is, in which state, when and for whom: no invitation may lack any of it. */
function identityOf({ method, uid, sequence, stamp, start, end, organizer, attendee }: Invitation): string[] {
  return [
    `UID:${textOf(uid)}`,
    `SEQUENCE:${sequence}`,
    `DTSTAMP:${instantOf(stamp)}`,
    `DTSTART:${instantOf(start)}`,
    `DTEND:${instantOf(end)}`,
    // Readers show the status of an event, and few make one of the method.
    `STATUS:${method === 'CANCEL' ? 'CANCELLED' : 'CONFIRMED'}`,
    `ORGANIZER;CN=${quoted(organizer.name)}:${mailtoOf(organizer.address)}`,
    `ATTENDEE;CN=${quoted(attendee.name)}:${mailtoOf(attendee.address)}`,
  ];
}

function wordsOf({ summary, description, location, url }: Invitation): string[] {
  return [
    `SUMMARY:${textOf(summary)}`,
    ...(description === undefined ? [] : [`DESCRIPTION:${textOf(description)}`]),
    ...(location === undefined ? [] : [`LOCATION:${textOf(location)}`]),
    ...(url === undefined ? [] : [`URL:${new URL(url).href}`]),
  ];
}

/** At an instant: a day before an instant in UTC is another hour on the wall where the offset has changed. */
function alarmOf({ method, alarmAt, summary }: Invitation): string[] {
  if (method === 'CANCEL' || alarmAt === undefined) return [];
  return [
    'BEGIN:VALARM',
    'ACTION:DISPLAY',
    `TRIGGER;VALUE=DATE-TIME:${instantOf(alarmAt)}`,
    `DESCRIPTION:${textOf(summary)}`,
    'END:VALARM',
  ];
}
