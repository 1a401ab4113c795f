import * as z from 'zod';
import { id, instant, keptTimeZone, type Output, schema } from '../../../schemas.ts';

/** The id of a clinic that something belongs to; what belongs to it is said where it is used. */
export function clinicReference(meaning: string) {
  return id().meta({ description: meaning, examples: ['019a0000-0000-7000-8000-00000000c001'] });
}

/** A clinic as stored. */
export const clinic = schema(() =>
  z.object({ id: id(), name: z.string(), timeZone: keptTimeZone(), createdAt: instant(), updatedAt: instant() }),
);
export type Clinic = Output<typeof clinic>;
