import * as z from 'zod';
import { id, instant, keptTimeZone, type Output, schema } from '../../../schemas.ts';

/** A clinic as stored. */
export const clinic = schema(() =>
  z.object({ id: id(), name: z.string(), timeZone: keptTimeZone(), createdAt: instant(), updatedAt: instant() }),
);
export type Clinic = Output<typeof clinic>;
