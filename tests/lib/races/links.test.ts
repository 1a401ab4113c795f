import { expect } from '@jest/globals';
import type { OneTimeTokenOrder } from '../../../lib/domains/identity/links/one-time-token-issuer.ts';
import { emailHashOf } from '../../../lib/domains/identity/users/repository.ts';
import { registrationOf } from '../../support/identity.ts';
import { callerOf } from '../../support/people.ts';
import { type Course, describeRaces } from '../../support/race.ts';
import { entriesOf, eventsOf, identityItems } from '../../support/race-items.ts';
import { enrol, identityOn } from '../../support/race-services.ts';
import { sizes } from '../../support/sizes.ts';

const { email, password } = registrationOf();
const other = 'ada.king@example.com';
const life = 600_000;

/** A link as the mail carries it. */
const linkOf = ({ calm }: Course, order: Omit<OneTimeTokenOrder, 'addressHash' | 'life'>) =>
  identityOn(calm).issueOneTimeToken({ ...order, life });

async function invited({ calm }: Course) {
  const admin = callerOf(await enrol(calm, 'admin@example.com', ['admin']));
  const invitation = { email, name: 'Ada Lovelace', roles: ['user' as const] };
  const { id: userId } = await identityOn(calm).invitations.invite(admin, invitation);
  return { admin, userId };
}

describeRaces([
  {
    service: 'one link that verifies an address',
    wins: 1,
    refusals: ['INVALID_TOKEN'],
    looksAgain: true,
    prepare: async (course) => {
      const { id: userId } = await identityOn(course.calm).registrations.register(registrationOf());
      const link = await linkOf(course, { purpose: 'verify-email', owner: { userId } });
      const { registrations } = identityOn(course.rivals);
      return () => registrations.verifyEmail(link);
    },
    holds: (end) => expect(eventsOf(end, 'user.verified')).toHaveLength(1),
  },
  {
    service: 'one link that resets a password',
    wins: 1,
    refusals: ['INVALID_TOKEN'],
    looksAgain: true,
    prepare: async (course) => {
      await enrol(course.calm);
      const link = await linkOf(course, { purpose: 'reset-password', owner: { emailHash: emailHashOf(email) } });
      const { passwordResets } = identityOn(course.rivals);
      return (rival) => passwordResets.reset({ token: link, password: `Better-Battery-${rival}` });
    },
    holds: (end) => expect(entriesOf(end, 'password.reset')).toHaveLength(1),
  },
  {
    service: 'one link that accepts an invitation',
    wins: 1,
    refusals: ['INVALID_TOKEN'],
    looksAgain: true,
    prepare: async (course) => {
      const { userId } = await invited(course);
      const link = await linkOf(course, { purpose: 'invitation', owner: { userId } });
      const { passwordResets } = identityOn(course.rivals);
      return (rival) => passwordResets.reset({ token: link, password: `Better-Battery-${rival}` });
    },
    holds: (end) => expect(entriesOf(end, 'user.invitation-accepted')).toHaveLength(1),
  },
  {
    service: 'one link that changes an address',
    wins: 1,
    refusals: ['INVALID_TOKEN'],
    looksAgain: true,
    prepare: async (course) => {
      const { id: userId } = await enrol(course.calm);
      const link = await linkOf(course, { purpose: 'change-email', owner: { userId }, email: other, claims: 0 });
      const { emailChanges } = identityOn(course.rivals);
      return () => emailChanges.confirm(link);
    },
    holds: (end) => expect(identityItems(end, 'email-claim')).toHaveLength(1),
  },
  {
    service: 'one address, by the links of many people',
    wins: 1,
    refusals: ['INVALID_TOKEN'],
    prepare: async (course) => {
      const people = Array.from({ length: sizes.rivals }, (_, at) => enrol(course.calm, `person-${at}@example.com`));
      const links = await Promise.all(
        people.map(async (person) => {
          const { id: userId } = await person;
          return linkOf(course, { purpose: 'change-email', owner: { userId }, email: other, claims: 0 });
        }),
      );
      const { emailChanges } = identityOn(course.rivals);
      return (rival) => emailChanges.confirm(String(links[rival]));
    },
    holds: (end) => {
      expect(identityItems(end, 'email-claim')).toHaveLength(sizes.rivals);
      expect(identityItems(end, 'person').filter((person) => person.email === other)).toHaveLength(1);
    },
  },
  {
    service: 'mails for a forgotten password: five are sent',
    wins: 'all',
    prepare: async (course) => {
      await enrol(course.calm);
      const { passwordResetRequests } = identityOn(course.rivals);
      return () => passwordResetRequests.request(email);
    },
    holds: (end) => expect(eventsOf(end, 'password.reset-requested')).toHaveLength(5),
  },
  {
    service: 'mails that verify an address: four after the first',
    wins: 'all',
    prepare: async (course) => {
      const { id: userId } = await identityOn(course.calm).registrations.register(registrationOf());
      const { registrations } = identityOn(course.rivals);
      return () => registrations.resendVerification({ userId, emailVerified: false });
    },
    holds: (end) => expect(eventsOf(end, 'user.verification-requested')).toHaveLength(4),
  },
  {
    service: 'mails of an invitation: four after the first',
    wins: 'all',
    prepare: async (course) => {
      const { admin, userId } = await invited(course);
      const { invitations } = identityOn(course.rivals);
      return () => invitations.sendAgain(admin, userId);
    },
    holds: (end) => expect(eventsOf(end, 'user.invitation-requested')).toHaveLength(4),
  },
  {
    service: 'mails to another address: as many as passwords may be tried',
    wins: Math.min(10, sizes.rivals),
    refusals: ['TOO_MANY_ATTEMPTS'],
    prepare: async (course) => {
      const { id: userId } = await enrol(course.calm);
      const { emailChanges } = identityOn(course.rivals);
      return () => emailChanges.request({ userId }, { email: other, password });
    },
    holds: (end) => expect(eventsOf(end, 'user.email-change-requested')).toHaveLength(5),
  },
]);
