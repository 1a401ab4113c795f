import * as z from 'zod';
import { absent, allOf, equals } from '../../../data/condition.ts';
import { entity, type ValueOf } from '../../../data/entity.ts';
import { check, upsert, type Write } from '../../../data/write.ts';
import { unknownReference } from '../../../errors.ts';
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
type StoredDoctor = ValueOf<typeof doctors>;

/** What a doctor's item has of the person. */
type OfPerson = Pick<StoredDoctor, 'id' | 'name' | 'clinicId' | 'createdAt' | 'updatedAt'>;

/** Writes who a doctor is, also over one of before; `moved` takes away what was by the wall clock of another clinic. */
export function putDoctor(person: OfPerson, { moved }: { readonly moved: boolean }): Write {
  const wallTimes = ['schedule', 'extraHours', 'wallTimesOf'] as const;
  return upsert(doctors, { id: person.id }, { set: person, remove: ['formerSince', ...(moved ? wallTimes : [])] });
}

/** Notes that somebody is no doctor any more, and leaves the rest for the day when they come back. */
export function retireDoctor(person: OfPerson): Write {
  return upsert(doctors, { id: person.id }, { set: { ...person, formerSince: person.updatedAt } });
}

/** Demands a doctor of a clinic who is one still, whom a body names at `path`; throws `UNKNOWN_REFERENCE`. */
export function requireDoctorOf(clinicId: string, doctorId: string, path: string): Write {
  const when = allOf(equals('clinicId', clinicId), absent('formerSince'));
  return check(doctors, { id: doctorId }, { when, conflict: () => unknownReference(path, 'doctor') });
}
