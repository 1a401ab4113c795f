import * as z from 'zod';
import { roles } from '../auth/permissions.ts';
import { NotFound } from '../errors.ts';
import { calendarDate, email, id, instant, line } from '../schemas.ts';

/** A person's name as typed. */
export const personName = line(2, 50).meta({ examples: ['Ada Lovelace'] });

/** Whether an account may be used. */
export const accountStatus = z.enum(['active', 'locked', 'deleted']);

/** A person as the API shows them. */
export const user = z.object({
  id,
  email,
  name: personName,
  roles: z.array(z.enum(roles)).min(1),
  clinicId: id.optional(),
  dateOfBirth: calendarDate.optional(),
  emailVerified: z.boolean(),
  mfaEnabled: z.boolean(),
  status: accountStatus,
  createdAt: instant,
  updatedAt: instant,
});
export type User = z.output<typeof user>;

/** Absent, deleted, or another person's: it all looks the same. */
export function userNotFound(): NotFound {
  return new NotFound('USER_NOT_FOUND', 'There is no such user.');
}
