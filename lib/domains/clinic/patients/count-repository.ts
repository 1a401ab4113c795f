import * as z from 'zod';
import { absent, equals } from '../../../data/condition.ts';
import { entity, type Stored, type ValueOf } from '../../../data/entity.ts';
import { at, type Reference } from '../../../data/read.ts';
import { upsert, type Write } from '../../../data/write.ts';
import { id, schema } from '../../../schemas.ts';

/** What is counted of a patient, apart from the record, whose version a booking must not raise; absent while there is nothing. */
export const patientCounts = entity({
  name: 'patient-counts',
  table: 'clinic',
  schema: schema(() =>
    z.object({ patientId: id(), appointments: z.int().optional(), prescriptions: z.int().optional() }),
  ),
  key: ({ patientId }: { readonly patientId: string }) => ({ pk: `PATIENT-COUNTS#${patientId}`, sk: 'COUNTS' }),
});

export type PatientCounts = ValueOf<typeof patientCounts>;

/** Refers to the counts of a patient, to be read together with others. */
export function patientCountsAt(patientId: string): Reference<PatientCounts> {
  return at(patientCounts, { patientId });
}

/** Adds to the appointments that are counted of a patient, which may be less than none for who came before they were counted. */
export function addAppointments(patientId: string, appointments: number): Write {
  return upsert(patientCounts, { patientId }, { set: { patientId }, add: { appointments } });
}

/** Demands that nothing was counted of a patient since their counts, or that there are none, were read; throws the error of `counted`. */
export function requireCountsAsRead(
  patientId: string,
  counts: Pick<Stored<PatientCounts>, 'version'> | undefined,
  counted: () => Error,
): Write {
  const condition = counts ? equals('version', counts.version) : absent('pk');
  return {
    action: () => ({ kind: 'check', table: patientCounts.table, key: patientCounts.key({ patientId }), condition }),
    refusal: counted,
  };
}
