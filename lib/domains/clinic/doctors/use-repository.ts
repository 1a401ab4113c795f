import * as z from 'zod';
import { absent, anyOf, atMost } from '../../../data/condition.ts';
import { entity, type ValueOf } from '../../../data/entity.ts';
import { upsert, type Write } from '../../../data/write.ts';
import { Conflict } from '../../../errors.ts';
import { id, schema } from '../../../schemas.ts';

/** What a doctor is in charge of; apart from the doctor, whose version a count must not raise. */
export const doctorUses = entity({
  name: 'doctor-use',
  table: 'clinic',
  schema: schema(() =>
    z.object({
      doctorId: id(),
      /** The patients who are not deleted. */
      patients: z.int().optional(),
    }),
  ),
  key: ({ doctorId }: { readonly doctorId: string }) => ({ pk: `DOCTOR-USE#${doctorId}`, sk: 'USE' }),
});
type DoctorUse = ValueOf<typeof doctorUses>;

/** Adds to what is counted of a doctor, which may be less than none where a patient came before there were counts. */
export function countUse(doctorId: string, add: { readonly patients: number }): Write {
  return upsert(doctorUses, { doctorId }, { set: { doctorId }, add });
}

/**
 * Demands that a doctor is in charge of nobody; throws `DOCTOR_IN_USE` with how many there are. It writes the counts, which may
 * not be there, so that whoever is counted in at the same moment collides with it.
 */
export function requireUnused(doctorId: string): Write {
  const when = anyOf(absent('patients'), atMost('patients', 0));
  return upsert(doctorUses, { doctorId }, { set: { doctorId }, when, conflict: doctorInUse });
}

function doctorInUse({ patients = 0 }: Partial<DoctorUse> = {}): Conflict {
  return new Conflict('DOCTOR_IN_USE', 'A doctor who is in charge of patients stays one; give these another first.', {
    members: { heldBy: { patients } },
  });
}
