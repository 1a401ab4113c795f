import * as z from 'zod';
import { entity } from '../../../../data/entity.ts';
import { insert, remove, type Write } from '../../../../data/write.ts';
import { id, type Output, schema } from '../../../../schemas.ts';
import { mfaEnabled } from './second-factor-errors.ts';

/** A recovery code that was not used yet, of which only the hash is kept. */
const recoveryCode = schema(() => z.object({ userId: id(), hash: z.string() }));
export type RecoveryCode = Output<typeof recoveryCode>;

export const recoveryCodes = entity({
  name: 'recovery-code',
  table: 'identity',
  schema: recoveryCode,
  key: (code: { userId: string; hash: string }) => ({ pk: `USER#${code.userId}`, sk: `RECOVERY-CODE#${code.hash}` }),
});

/** Keeps new recovery codes by their hashes; throws `MFA_ENABLED`. */
export function keepRecoveryCodes(userId: string, hashes: readonly string[]): Write[] {
  return hashes.map((hash) => insert(recoveryCodes, { userId, hash }, { conflict: mfaEnabled }));
}

/** Deletes all recovery codes of a person; throws the error of `used` where the one that was shown is gone already. */
export function dropRecoveryCodes(
  { userId, recoveryCodeHashes }: { readonly userId: string; readonly recoveryCodeHashes: readonly string[] },
  shown?: { readonly hash: string; readonly used: () => Error },
): Write[] {
  return recoveryCodeHashes.map((hash) =>
    remove(recoveryCodes, { userId, hash }, shown?.hash === hash ? { conflict: shown.used } : undefined),
  );
}
