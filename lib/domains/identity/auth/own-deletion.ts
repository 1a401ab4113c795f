import type { Person } from '../../../access/caller.ts';
import type { Platform } from '../../../platform/platform.ts';
import { createAccountDeletion } from '../users/account-status.ts';
import { createAccounts, requireUndeleted, type Target } from '../users/accounts.ts';
import type { Security } from '../users/security.ts';
import { createOwnerProof } from './owner-proof.ts';
import type { PasswordCheckDependencies } from './passwords/password-check.ts';

interface OwnDeletionDependencies extends PasswordCheckDependencies, Pick<Platform, 'read'> {}

/** What somebody sends to delete their account, and the version of it that they mean. */
interface Farewell extends Pick<Target, 'expectedVersion'> {
  readonly password?: string | undefined;
}

export type OwnDeletionService = ReturnType<typeof createOwnDeletionService>;

/** Deletes a person's account at their own wish; only an admin can bring it back. */
export function createOwnDeletionService({ passwords, read, commit, take, clock }: OwnDeletionDependencies) {
  const accounts = createAccounts({ read });
  const proveOwner = createOwnerProof({ passwords, take, commit, clock });
  const deleteAccount = createAccountDeletion({ read, commit, clock });

  return {
    /**
     * Deletes the caller's account once they have shown that it is theirs; throws `USER_NOT_FOUND`, `STALE_VERSION`,
     * `LAST_ADMIN`, `DOCTOR_IN_USE`, and what `ProveOwner` throws.
     */
    delete(caller: Person, { password, expectedVersion }: Farewell): Promise<void> {
      let proven: Pick<Security, 'passwordHash'> | undefined;
      return accounts.change(caller, { userId: caller.userId, expectedVersion }, async (account) => {
        const { security } = account;
        requireUndeleted(account);
        // A concurrent change costs no second attempt, unless it has changed the password.
        const isProven = proven !== undefined && proven.passwordHash === security.passwordHash;
        if (!isProven) await proveOwner(caller, security, password);
        proven = security;
        await deleteAccount(account);
      });
    },
  };
}
