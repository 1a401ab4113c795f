import { expect } from '@jest/globals';
import { membersOf, northClinic, plantClinics, southClinic } from '../../support/clinics.ts';
import { registrationOf } from '../../support/identity.ts';
import { createIndexReaders } from '../../support/index-readers.ts';
import { callerOf, machineWith } from '../../support/people.ts';
import { type Course, describeRaces } from '../../support/race.ts';
import { entriesOf, eventsOf, identityItems } from '../../support/race-items.ts';
import { enrol, identityOn } from '../../support/race-services.ts';
import { sizes } from '../../support/sizes.ts';

/** An admin who asks, and somebody whom it is about. */
async function two({ calm }: Course) {
  const admin = callerOf(await enrol(calm, 'admin@example.com', ['admin']));
  const { id: userId } = await enrol(calm, 'ada@example.com');
  return { admin, userId };
}

describeRaces([
  {
    service: 'registration of one address',
    wins: 1,
    refusals: ['DUPLICATE_EMAIL'],
    looksAgain: true,
    prepare: async ({ rivals }) => {
      const { registrations } = identityOn(rivals);
      return () => registrations.register(registrationOf());
    },
    holds: (end) => {
      expect(identityItems(end, 'person')).toHaveLength(1);
      expect(eventsOf(end, 'user.registered')).toHaveLength(1);
    },
  },
  {
    service: 'invitation of one address',
    wins: 1,
    refusals: ['DUPLICATE_EMAIL'],
    looksAgain: true,
    prepare: async (course) => {
      const { admin } = await two(course);
      const { invitations } = identityOn(course.rivals);
      return () => invitations.invite(admin, { email: 'grace@example.com', name: 'Grace Hopper', roles: ['user'] });
    },
    holds: (end) => expect(eventsOf(end, 'user.invited')).toHaveLength(1),
  },
  {
    service: 'deletion of one person',
    wins: 1,
    refusals: ['USER_NOT_FOUND'],
    prepare: async (course) => {
      const { admin, userId } = await two(course);
      const { deletions } = identityOn(course.rivals);
      return () => deletions.delete(admin, { userId });
    },
    holds: (end) => expect(entriesOf(end, 'user.deleted')).toHaveLength(1),
  },
  {
    service: 'restoration of one person',
    wins: 1,
    refusals: ['NOT_DELETED'],
    prepare: async (course) => {
      const { admin, userId } = await two(course);
      await identityOn(course.calm).deletions.delete(admin, { userId });
      const { deletions } = identityOn(course.rivals);
      return () => deletions.restore(admin, userId);
    },
    holds: (end) => expect(entriesOf(end, 'user.restored')).toHaveLength(1),
  },
  {
    service: 'the address of a deleted person, to be restored or registered',
    wins: 1,
    refusals: ['NOT_DELETED', 'DUPLICATE_EMAIL'],
    prepare: async (course) => {
      const { admin, userId } = await two(course);
      await identityOn(course.calm).deletions.delete(admin, { userId });
      const { deletions, registrations } = identityOn(course.rivals);
      return (rival) => (rival % 2 === 0 ? deletions.restore(admin, userId) : registrations.register(registrationOf()));
    },
    holds: (end) => expect(identityItems(end, 'email-claim').length).toBe(2),
  },
  {
    service: 'all admins who resign: one is left',
    wins: sizes.rivals - 1,
    refusals: ['LAST_ADMIN'],
    prepare: async ({ calm, rivals }) => {
      const admins = await Promise.all(
        Array.from({ length: sizes.rivals }, (_, at) => enrol(calm, `admin-${at}@example.com`, ['admin'])),
      );
      const { administration } = identityOn(rivals);
      return async (rival) => {
        const admin = admins[rival];
        if (!admin) throw new Error('there is no such admin');
        return administration.setRoles(callerOf(admin), { userId: admin.id }, { roles: ['user'] });
      };
    },
    holds: (end) => expect(identityItems(end, 'admin-count')).toMatchObject([{ active: 1 }]),
  },
  {
    service: 'roles of one person',
    wins: 'some',
    refusals: ['CONCURRENT_CHANGE'],
    prepare: async (course) => {
      const { admin, userId } = await two(course);
      const { administration } = identityOn(course.rivals);
      return (rival) => administration.setRoles(admin, { userId }, { roles: rival % 2 === 0 ? ['user'] : ['admin'] });
    },
    holds: (end) => expect(entriesOf(end, 'user.roles-changed')).toHaveLength(end.won.length),
  },
  {
    service: 'a place at one clinic, each of their own',
    wins: 'all',
    prepare: async (course) => {
      plantClinics(course.database);
      const { admin } = await two(course);
      const people = await Promise.all(
        Array.from({ length: sizes.rivals }, (_, at) => enrol(course.calm, `doctor-${at}@example.com`)),
      );
      const { administration } = identityOn(course.rivals);
      const place = { roles: ['doctor' as const], clinicId: northClinic };
      return (rival) => administration.setRoles(admin, { userId: String(people[rival]?.id) }, place);
    },
    holds: (end) => expect(membersOf(end.database, northClinic)).toBe(sizes.rivals),
  },
  {
    service: 'the clinic of one person, who moves, goes and comes back',
    wins: 'some',
    refusals: ['CONCURRENT_CHANGE', 'USER_NOT_FOUND', 'NOT_DELETED'],
    prepare: async (course) => {
      plantClinics(course.database);
      const { admin, userId } = await two(course);
      const { administration, deletions } = identityOn(course.rivals);
      const moveTo = (clinicId: string) => administration.setRoles(admin, { userId }, { roles: ['doctor'], clinicId });
      const changes = [
        () => moveTo(northClinic),
        () => moveTo(southClinic),
        () => deletions.delete(admin, { userId }),
        () => deletions.restore(admin, userId),
      ];
      return async (rival) => changes[rival % changes.length]?.();
    },
    holds: (end) => {
      const ada = identityItems(end, 'person').find(({ email }) => email === 'ada@example.com');
      const place = ada?.status === 'deleted' ? undefined : ada?.clinicId;
      expect([northClinic, southClinic].map((clinicId) => membersOf(end.database, clinicId))).toEqual(
        [northClinic, southClinic].map((clinicId) => Number(clinicId === place)),
      );
    },
  },
  {
    service: 'the profile of one person',
    wins: 'some',
    // Each change of an account that many read and write takes its turn: so many turns do not fit in what a client waits.
    busy: 0.6,
    refusals: ['CONCURRENT_CHANGE'],
    prepare: async (course) => {
      const { admin, userId } = await two(course);
      const { profiles } = identityOn(course.rivals);
      return (rival) => profiles.change(admin, { userId }, { name: `Ada ${'abcdefghij'.charAt(rival % 10)}` });
    },
    holds: async (end) => {
      expect(entriesOf(end, 'user.profile-changed')).toHaveLength(end.won.length);
      await createIndexReaders(end.database)();
      const ada = identityItems(end, 'person').find(({ email }) => email === 'ada@example.com');
      const names = end.database
        .itemsOf('index')
        .filter(({ pk, recordId }) => pk === 'PEOPLE#NAME' && recordId === ada?.id);
      expect(names).toMatchObject([{ place: String(ada?.name).toLowerCase() }]);
    },
  },
  {
    service: 'the profile of one person, by version',
    wins: 1,
    refusals: ['STALE_VERSION', 'CONCURRENT_CHANGE'],
    prepare: async (course) => {
      const { admin, userId } = await two(course);
      const { profiles } = identityOn(course.rivals);
      return () => profiles.change(admin, { userId, expectedVersion: [1] }, { name: 'Ada King' });
    },
  },
  {
    service: 'preferences of one person',
    wins: 'some',
    refusals: ['CONCURRENT_CHANGE'],
    prepare: async (course) => {
      const { userId } = await two(course);
      const { preferences } = identityOn(course.rivals);
      const wanted = { channels: { email: true, websocket: true }, quietHours: null, locale: 'en' } as const;
      return () => preferences.set({ userId }, wanted as never);
    },
    holds: (end) => expect(identityItems(end, 'preferences')).toMatchObject([{ version: end.won.length }]),
  },
  {
    service: 'preferences of one person, by version',
    wins: 1,
    refusals: ['STALE_VERSION', 'CONCURRENT_CHANGE'],
    prepare: async (course) => {
      const { userId } = await two(course);
      const { preferences } = identityOn(course.rivals);
      const wanted = { channels: { email: true, websocket: true }, quietHours: null, locale: 'en' } as const;
      return () => preferences.set({ userId, expectedVersion: [0] }, wanted as never);
    },
  },
  {
    service: 'unlocking of one person',
    wins: 'all',
    prepare: async (course) => {
      const { admin, userId } = await two(course);
      const { administration } = identityOn(course.rivals);
      return () => administration.unlock(admin, userId);
    },
    holds: (end) => expect(entriesOf(end, 'user.unlocked')).toHaveLength(sizes.rivals),
  },
  {
    service: 'unlocking of one person by the keys of a clinic',
    wins: 'all',
    prepare: async (course) => {
      const { userId } = await two(course);
      const { administration } = identityOn(course.rivals);
      const ofNorth = { ...machineWith('users:manage'), clinicId: northClinic };
      return () => administration.unlock(ofNorth, userId);
    },
    holds: (end) => expect(entriesOf(end, 'user.unlocked')).toHaveLength(sizes.rivals),
  },
]);
