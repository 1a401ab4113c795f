import * as z from 'zod';
import { entity } from '../../../data/entity.ts';
import { upsert, type Write } from '../../../data/write.ts';
import { Conflict } from '../../../errors.ts';
import type { Platform } from '../../../platform/platform.ts';
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

/** How many of what holds a doctor there are. */
type HeldBy = Readonly<Partial<Record<'patients' | 'appointments', number>>>;

/** The error of a doctor who would be none any more, or one of another clinic, with how many there are of what holds them. */
export function doctorInUse(heldBy: HeldBy): Conflict {
  const message = 'A doctor stays one while they are in charge of patients, or have appointments to come.';
  return new Conflict('DOCTOR_IN_USE', message, { members: { heldBy } });
}

/** Finds how many patients a doctor is in charge of, if any. */
export async function findUse({ read }: Pick<Platform, 'read'>, doctorId: string): Promise<HeldBy> {
  const { patients = 0 } = (await read.find(doctorUses, { doctorId })) ?? {};
  return patients > 0 ? { patients } : {};
}

/** Demands that a doctor is in charge of nobody, also against a race; throws `DOCTOR_IN_USE` with how many there are. */
export function requireUnused(doctorId: string): Write {
  return requireNoUse(doctorUses, { doctorId }, { counts: { patients: 'patients' }, inUse: doctorInUse });
}
