// Apart from the other schemas of identity: the list of common passwords comes with the rules, and most bundles need neither.
import * as z from 'zod';
import { calendarDate, email, typedPassword } from '../../../../schemas.ts';
import { personName } from '../../users/schema.ts';
import { newPassword, passwordWithoutEmail } from './password-rules.ts';

/** What a person gives to register. */
export const registration = z
  .strictObject({ email, password: newPassword, name: personName, dateOfBirth: calendarDate })
  .check(passwordWithoutEmail);
export type Registration = z.output<typeof registration>;

/** A password in place of a forgotten one, or the first one; the token is that of a mail. */
export const passwordReset = z.strictObject({ token: z.string().min(1).max(512), password: newPassword });
export type PasswordReset = z.output<typeof passwordReset>;

/** Another password, and the one until now. */
export const passwordChange = z.strictObject({ currentPassword: typedPassword, newPassword });
export type PasswordChange = z.output<typeof passwordChange>;
