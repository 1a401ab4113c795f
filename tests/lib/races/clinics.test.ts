import { expect } from '@jest/globals';
import { countPatient } from '../../../lib/domains/clinic/clinics/service.ts';
import { keyMaker } from '../../support/api-keys.ts';
import {
  clinicAdmin,
  clinicItem,
  clinicsOn,
  keysOf,
  membersOf,
  northClinic,
  patientsOf,
  plantClinics,
} from '../../support/clinics.ts';
import { callerOf } from '../../support/people.ts';
import { type Course, describeRaces, type Race } from '../../support/race.ts';
import { entriesOf, eventsOf } from '../../support/race-items.ts';
import { enrol, identityOn } from '../../support/race-services.ts';
import { sizes } from '../../support/sizes.ts';

const clinicId = northClinic;
const refusals = ['CLINIC_IN_USE', 'CLINIC_NOT_FOUND', 'UNKNOWN_REFERENCE'];

/** Whether the clinic is there with all that came to it, or gone with nothing of it. */
function expectAllOrNothing(end: Course, came: number): void {
  const isThere = clinicItem(end.database, clinicId) !== undefined;
  expect(entriesOf(end, 'clinic.deleted')).toHaveLength(isThere ? 0 : 1);
  expect(eventsOf(end, 'clinic.deleted')).toHaveLength(isThere ? 0 : 1);
  expect(isThere).toBe(came > 0);
}

/** Deletions of a clinic against patients who come to it after so many reads. */
function patientsAndDeletions({ reads }: { readonly reads: number }): Race {
  return {
    service: `a clinic that goes, and patients who are registered in it after ${reads} reads`,
    wins: 'some',
    refusals,
    prepare: async ({ database, rivals }) => {
      plantClinics(database);
      const { service, viewing } = clinicsOn(rivals);
      const register = async () => {
        for (let read = 0; read < reads; read++) await viewing.get(clinicAdmin, clinicId).catch(() => undefined);
        await rivals.commit(countPatient(clinicId, 1));
      };
      return (rival) => (rival % 2 === 0 ? service.delete({ clinicId }) : register());
    },
    holds: (end) => {
      expectAllOrNothing(end, patientsOf(end.database, clinicId));
      // Both ends are seen.
      expect(clinicItem(end.database, clinicId) === undefined).toBe(reads > 0);
    },
  };
}

describeRaces([
  {
    service: 'deletion of one clinic',
    wins: 1,
    refusals: ['CLINIC_NOT_FOUND'],
    prepare: async ({ database, rivals }) => {
      plantClinics(database);
      const { service } = clinicsOn(rivals);
      return () => service.delete({ clinicId });
    },
    holds: (end) => expect(entriesOf(end, 'clinic.deleted')).toHaveLength(1),
  },
  {
    service: 'a clinic that goes, and people who are invited to it',
    wins: 'some',
    refusals,
    prepare: async ({ database, calm, rivals }) => {
      plantClinics(database);
      const admin = callerOf(await enrol(calm, 'admin@example.com', ['admin']));
      const [{ service }, { invitations }] = [clinicsOn(rivals), identityOn(rivals)];
      const place = { name: 'Grace Hopper', roles: ['doctor' as const], clinicId };
      return (rival) =>
        rival % 2 === 0
          ? service.delete({ clinicId })
          : invitations.invite(admin, { ...place, email: `grace-${rival}@example.com` });
    },
    holds: (end) => {
      expectAllOrNothing(end, membersOf(end.database, clinicId));
      expect(eventsOf(end, 'user.invited')).toHaveLength(membersOf(end.database, clinicId));
    },
  },
  {
    service: 'a clinic that goes, and keys that are bound to it',
    wins: 'some',
    refusals,
    prepare: async ({ database, rivals }) => {
      plantClinics(database);
      const [{ service }, { apiKeys }] = [clinicsOn(rivals), identityOn(rivals)];
      const wish = { name: 'Laboratory', permissions: ['api-keys:read' as const], dailyQuota: 10, clinicId };
      return (rival) => (rival % 2 === 0 ? service.delete({ clinicId }) : apiKeys.create(wish, keyMaker));
    },
    holds: (end) => {
      expectAllOrNothing(end, keysOf(end.database, clinicId));
      expect(entriesOf(end, 'api-key.created')).toHaveLength(keysOf(end.database, clinicId));
    },
  },
  patientsAndDeletions({ reads: 0 }),
  // Whoever registers looks around first, in which time the clinic may go.
  patientsAndDeletions({ reads: 4 }),
  {
    service: 'changes of one clinic by If-Match',
    wins: 1,
    refusals: ['STALE_VERSION'],
    prepare: async ({ database, rivals }) => {
      plantClinics(database);
      const { service } = clinicsOn(rivals);
      return (rival) => service.change({ clinicId, expectedVersion: [1] }, { name: `North ${rival}` });
    },
    holds: (end) => {
      expect(clinicItem(end.database, clinicId)).toMatchObject({ version: 2 });
      expect(eventsOf(end, 'clinic.changed')).toHaveLength(1);
    },
  },
  {
    service: 'closures of one clinic',
    wins: 'some',
    refusals: ['CONCURRENT_CHANGE'],
    // Each of 200 changes the one item that all the others change.
    busy: 0.6,
    prepare: async ({ database, rivals }) => {
      plantClinics(database);
      const { closures } = clinicsOn(rivals);
      const closure = { from: '2026-11-26', to: '2026-11-26', reason: 'Thanksgiving' };
      return () => closures.add(clinicAdmin, { clinicId }, closure);
    },
    holds: (end) => {
      expect(clinicItem(end.database, clinicId)?.closures).toHaveLength(end.won.length);
      expect(entriesOf(end, 'clinic.closure-added')).toHaveLength(end.won.length);
    },
  },
  {
    service: 'as many clinics, each with its own key',
    wins: 'all',
    prepare: async ({ rivals }) => {
      const { creation } = clinicsOn(rivals);
      return (rival) => creation.create({ name: `Clinic ${rival}`, timeZone: 'Europe/Berlin' });
    },
    holds: ({ database }) => {
      expect(database.itemsOf('clinic')).toHaveLength(sizes.rivals);
      expect(database.itemsOf('data-keys')).toHaveLength(sizes.rivals);
    },
  },
]);
