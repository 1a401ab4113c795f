// These stand apart from the other schemas of identity: the rules bring the list of common passwords, which most bundles do
// without.
import * as z from 'zod';
import { calendarDate, email, type Output, schema, typedPassword } from '../../../../schemas.ts';
import { personName } from '../../users/schema.ts';
import { newPassword, passwordWithoutEmail } from './password-rules.ts';

/** What a person gives to register. */
export const registration = schema(() =>
  z
    .strictObject({ email: email(), password: newPassword(), name: personName(), dateOfBirth: calendarDate() })
    .check(passwordWithoutEmail)
    .meta({ id: 'Registration' }),
);
export type Registration = Output<typeof registration>;

/** A password in place of a forgotten one, or a first one, with the token of a mail. */
export const passwordReset = schema(() =>
  z.strictObject({ token: z.string().min(1).max(512), password: newPassword() }).meta({ id: 'PasswordReset' }),
);
export type PasswordReset = Output<typeof passwordReset>;

/** A new password, and the current one. */
export const passwordChange = schema(() =>
  z.strictObject({ currentPassword: typedPassword(), newPassword: newPassword() }).meta({ id: 'PasswordChange' }),
);
export type PasswordChange = Output<typeof passwordChange>;
