import type { Invitation } from '../../../lib/calendar/invitation.ts';

/** What an invitation is given, and the lines that its file then has, by RFC 5545, 5546 and 6868. */
type CalendarValue = readonly [what: string, given: Partial<Invitation>, lines: readonly string[]];

export const calendarValues: readonly CalendarValue[] = [
  [
    'an invitation',
    { start: new Date('2026-11-30T10:00:00+01:00'), end: new Date('2026-11-30T10:30:00+01:00') },
    ['METHOD:REQUEST', 'SEQUENCE:0', 'DTSTART:20261130T090000Z', 'DTEND:20261130T093000Z', 'STATUS:CONFIRMED'],
  ],
  [
    'what is called off after one move',
    { method: 'CANCEL', sequence: 2 },
    ['METHOD:CANCEL', 'SEQUENCE:2', 'STATUS:CANCELLED'],
  ],
  ['a line break of Windows in a text', { summary: 'one\r\ntwo' }, ['SUMMARY:one\\ntwo']],
  ['the line break of old Macs in a text', { summary: 'one\rtwo' }, ['SUMMARY:one\\ntwo']],
  ['the other characters that begin a line', { summary: 'a\u0085b\u2028c\u2029d' }, ['SUMMARY:a\\nb\\nc\\nd']],
  ['control characters', { summary: 'a\tb\u0000c\u007fd' }, ['SUMMARY:a b c d']],
  ['the marks of a text', { location: 'A, B; C\\D: "E"' }, ['LOCATION:A\\, B\\; C\\\\D: "E"']],
  [
    'a name with quotation marks and a line break',
    { attendee: { name: 'Dr. "X"\nY ^', address: 'a@polyclinic.test' } },
    ['ATTENDEE;CN="Dr. ^\'X^\'^nY ^^":mailto:a@polyclinic.test'],
  ],
  [
    'a name with the marks that end a parameter',
    { organizer: { name: 'Clinic; North: A, B', address: 'c@polyclinic.test' } },
    ['ORGANIZER;CN="Clinic; North: A, B":mailto:c@polyclinic.test'],
  ],
  [
    'the second 02:30 of the night that ends summer time',
    { start: new Date('2026-10-25T02:30:00+01:00') },
    ['DTSTART:20261025T013000Z'],
  ],
  [
    'an alarm at an instant',
    { alarmAt: new Date('2026-11-29T09:00:00Z') },
    ['TRIGGER;VALUE=DATE-TIME:20261129T090000Z'],
  ],
  [
    'an address with marks that a URI gives a meaning',
    { attendee: { name: 'Ada', address: 'a+b%c/d?e&f=g#h@polyclinic.test' } },
    ['ATTENDEE;CN="Ada":mailto:a+b%25c%2Fd%3Fe%26f%3Dg%23h@polyclinic.test'],
  ],
];
