import { expect } from '@jest/globals';
import { createPatientLinks } from '../../../lib/domains/clinic/patients/links.ts';
import { plantClinics } from '../../support/clinics.ts';
import { createPatients, memberOf } from '../../support/patients.ts';
import { callerOf } from '../../support/people.ts';
import { type Course, describeRaces } from '../../support/race.ts';
import { entriesOf, eventsOf } from '../../support/race-items.ts';
import { enrol, identityOn } from '../../support/race-services.ts';

/** A patient, an account, and who links them, on the store of the rivals. */
async function arrange({ database, calm, rivals }: Course) {
  plantClinics(database);
  const admin = callerOf(await enrol(calm, 'admin@example.com', ['admin']));
  const { id: userId } = await enrol(calm, 'ada@example.com');
  const patients = await createPatients(database, calm);
  const { id: patientId } = await patients.register();
  return { admin, userId, patientId, links: createPatientLinks({ ...rivals, keyring: patients.keyring }) };
}

const recordIn = ({ database }: Course) => database.itemsOf('clinic').find(({ pk }) => pk.startsWith('PATIENT#'));
const isDeleted = ({ database }: Course) =>
  database.itemsOf('identity').some(({ email, status }) => email === 'ada@example.com' && status === 'deleted');

describeRaces([
  {
    service: 'the link of one patient to one account: it is made once',
    wins: 'some',
    refusals: ['CONCURRENT_CHANGE'],
    prepare: async (course) => {
      const { links, patientId, userId } = await arrange(course);
      return () => links.link(memberOf('staff'), { patientId }, { userId });
    },
    holds: (end) => {
      expect(entriesOf(end, 'patient.linked')).toHaveLength(1);
      expect(eventsOf(end, 'patient.linked')).toHaveLength(1);
      expect(recordIn(end)?.version).toBe(2);
    },
  },
  {
    service: 'links of one patient to an account that is deleted meanwhile',
    wins: 'some',
    refusals: ['USER_NOT_FOUND', 'CONCURRENT_CHANGE'],
    prepare: async (course) => {
      const { links, patientId, userId, admin } = await arrange(course);
      const { deletions } = identityOn(course.rivals);
      const target = { patientId };
      return (rival) =>
        rival % 2 === 0
          ? links.link(memberOf('staff'), target, { email: 'ada@example.com' })
          : deletions.delete(admin, { userId });
    },
    // Whoever was linked was there then; nothing tells of a link that was not made.
    holds: (end) => {
      expect(isDeleted(end)).toBe(true);
      const [linked] = entriesOf(end, 'patient.linked');
      const [deleted] = entriesOf(end, 'user.deleted');
      if (linked) expect(String(linked.sk) <= String(deleted?.sk)).toBe(true);
      expect(recordIn(end)?.userId !== undefined).toBe(linked !== undefined);
    },
  },
  {
    service: 'links and their ends, of one patient',
    wins: 'some',
    refusals: ['CONCURRENT_CHANGE'],
    prepare: async (course) => {
      const { links, patientId, userId } = await arrange(course);
      const target = { patientId };
      return (rival) =>
        rival % 2 === 0 ? links.link(memberOf('staff'), target, { userId }) : links.unlink(memberOf('staff'), target);
    },
    holds: (end) => {
      const [made, ended] = ['patient.linked', 'patient.unlinked'].map((type) => eventsOf(end, type).length);
      expect(Number(made) - Number(ended)).toBe(recordIn(end)?.userId === undefined ? 0 : 1);
    },
  },
]);
