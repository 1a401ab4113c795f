import * as z from 'zod';
import { entity } from '../../../data/entity.ts';
import { upsert, type Write } from '../../../data/write.ts';
import { Conflict } from '../../../errors.ts';
import { id, type Output, schema } from '../../../schemas.ts';
import { requireNoUse } from '../use-repository.ts';

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

/** The error of a clinic that is not deleted, with how many there are of what belongs to it. */
export function clinicInUse(heldBy: Readonly<Record<string, number>>): Conflict {
  const message = 'A clinic to which somebody or something belongs is not deleted.';
  return new Conflict('CLINIC_IN_USE', message, { members: { heldBy } });
}

/** Demands that nothing belongs to a clinic, also against a race; throws `CLINIC_IN_USE` with what does. */
export function requireUnused(clinicId: string): Write {
  return requireNoUse(
    clinicUses,
    { clinicId },
    {
      counts: { members: 'people', patients: 'patients', apiKeys: 'apiKeys' },
      inUse: clinicInUse,
    },
  );
}
