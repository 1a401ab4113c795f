// These stand apart from the other schemas of identity: the rules bring the list of common passwords, which most bundles do
// without.
import * as z from 'zod';
import { calendarDate, email, type Output, schema, typedPassword } from '../../../../schemas.ts';
import { oneTimeToken } from '../../links/one-time-token-schema.ts';
import { personName } from '../../users/schema.ts';
import { newPassword, passwordWithoutEmail } from './password-rules.ts';

/** What a person gives to register. */
export const registration = schema(() =>
  z
    .strictObject({
      email: email(),
      password: newPassword(),
      name: personName(),
      dateOfBirth: calendarDate().describe('18 years ago or more, and at most 130.'),
    })
    .check(passwordWithoutEmail)
    .meta({
      id: 'Registration',
      description: 'What a person gives to register; the password must not hold the address.',
    }),
);
export type Registration = Output<typeof registration>;

/** A password in place of a forgotten one, or a first one, with the token of a mail. */
export const passwordReset = schema(() =>
  z
    .strictObject({ token: oneTimeToken(), password: newPassword() })
    .meta({ id: 'PasswordReset', description: 'A password in place of a forgotten one, or a first one.' }),
);
export type PasswordReset = Output<typeof passwordReset>;

/** A new password, and the current one. */
export const passwordChange = schema(() =>
  z
    .strictObject({
      currentPassword: typedPassword(),
      newPassword: newPassword().meta({ examples: ['Better-Horse-10'] }),
    })
    .meta({ id: 'PasswordChange', description: 'A new password, and the current one.' }),
);
export type PasswordChange = Output<typeof passwordChange>;
