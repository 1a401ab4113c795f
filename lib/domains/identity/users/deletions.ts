import type { Caller } from '../../../access/caller.ts';
import type { Stored } from '../../../data/entity.ts';
import { Conflict, Forbidden, hasCode } from '../../../errors.ts';
import type { Platform } from '../../../platform/platform.ts';
import { userRestored, userRolesChanged } from '../events/accounts.ts';
import { createAccountDeletion, statusChange } from './account-status.ts';
import { type Account, createAccounts, type Target } from './accounts.ts';
import { isOwn, requireMayGive } from './authority.ts';
import { createUserRepository } from './repository.ts';
import { assignmentOf, withoutClinic } from './role-rules.ts';
import type { RoleAssignment, User } from './schema.ts';

export type DeletionService = ReturnType<typeof createDeletionService>;

/** Deletes and restores accounts of others; nothing of a person is lost but the hold on their address. */
export function createDeletionService({ read, commit, clock }: Pick<Platform, 'read' | 'commit' | 'clock'>) {
  const users = createUserRepository({ read });
  const accounts = createAccounts({ read });
  const deleteAccount = createAccountDeletion({ read, commit, clock });

  async function restoreAs(account: Account, assignment: RoleAssignment): Promise<Stored<User>> {
    const { writes, changed } = await statusChange(account, 'active', { users, read, clock, assignment });
    const about = { subject: `users/${changed.id}`, data: { userId: changed.id } };
    const entry = { action: 'user.restored', subject: about.subject, outcome: 'success' } as const;
    const hasOthers = assignment !== account.person;
    return commit(writes, {
      events: [userRestored.of(about), ...(hasOthers ? [userRolesChanged.of(about)] : [])],
      audit: [{ ...entry, details: { ...assignmentOf(changed) } }],
      result: changed,
    });
  }

  return {
    /**
     * Deletes an account, which ends its sessions and links and frees its address; throws `OWN_ACCOUNT`, `USER_NOT_FOUND`,
     * `STALE_VERSION`, `LAST_ADMIN`, `DOCTOR_IN_USE`.
     */
    async delete(caller: Caller, target: Target): Promise<void> {
      if (isOwn(caller, target.userId)) throw ownAccount();
      await accounts.change(caller, target, deleteAccount);
    },

    /**
     * Brings an account back as it was, or without the roles of a clinic that is there no longer. Throws `USER_NOT_FOUND`,
     * `PERSON_REQUIRED`, `NOT_DELETED`, `DUPLICATE_EMAIL`.
     */
    restore: (caller: Caller, userId: string): Promise<Stored<User>> =>
      accounts.change(caller, { userId }, async (account) => {
        requireMayGive(caller, account.person);
        if (account.person.status !== 'deleted') throw new Conflict('NOT_DELETED', 'The account is not deleted.');
        return restoreAs(account, account.person).catch((error: unknown) => {
          if (!hasCode(error, 'UNKNOWN_REFERENCE')) throw error;
          return restoreAs(account, withoutClinic(account.person));
        });
      }),
  };
}

/** The caller's own account is deleted by another route alone, which asks for the password. */
function ownAccount(): Forbidden {
  return new Forbidden('OWN_ACCOUNT', 'Delete your own account by DELETE /v1/users/me, with your password.');
}
