import * as z from 'zod';
import { line } from '../../schemas.ts';

/** A code of an authenticator, or a recovery code; spaces, dashes and case do not matter. */
export const secondFactorCode = line(1, 64).meta({ examples: ['287082', 'MFRG-GZDF-MZTW-Q2LK'] });

export const secondFactorCodeInput = z.strictObject({ code: secondFactorCode });

/** What goes into an authenticator, typed in or as a QR code. */
export const totpEnrolment = z.object({
  /** Base32. */
  secret: z.string(),
  otpauthUri: z.string(),
});
export type TotpEnrolment = z.output<typeof totpEnrolment>;

/** The recovery codes, each good for one use; they are shown this once. */
export const recoveryCodesShown = z.object({ recoveryCodes: z.array(z.string()) });
