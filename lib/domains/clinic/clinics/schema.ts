import * as z from 'zod';
import { id, schema } from '../../../schemas.ts';

// What others refer to clinics by: they do not carry how a clinic is shown.

const clinicExample = '019a0000-0000-7000-8000-00000000c001';

/** The id of a clinic that something belongs to; what belongs to it is said where it is used. */
export function clinicReference(meaning: string) {
  return id().meta({ description: meaning, examples: [clinicExample] });
}

/** The path of a clinic, and of what belongs to it. */
export const clinicPath = schema(() => z.object({ clinicId: clinicReference('The id of the clinic.') }));
