import type { Invitation } from '../../../lib/calendar/invitation.ts';

/** An invitation that can be written, with what a test says instead. */
export function buildInvitation(overrides: Partial<Invitation> = {}): Invitation {
  return {
    method: 'REQUEST',
    uid: '019a0000-0000-7000-8000-0000000000a1@polyclinic.test',
    sequence: 0,
    stamp: new Date('2026-11-20T08:00:00Z'),
    start: new Date('2026-11-30T10:00:00+01:00'),
    end: new Date('2026-11-30T10:30:00+01:00'),
    summary: 'Visit',
    organizer: { name: 'Clinic', address: 'clinic@polyclinic.test' },
    attendee: { name: 'Ada Lovelace', address: 'ada@polyclinic.test' },
    ...overrides,
  };
}

/** The lines of a file, each whole again. */
export function linesOf(file: string): string[] {
  return file.replaceAll('\r\n ', '').split('\r\n');
}
