import * as z from 'zod';
import { calendarDate, email, typedPassword } from '../schemas.ts';
import { personName, user } from '../users/schema.ts';
import { newPassword, passwordWithoutEmail } from './password-rules.ts';

/** What a person gives to register. */
export const registration = z
  .strictObject({ email, password: newPassword, name: personName, dateOfBirth: calendarDate })
  .check(passwordWithoutEmail);
export type Registration = z.output<typeof registration>;

/** How refresh tokens travel: in an HttpOnly cookie, or in bodies for clients that keep them elsewhere. */
export const transport = z.enum(['cookie', 'body']);

export const credentials = z.strictObject({
  email,
  password: typedPassword,
  transport: transport.default('cookie'),
});
export type Credentials = z.output<typeof credentials>;

/** Tokens of a session as the API hands them out. */
export const tokens = z.object({
  accessToken: z.string(),
  tokenType: z.literal('Bearer'),
  /** Seconds. */
  expiresIn: z.int(),
  refreshToken: z.string().optional(),
});

export const signedIn = tokens.extend({ user });

/** A one-time token as a mail's link carries it. */
export const oneTimeTokenInput = z.strictObject({ token: z.string().min(1).max(512) });

/** The refresh token of a client that does not keep it in the cookie. */
export const refreshTokenInput = z.strictObject({ refreshToken: z.string().max(512).optional() }).optional();
