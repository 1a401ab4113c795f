import * as z from 'zod';
import { email, type Output, schema, typedPassword } from '../../../../schemas.ts';
import { accessTokenSeconds } from '../../durations.ts';
import { oneTimeToken } from '../../links/one-time-token-schema.ts';
import { user } from '../../users/schema.ts';
import { secondFactorCode } from '../second-factor/second-factor-schema.ts';

const transport = schema(() =>
  z.enum(['cookie', 'body']).meta({
    id: 'Transport',
    description: 'How tokens travel: in HttpOnly cookies, or in bodies for clients that keep them elsewhere.',
  }),
);

const deviceToken = schema(() =>
  z
    .string()
    .max(512)
    .meta({
      description: 'What shows that somebody has signed in on this device before, where it is not kept in the cookie.',
      examples: ['example-device-token'],
    }),
);

const refreshToken = schema(() =>
  z
    .string()
    .max(512)
    .meta({ description: 'Only where it is not kept in the cookie.', examples: ['example-refresh-token'] }),
);

const mfaToken = schema(() =>
  z
    .string()
    .min(1)
    .max(512)
    .meta({ description: 'Shows that the password was right, for five minutes.', examples: ['example-mfa-token'] }),
);

export const credentials = schema(() =>
  z
    .strictObject({
      email: email(),
      password: typedPassword(),
      transport: transport().default('cookie'),
      deviceToken: deviceToken().optional(),
    })
    .meta({ id: 'Credentials', description: 'What a person signs in with.' }),
);
export type Credentials = Output<typeof credentials>;

/** The second step of signing in. */
export const secondStepInput = schema(() =>
  z
    .strictObject({
      mfaToken: mfaToken(),
      code: secondFactorCode(),
      transport: transport().default('cookie'),
      deviceToken: deviceToken().optional(),
    })
    .meta({ id: 'SecondStep', description: 'The second step of signing in.' }),
);
export type SecondStepInput = Output<typeof secondStepInput>;

/** Tokens of a session as the API hands them out. */
export const tokens = schema(() =>
  z
    .object({
      accessToken: z
        .string()
        .meta({ description: 'To be sent as a bearer token.', examples: ['example-access-token'] }),
      tokenType: z.literal('Bearer'),
      expiresIn: z
        .int()
        .min(1)
        .max(accessTokenSeconds)
        .meta({ description: 'Seconds that the access token is valid.', examples: [accessTokenSeconds] }),
      refreshToken: refreshToken().optional(),
    })
    .meta({ id: 'Tokens', description: 'The tokens of a session.' }),
);

/** What a person gets who has signed in. */
export const signedIn = schema(() =>
  tokens()
    .extend({ outcome: z.literal('signed_in'), deviceToken: deviceToken().optional(), user: user() })
    .meta({ id: 'SignedIn', description: 'The tokens of a session that has begun, and whose it is.' }),
);

/** What the second step of a sign-in needs. */
const secondStepRequired = schema(() =>
  z
    .object({
      outcome: z.literal('second_step_required'),
      mfaRequired: z.literal(true),
      mfaToken: mfaToken(),
    })
    .meta({ id: 'SecondStepRequired', description: 'The password was right, and a code is wanted.' }),
);

/** The answer to a sign-in: tokens, or what its second step needs. */
export const signInAnswer = schema(() =>
  z
    .discriminatedUnion('outcome', [signedIn(), secondStepRequired()])
    .meta({ id: 'SignIn', description: 'The answer to a sign-in: tokens, or what its second step needs.' }),
);

/** The address of a person who has forgotten the password. */
export const passwordResetRequest = schema(() =>
  z
    .strictObject({ email: email() })
    .meta({ id: 'PasswordResetRequest', description: 'The address of a person who has forgotten the password.' }),
);

/** The address that a person wants, and the password, so that an open screen is not enough. */
export const emailChangeRequest = schema(() =>
  z
    .strictObject({ email: email(), password: typedPassword() })
    .meta({ id: 'EmailChangeRequest', description: 'The address that a person wants, and their password.' }),
);
export type EmailChangeRequest = Output<typeof emailChangeRequest>;

/** A one-time token as the link of a mail carries it. */
export const oneTimeTokenInput = schema(() =>
  z
    .strictObject({ token: oneTimeToken() })
    .meta({ id: 'OneTimeToken', description: 'A token for one use, of a mail.' }),
);

/** The refresh token of a client that does not keep it in the cookie. */
export const refreshTokenInput = schema(() =>
  z
    .strictObject({ refreshToken: refreshToken().optional() })
    .meta({
      id: 'PresentedRefreshToken',
      description: 'The refresh token of a client that does not keep it in the cookie.',
    })
    .optional(),
);
