import type { Addressed } from '../../../../mail/layout.ts';
import { sampleName } from '../../../identity/mails/templates/sample-data.ts';
import type { PlannedVisit } from '../visit.ts';

const appointmentId = '019a0000-0000-7000-8000-0000000aa001';
const start = new Date('2026-03-16T13:00:00Z');

/** The visit that samples tell of. */
export function sampleVisit(): Addressed & PlannedVisit {
  return {
    name: sampleName,
    link: `http://localhost:5173/appointments/${appointmentId}`,
    titles: {
      en: 'Appointment with Dr Grace Hopper',
      de: 'Arzttermin bei Grace Hopper',
      es: 'Cita médica con Grace Hopper',
    },
    ...{ clinic: 'North', start, timeZone: 'America/New_York' },
    invitation: {
      ...{ method: 'REQUEST', uid: `${appointmentId}@polyclinic.test`, sequence: 0 },
      ...{ stamp: new Date('2026-03-05T14:02:00Z'), start, end: new Date('2026-03-16T13:30:00Z') },
      organizer: { name: 'North', address: 'no-reply@polyclinic.test' },
    },
  };
}
