import * as z from 'zod';
import { entity } from '../../../data/entity.ts';
import { upsert, type Write } from '../../../data/write.ts';
import { Conflict } from '../../../errors.ts';
import { id, schema } from '../../../schemas.ts';
import { requireNoUse } from '../use-repository.ts';

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

/** Adds to what is counted of a doctor, which may be less than none where a patient came before there were counts. */
export function countUse(doctorId: string, add: { readonly patients: number }): Write {
  return upsert(doctorUses, { doctorId }, { set: { doctorId }, add });
}

/** Demands that a doctor is in charge of nobody, also against a race; throws `DOCTOR_IN_USE` with how many there are. */
export function requireUnused(doctorId: string): Write {
  return requireNoUse(
    doctorUses,
    { doctorId },
    {
      counts: { patients: 'patients' },
      inUse: (heldBy) =>
        new Conflict('DOCTOR_IN_USE', 'A doctor who is in charge of patients stays one; give these another first.', {
          members: { heldBy },
        }),
    },
  );
}
