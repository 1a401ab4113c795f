import * as z from 'zod';
import { line, type Output, schema, typedPassword } from '../../../../schemas.ts';

/** A code of an authenticator, or a recovery code; spaces, dashes and case do not matter. */
export const secondFactorCode = schema(() => line(1, 64).meta({ examples: ['287082', 'MFRG-GZDF-MZTW-Q2LK'] }));

export const secondFactorCodeInput = schema(() =>
  z.strictObject({ code: secondFactorCode() }).meta({ id: 'SecondFactorCode' }),
);

/** What shows that the owner wants an authenticator, and not somebody who holds a session of theirs. */
export const totpEnrolmentRequest = schema(() =>
  z.strictObject({ password: typedPassword() }).meta({ id: 'TotpEnrolmentRequest' }),
);

/** What goes into an authenticator, typed in or as a QR code. */
export const totpSecret = schema(() =>
  z
    .object({
      /** The secret in base32. */
      secret: z.string(),
      otpauthUri: z.string(),
    })
    .meta({ id: 'TotpSecret' }),
);
export type TotpSecret = Output<typeof totpSecret>;

/** The recovery codes, each good for one use; they are shown this once. */
export const recoveryCodesShown = schema(() =>
  z.object({ recoveryCodes: z.array(z.string()) }).meta({ id: 'RecoveryCodes' }),
);
