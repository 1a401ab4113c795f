import { expect } from '@jest/globals';
import type { TimeOff } from '../../../lib/domains/clinic/doctors/exception-schema.ts';
import { northClinic, plantClinics, southClinic } from '../../support/clinics.ts';
import { aSchedule, doctorServices } from '../../support/doctors.ts';
import { callerOf } from '../../support/people.ts';
import { type Course, describeRaces } from '../../support/race.ts';
import { entriesOf, identityItems } from '../../support/race-items.ts';
import { enrol, identityOn } from '../../support/race-services.ts';

/** An admin who asks, and a doctor whom it is about. */
async function two({ calm, database }: Course) {
  plantClinics(database);
  const admin = callerOf(await enrol(calm, 'admin@example.com', ['admin']));
  const { id } = await enrol(calm, 'ada@example.com');
  await identityOn(calm).administration.setRoles(admin, { userId: id }, { roles: ['doctor'], clinicId: northClinic });
  return { admin, id };
}

/** All doctors that were ever made. */
const doctorItems = ({ database }: Course) => database.itemsOf('clinic').filter(({ sk }) => sk === 'DOCTOR');

describeRaces([
  {
    service: 'the specialities of one doctor',
    wins: 'some',
    refusals: ['CONCURRENT_CHANGE'],
    prepare: async (course) => {
      const { admin, id } = await two(course);
      const { profiles } = doctorServices(course.rivals);
      return (rival) => profiles.setProfile(admin, { doctorId: id }, { specialities: [`Speciality ${rival}`] });
    },
    holds: (end) => expect(entriesOf(end, 'doctor.profile-changed')).toHaveLength(end.won.length),
  },
  {
    service: 'the time off of one doctor, of which none is lost',
    wins: 'some',
    refusals: ['CONCURRENT_CHANGE'],
    prepare: async (course) => {
      const { admin, id } = await two(course);
      const { timesOff } = doctorServices(course.rivals);
      const conference = { from: '2026-03-16T08:00:00.000Z', to: '2026-03-17T08:00:00.000Z' };
      return (rival) => timesOff.add(admin, { doctorId: id }, { ...conference, reason: `Conference ${rival}` });
    },
    holds: (end) => {
      const [doctor] = doctorItems(end);
      const { timeOff } = doctor as { timeOff?: TimeOff[] };
      const kept = timeOff?.map(({ reason }) => reason) ?? [];
      expect(kept.sort()).toEqual(end.won.map((won) => (won as { timeOff: TimeOff }).timeOff.reason).sort());
    },
  },
  {
    service: 'a doctor, who moves, goes, comes back, is renamed and says when to be seen',
    wins: 'some',
    refusals: ['CONCURRENT_CHANGE', 'USER_NOT_FOUND', 'NOT_DELETED', 'DOCTOR_NOT_FOUND'],
    prepare: async (course) => {
      const { admin, id } = await two(course);
      const target = { userId: id };
      const { administration, deletions, profiles } = identityOn(course.rivals);
      const { profiles: ofDoctors } = doctorServices(course.rivals);
      const place = { roles: ['doctor' as const], clinicId: southClinic };
      const changes = [
        () => administration.setRoles(admin, target, place),
        () => profiles.change(admin, target, { name: 'Ada King' }),
        () => deletions.delete(admin, target),
        () => ofDoctors.setSchedule(admin, { doctorId: id }, aSchedule),
        () => deletions.restore(admin, id),
        () => administration.setRoles(admin, target, { roles: ['user'] }),
      ];
      return async (rival) => changes[rival % changes.length]?.();
    },
    holds: (end) => {
      const ada = identityItems(end, 'person').find(({ email }) => email === 'ada@example.com');
      const { roles = [], status } = ada as { roles?: string[]; status?: string };
      const [doctor] = doctorItems(end);
      const isDoctor = roles.includes('doctor') && status !== 'deleted';
      expect(doctor?.formerSince === undefined).toBe(isDoctor);
      if (isDoctor) expect(doctor).toMatchObject({ name: ada?.name, clinicId: ada?.clinicId });
    },
  },
]);
