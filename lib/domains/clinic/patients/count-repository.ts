import * as z from 'zod';
import { entity, type ValueOf } from '../../../data/entity.ts';
import { at, type Reference } from '../../../data/read.ts';
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
