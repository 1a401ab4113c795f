import * as z from 'zod';
import { line, type Output, schema, typedPassword } from '../../../../schemas.ts';

/** A code of an authenticator, or a recovery code; spaces, dashes and case do not matter. */
export const secondFactorCode = schema(() =>
  line(1, 64, 'A code of an authenticator, or a recovery code; spaces, dashes and case do not matter.').meta({
    examples: ['287082', 'MFRG-GZDF-MZTW-Q2LK'],
  }),
);

export const secondFactorCodeInput = schema(() =>
  z
    .strictObject({ code: secondFactorCode() })
    .meta({ id: 'SecondFactorCode', description: 'A code that shows the second factor.' }),
);

/** What shows that the owner wants an authenticator, and not somebody who holds a session of theirs. */
export const totpEnrolmentRequest = schema(() =>
  z.strictObject({ password: typedPassword() }).meta({
    id: 'TotpEnrolmentRequest',
    description: 'What shows that the owner of the account wants an authenticator.',
  }),
);

/** What goes into an authenticator, typed in or as a QR code. */
export const totpSecret = schema(() =>
  z
    .object({
      secret: z
        .string()
        .meta({ description: 'The secret in base32, to be typed in.', examples: ['EXAMPLEEXAMPLEEXAMPLE'] }),
      otpauthUri: z.string().meta({
        description: 'The same as a QR code holds it.',
        examples: ['otpauth://totp/Polyclinic:ada%40example.com?secret=EXAMPLEEXAMPLEEXAMPLE&issuer=Polyclinic'],
      }),
    })
    .meta({ id: 'TotpSecret', description: 'What goes into an authenticator, typed in or as a QR code.' }),
);
export type TotpSecret = Output<typeof totpSecret>;

/** The recovery codes, each good for one use; they are shown this once. */
export const recoveryCodesShown = schema(() =>
  z.object({ recoveryCodes: z.array(z.string().meta({ examples: ['MFRG-GZDF-MZTW-Q2LK'] })) }).meta({
    id: 'RecoveryCodes',
    description: 'The ten recovery codes, each good for one use; they are shown this once.',
  }),
);
