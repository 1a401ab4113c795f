import { expect } from '@jest/globals';
import type { Stored } from '../../../lib/data/entity.ts';
import type { PatientChange } from '../../../lib/domains/clinic/patients/input-schema.ts';
import type { Patient } from '../../../lib/domains/clinic/patients/schema.ts';
import { plantClinics } from '../../support/clinics.ts';
import {
  createPatients,
  disagreementsIn,
  memberOf,
  newPatientOf,
  patientItems,
  patientsOn,
} from '../../support/patients.ts';
import { type Course, describeRaces } from '../../support/race.ts';
import { entriesOf, eventsOf } from '../../support/race-items.ts';
import { createRecordKeys, createTestRootKey } from '../../support/record-keys.ts';
import { sizes } from '../../support/sizes.ts';

const staff = memberOf('staff');

/** The services as they are prepared, and as all rivals have them in one process. */
async function two({ database, calm, rivals }: Course) {
  plantClinics(database);
  const rootKey = createTestRootKey();
  const keys = createRecordKeys(calm, { rootKey, held: ['clinics'] });
  await keys.rotate();
  const prepared = await createPatients(database, calm, keys);
  return { prepared, raced: patientsOn(rivals, createRecordKeys(rivals, { rootKey, held: ['clinics'] })) };
}

const grace = { ...newPatientOf(0), email: 'grace@example.com' };
const agree = (end: Course) => expect(disagreementsIn(end.database)).toEqual([]);

/** A change of another field each, so that what one has stored no other may undo. */
const changeOf = (rival: number): PatientChange =>
  [{ name: `Grace ${rival}` }, { phone: `+1212${5_550_000 + rival}` }, { internalNotes: `Note ${rival}` }][rival % 3] ??
  {};

describeRaces([
  {
    service: 'registration of a patient by one address',
    wins: 1,
    refusals: ['DUPLICATE_EMAIL'],
    looksAgain: true,
    prepare: async (course) => {
      const { raced } = await two(course);
      return () => raced.registration.register(staff, grace);
    },
    holds: (end) => {
      agree(end);
      expect(eventsOf(end, 'patient.registered')).toHaveLength(1);
    },
  },
  {
    service: 'registration of patients at one clinic, each of their own',
    wins: 'all',
    prepare: async (course) => {
      const { raced } = await two(course);
      return (rival) => raced.registration.register(staff, newPatientOf(rival));
    },
    holds: agree,
  },
  {
    service: 'changes of one patient, all of one version',
    wins: 1,
    refusals: ['STALE_VERSION'],
    prepare: async (course) => {
      const { prepared, raced } = await two(course);
      const { id: patientId } = await prepared.register();
      return (rival) => raced.changes.change(staff, { patientId, expectedVersion: [1] }, changeOf(rival));
    },
    holds: (end) => {
      agree(end);
      expect(entriesOf(end, 'patient.changed')).toHaveLength(1);
    },
  },
  {
    service: 'changes of one patient, of any version',
    wins: 'some',
    refusals: ['CONCURRENT_CHANGE'],
    busy: 0.5,
    prepare: async (course) => {
      const { prepared, raced } = await two(course);
      const { id: patientId } = await prepared.register();
      return async (rival) => ({
        rival,
        after: await raced.changes.change(staff, { patientId }, changeOf(rival)),
      });
    },
    holds: (end) => {
      agree(end);
      const won = (end.won as { readonly rival: number; readonly after: Stored<Patient> }[]).sort(
        (one, other) => one.after.version - other.after.version,
      );
      expect(won.map(({ after }) => after.version)).toEqual(won.map((_, at) => at + 2));
      const last = won.at(-1)?.after;
      expect(last).toMatchObject(Object.assign({}, ...won.map(({ rival }) => changeOf(rival))));
      expect(patientItems(end.database, 'patient')).toMatchObject([
        { name: last?.name, phone: last?.phone, version: last?.version },
      ]);
    },
  },
  {
    service: 'deletion of one patient, and changes of them',
    wins: 'some',
    refusals: ['PATIENT_NOT_FOUND', 'CONCURRENT_CHANGE'],
    busy: 0.5,
    prepare: async (course) => {
      const { prepared, raced } = await two(course);
      const { id: patientId } = await prepared.register();
      return (rival) =>
        rival === 1
          ? raced.deletions.delete(staff, { patientId })
          : raced.changes.change(
              staff,
              { patientId },
              rival % 4 === 0 ? { email: `grace-${rival}@example.com` } : changeOf(rival),
            );
    },
    holds: (end) => {
      agree(end);
      expect(entriesOf(end, 'patient.deleted').length).toBeLessThanOrEqual(1);
      expect(patientItems(end.database, 'patient')).toMatchObject([{ version: end.won.length + 1 }]);
    },
  },
  {
    service: 'restoration of one patient',
    wins: 1,
    refusals: ['NOT_DELETED'],
    prepare: async (course) => {
      const { prepared, raced } = await two(course);
      const { id: patientId } = await prepared.register();
      await prepared.deletions.delete(staff, { patientId });
      return () => raced.deletions.restore(staff, { patientId });
    },
    holds: agree,
  },
  {
    service: 'the address of a deleted patient, to be restored or registered',
    wins: 1,
    refusals: ['NOT_DELETED', 'DUPLICATE_EMAIL'],
    prepare: async (course) => {
      const { prepared, raced } = await two(course);
      const { id: patientId } = await prepared.register(grace);
      await prepared.deletions.delete(staff, { patientId });
      return (rival): Promise<unknown> =>
        rival % 2 === 0 ? raced.deletions.restore(staff, { patientId }) : raced.registration.register(staff, grace);
    },
    holds: agree,
  },
  {
    service: 'one address, of deleted patients of whom each is restored',
    wins: 1,
    refusals: ['DUPLICATE_EMAIL'],
    looksAgain: true,
    prepare: async (course) => {
      const { prepared, raced } = await two(course);
      const ids: string[] = [];
      for (let rival = 0; rival < sizes.rivals; rival++) {
        const { id: patientId } = await prepared.register(grace);
        await prepared.deletions.delete(staff, { patientId });
        ids.push(patientId);
      }
      return (rival) => raced.deletions.restore(staff, { patientId: String(ids[rival]) });
    },
    holds: agree,
  },
  {
    service: 'one address, to be changed to or registered',
    wins: 1,
    refusals: ['DUPLICATE_EMAIL'],
    looksAgain: true,
    prepare: async (course) => {
      const { prepared, raced } = await two(course);
      const ids: string[] = [];
      for (let rival = 0; rival < sizes.rivals; rival++) ids.push((await prepared.register()).id);
      return (rival): Promise<unknown> =>
        rival % 2 === 0
          ? raced.changes.change(staff, { patientId: String(ids[rival]) }, { email: grace.email })
          : raced.registration.register(staff, grace);
    },
    holds: agree,
  },
  {
    service: 'one address, to which all change one patient',
    wins: 'some',
    // It is the patient’s own by then.
    refusals: ['CONCURRENT_CHANGE'],
    busy: 0.5,
    prepare: async (course) => {
      const { prepared, raced } = await two(course);
      const { id: patientId } = await prepared.register();
      return () => raced.changes.change(staff, { patientId }, { email: grace.email });
    },
    holds: agree,
  },
]);
