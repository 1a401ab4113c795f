import * as z from 'zod';
import { absent, allOf, anyOf, atMost } from '../../../data/condition.ts';
import { entity } from '../../../data/entity.ts';
import { upsert, type Write } from '../../../data/write.ts';
import { Conflict } from '../../../errors.ts';
import { id, type Output, schema } from '../../../schemas.ts';

const clinicUse = schema(() =>
  z.object({
    clinicId: id(),
    /** The doctors and staff who are not deleted. */
    members: z.int().optional(),
    /** The patients who are not deleted. */
    patients: z.int().optional(),
    /** The API keys that are bound to the clinic and neither revoked nor, for more than a moment, expired. */
    apiKeys: z.int().optional(),
  }),
);
type ClinicUse = Output<typeof clinicUse>;
type Count = Exclude<keyof ClinicUse, 'clinicId'>;

/** What belongs to a clinic and is counted; apart from the clinic, whose version a count must not raise. */
export const clinicUses = entity({
  name: 'clinic-use',
  table: 'clinic',
  schema: clinicUse,
  key: ({ clinicId }: { readonly clinicId: string }) => ({ pk: `CLINIC-USE#${clinicId}`, sk: 'USE' }),
});

/**
 * Adds to what is counted of a clinic. Whoever leaves is never held up, so that a clinic whose members came before there were
 * counts may have less than none.
 */
export function countUse(clinicId: string, add: { readonly [C in Count]?: number }): Write {
  return upsert(clinicUses, { clinicId }, { set: { clinicId }, add });
}

/**
 * Demands that nothing belongs to a clinic; throws `CLINIC_IN_USE` with what does. It writes the counts, which may not be there,
 * so that whoever is counted in at the same moment collides with it.
 */
export function requireUnused(clinicId: string): Write {
  const none = (count: string) => anyOf(absent(count), atMost(count, 0));
  const when = allOf(none('members'), none('patients'), none('apiKeys'));
  return upsert(clinicUses, { clinicId }, { set: { clinicId }, when, conflict: clinicInUse });
}

function clinicInUse(use: Partial<ClinicUse> = {}): Conflict {
  const counts = { people: use.members, patients: use.patients, apiKeys: use.apiKeys };
  const holding = Object.entries(counts).flatMap(([what, count = 0]) => (count > 0 ? [[what, count] as const] : []));
  const heldBy = Object.fromEntries(holding);
  return new Conflict('CLINIC_IN_USE', 'A clinic to which somebody or something belongs is not deleted.', {
    members: { heldBy },
  });
}
