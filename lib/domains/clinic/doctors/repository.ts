import * as z from 'zod';
import { absent, allOf, equals } from '../../../data/condition.ts';
import { entity, type Stored, type ValueOf } from '../../../data/entity.ts';
import { at } from '../../../data/read.ts';
import { check, type UpdateOptions, update, upsert, type Write } from '../../../data/write.ts';
import { Conflict, unknownReference } from '../../../errors.ts';
import { id, instant, schema } from '../../../schemas.ts';
import { extraHours, timeOff } from './exception-schema.ts';
import { schedule } from './schedule-schema.ts';

/** A doctor as stored. */
const storedDoctor = schema(() =>
  z.object({
    /** The person's. */
    id: id(),
    name: z.string(),
    clinicId: id(),
    specialities: z.array(z.string()).optional(),
    timeOff: z.array(timeOff()).optional(),
    schedule: schedule().optional(),
    extraHours: z.array(extraHours()).optional(),
    /** The clinic by whose wall clock schedule and extra hours are; at any other they mean nothing. */
    wallTimesOf: id().optional(),
    createdAt: instant(),
    updatedAt: instant(),
    /** Since when the person has been no doctor any more. */
    formerSince: instant().optional(),
  }),
);

/** The doctors, of whom each is written by whatever gives or takes a person the role. */
export const doctors = entity({
  name: 'doctor',
  table: 'clinic',
  schema: storedDoctor,
  key: (doctor: { id: string }) => ({ pk: `DOCTOR#${doctor.id}`, sk: 'DOCTOR' }),
});
export type StoredDoctor = ValueOf<typeof doctors>;

/** What a doctor's item has of the person. */
type OfPerson = Pick<StoredDoctor, 'id' | 'name' | 'clinicId' | 'createdAt' | 'updatedAt'>;

/** The fields of a doctor that a change sets or removes. */
export type DoctorChange = Pick<UpdateOptions<StoredDoctor>, 'set' | 'remove'>;

/** Somebody else changed the doctor since they were read. */
export class DoctorChanged extends Conflict {
  constructor() {
    super('CONCURRENT_CHANGE', 'The doctor was changed at the same time. Try again.');
  }
}

/** Refers to a doctor, to be read together with others. */
export function doctorAt(doctorId: string) {
  return at(doctors, { id: doctorId });
}

/** Writes who a doctor is, also over one of before; `moved` takes away what was by the wall clock of another clinic. */
export function putDoctor(person: OfPerson, { moved }: { readonly moved: boolean }): Write {
  const wallTimes = ['schedule', 'extraHours', 'wallTimesOf'] as const;
  return upsert(doctors, { id: person.id }, { set: person, remove: ['formerSince', ...(moved ? wallTimes : [])] });
}

/** Notes that somebody is no doctor any more, and leaves the rest for the day when they come back. */
export function retireDoctor(person: OfPerson): Write {
  return upsert(doctors, { id: person.id }, { set: { ...person, formerSince: person.updatedAt } });
}

/** Changes a doctor as they were read; throws `DoctorChanged`. */
export function changeDoctor({ id, version }: Stored<StoredDoctor>, change: DoctorChange): Write {
  return update(doctors, { id }, { ...change, when: equals('version', version), conflict: () => new DoctorChanged() });
}

/** Demands that a doctor is as they were read; throws the error of `conflict`. */
export function requireDoctorAsRead({ id, version }: Stored<StoredDoctor>, conflict: () => Error): Write {
  return check(doctors, { id }, { when: equals('version', version), conflict });
}

/** Demands a doctor of a clinic who is one still, whom a body names at `path`; throws `UNKNOWN_REFERENCE`. */
export function requireDoctorOf(clinicId: string, doctorId: string, path: string): Write {
  const when = allOf(equals('clinicId', clinicId), absent('formerSince'));
  return check(doctors, { id: doctorId }, { when, conflict: () => unknownReference(path, 'doctor') });
}
