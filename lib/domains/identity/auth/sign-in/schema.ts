import * as z from 'zod';
import { email, type Output, schema, typedPassword } from '../../../../schemas.ts';
import { user } from '../../users/schema.ts';
import { secondFactorCode } from '../second-factor/second-factor-schema.ts';

/** How refresh tokens travel: in an HttpOnly cookie, or in bodies for clients that keep them elsewhere. */
const transport = schema(() => z.enum(['cookie', 'body']));

/** What shows that somebody has signed in on this device before, for clients that do not keep it in the cookie. */
const deviceToken = schema(() => z.string().max(512).optional());

export const credentials = schema(() =>
  z.strictObject({
    email: email(),
    password: typedPassword(),
    transport: transport().default('cookie'),
    deviceToken: deviceToken(),
  }),
);
export type Credentials = Output<typeof credentials>;

/** The second step of signing in. */
export const secondStepInput = schema(() =>
  z.strictObject({
    mfaToken: z.string().min(1).max(512),
    code: secondFactorCode(),
    transport: transport().default('cookie'),
    deviceToken: deviceToken(),
  }),
);
export type SecondStepInput = Output<typeof secondStepInput>;

/** Tokens of a session as the API hands them out. */
export const tokens = schema(() =>
  z.object({
    accessToken: z.string(),
    tokenType: z.literal('Bearer'),
    /** Seconds that the access token is valid. */
    expiresIn: z.int(),
    refreshToken: z.string().optional(),
  }),
);

export const signedIn = schema(() => tokens().extend({ deviceToken: z.string().optional(), user: user() }));

/** The answer to a sign-in: tokens, or what its second step needs. */
export const signInAnswer = schema(() =>
  z.union([signedIn(), z.object({ mfaRequired: z.literal(true), mfaToken: z.string() })]),
);

/** The address of a person who has forgotten the password. */
export const passwordResetRequest = schema(() => z.strictObject({ email: email() }));

/** The address that a person wants, and the password, so that an open screen is not enough. */
export const emailChangeRequest = schema(() => z.strictObject({ email: email(), password: typedPassword() }));
export type EmailChangeRequest = Output<typeof emailChangeRequest>;

/** A one-time token as the link of a mail carries it. */
export const oneTimeTokenInput = schema(() => z.strictObject({ token: z.string().min(1).max(512) }));

/** The refresh token of a client that does not keep it in the cookie. */
export const refreshTokenInput = schema(() =>
  z.strictObject({ refreshToken: z.string().max(512).optional() }).optional(),
);
