import * as z from 'zod';
import { email, type Output, schema, typedPassword } from '../../../../schemas.ts';
import { user } from '../../users/schema.ts';
import { secondFactorCode } from '../second-factor/second-factor-schema.ts';

/** How refresh tokens travel: in an HttpOnly cookie, or in bodies for clients that keep them elsewhere. */
const transport = schema(() => z.enum(['cookie', 'body']).meta({ id: 'Transport' }));

/** What shows that somebody has signed in on this device before, for clients that do not keep it in the cookie. */
const deviceToken = schema(() => z.string().max(512).optional());

export const credentials = schema(() =>
  z
    .strictObject({
      email: email(),
      password: typedPassword(),
      transport: transport().default('cookie'),
      deviceToken: deviceToken(),
    })
    .meta({ id: 'Credentials' }),
);
export type Credentials = Output<typeof credentials>;

/** The second step of signing in. */
export const secondStepInput = schema(() =>
  z
    .strictObject({
      mfaToken: z.string().min(1).max(512),
      code: secondFactorCode(),
      transport: transport().default('cookie'),
      deviceToken: deviceToken(),
    })
    .meta({ id: 'SecondStep' }),
);
export type SecondStepInput = Output<typeof secondStepInput>;

/** Tokens of a session as the API hands them out. */
export const tokens = schema(() =>
  z
    .object({
      accessToken: z.string(),
      tokenType: z.literal('Bearer'),
      /** Seconds that the access token is valid. */
      expiresIn: z.int(),
      refreshToken: z.string().optional(),
    })
    .meta({ id: 'Tokens' }),
);

/** What a person gets who has signed in. */
export const signedIn = schema(() =>
  tokens()
    .extend({ outcome: z.literal('signed_in'), deviceToken: z.string().optional(), user: user() })
    .meta({ id: 'SignedIn' }),
);

/** What the second step of a sign-in needs. */
const secondStepRequired = schema(() =>
  z
    .object({ outcome: z.literal('second_step_required'), mfaRequired: z.literal(true), mfaToken: z.string() })
    .meta({ id: 'SecondStepRequired' }),
);

/** The answer to a sign-in: tokens, or what its second step needs. */
export const signInAnswer = schema(() =>
  z.discriminatedUnion('outcome', [signedIn(), secondStepRequired()]).meta({ id: 'SignIn' }),
);

/** The address of a person who has forgotten the password. */
export const passwordResetRequest = schema(() =>
  z.strictObject({ email: email() }).meta({ id: 'PasswordResetRequest' }),
);

/** The address that a person wants, and the password, so that an open screen is not enough. */
export const emailChangeRequest = schema(() =>
  z.strictObject({ email: email(), password: typedPassword() }).meta({ id: 'EmailChangeRequest' }),
);
export type EmailChangeRequest = Output<typeof emailChangeRequest>;

/** A one-time token as the link of a mail carries it. */
export const oneTimeTokenInput = schema(() =>
  z.strictObject({ token: z.string().min(1).max(512) }).meta({ id: 'OneTimeToken' }),
);

/** The refresh token of a client that does not keep it in the cookie. */
export const refreshTokenInput = schema(() =>
  z
    .strictObject({ refreshToken: z.string().max(512).optional() })
    .meta({ id: 'PresentedRefreshToken' })
    .optional(),
);
