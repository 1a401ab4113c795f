import type { MailSources } from '../../../lib/domains/clinic/mails/mail-sources.ts';
import type { PlannedVisit } from '../../../lib/domains/clinic/mails/visit.ts';
import type { MailRecipient } from '../../../lib/mail/mail-definition.ts';
import { buildInvitation } from '../calendar/build-invitation.ts';

const patient: MailRecipient = {
  ...{ userId: '019a0000-0000-7000-8000-0000000000b1', email: 'ada@example.test', name: 'Ada Lovelace' },
};

/** A visit of a Monday at nine in New York. */
export function buildVisit(): PlannedVisit {
  const titles = {
    ...{ en: 'Appointment with Dr Grace Hopper', de: 'Arzttermin bei Grace Hopper' },
    es: 'Cita médica con Grace Hopper',
  };
  const { summary: _s, attendee: _a, ...invitation } = buildInvitation();
  return { titles, clinic: 'North', start: new Date('2026-03-16T13:00:00Z'), timeZone: 'America/New_York', invitation };
}

/** Sources of the clinic that know one patient and one visit, by whatever ids. */
export function buildClinicSources(overrides: Partial<MailSources> = {}): MailSources {
  return {
    findPatientOf: async () => patient,
    getVisit: async () => buildVisit(),
    findPatientOffered: async () => patient,
    getOffer: async () => ({ ...buildVisit(), until: new Date('2026-03-09T12:10:00Z') }),
    clientUrl: () => 'https://client.test',
    ...overrides,
  };
}
