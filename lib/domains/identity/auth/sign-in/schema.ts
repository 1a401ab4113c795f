import * as z from 'zod';
import { email, typedPassword } from '../../../../schemas.ts';
import { user } from '../../users/schema.ts';
import { secondFactorCode } from '../second-factor/second-factor-schema.ts';

/** How refresh tokens travel: in an HttpOnly cookie, or in bodies for clients that keep them elsewhere. */
export const transport = z.enum(['cookie', 'body']);

/** What shows that somebody has signed in on this device before, for clients that do not keep it in the cookie. */
const deviceToken = z.string().max(512).optional();

export const credentials = z.strictObject({
  email,
  password: typedPassword,
  transport: transport.default('cookie'),
  deviceToken,
});
export type Credentials = z.output<typeof credentials>;

/** The second step of signing in. */
export const secondStepInput = z.strictObject({
  mfaToken: z.string().min(1).max(512),
  code: secondFactorCode,
  transport: transport.default('cookie'),
  deviceToken,
});
export type SecondStepInput = z.output<typeof secondStepInput>;

/** Tokens of a session as the API hands them out. */
export const tokens = z.object({
  accessToken: z.string(),
  tokenType: z.literal('Bearer'),
  /** Seconds. */
  expiresIn: z.int(),
  refreshToken: z.string().optional(),
});

export const signedIn = tokens.extend({ deviceToken: z.string().optional(), user });

/** A sign-in, or what its second step needs. */
export const signInAnswer = z.union([signedIn, z.object({ mfaRequired: z.literal(true), mfaToken: z.string() })]);

/** Whose password is forgotten. */
export const passwordResetRequest = z.strictObject({ email });

/** The address that a person wants, and the password, lest an open screen be enough. */
export const emailChangeRequest = z.strictObject({ email, password: typedPassword });
export type EmailChangeRequest = z.output<typeof emailChangeRequest>;

/** A one-time token as a mail's link carries it. */
export const oneTimeTokenInput = z.strictObject({ token: z.string().min(1).max(512) });

/** The refresh token of a client that does not keep it in the cookie. */
export const refreshTokenInput = z.strictObject({ refreshToken: z.string().max(512).optional() }).optional();
