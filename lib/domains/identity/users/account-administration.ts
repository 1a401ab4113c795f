import { type Caller, isBound } from '../../../access/caller.ts';
import type { Stored } from '../../../data/entity.ts';
import type { Write } from '../../../data/write.ts';
import type { Platform } from '../../../platform/platform.ts';
import { createAccounts, requireUndeleted, type Target } from './accounts.ts';
import { requireClinicInReach, requireMayGive } from './authority.ts';
import { AccountChanged } from './person-change.ts';
import { createUserRepository } from './repository.ts';
import { createRoleAssignment } from './role-assignment.ts';
import { requireClinicThatFits } from './role-rules.ts';
import type { RoleAssignment, User } from './schema.ts';
import { forgetFailures, forgetFailuresAsRead } from './security-repository.ts';

export type AccountAdministration = ReturnType<typeof createAccountAdministration>;

/** Lets admins set a person's roles, and end a lock-out. */
export function createAccountAdministration({ read, commit, clock }: Pick<Platform, 'read' | 'commit' | 'clock'>) {
  const users = createUserRepository({ read });
  const accounts = createAccounts({ read });
  const assign = createRoleAssignment({ read, commit, clock });

  function unlockBy(forgotten: Write, userId: string): Promise<void> {
    return commit([forgotten, users.clearLock(userId, clock().toISOString())], {
      audit: [{ action: 'user.unlocked', subject: `users/${userId}`, outcome: 'success' }],
    });
  }

  return {
    /**
     * Gives a person these roles and no others; their access tokens are refused from then on, while their sessions go on.
     * Throws `PERSON_REQUIRED`, `USER_NOT_FOUND`, `STALE_VERSION`, `CLINIC_REQUIRED`, `CLINIC_NOT_ALLOWED`, `LAST_ADMIN`,
     * `DOCTOR_IN_USE`, `UNKNOWN_REFERENCE`.
     */
    async setRoles(caller: Caller, target: Target, wanted: RoleAssignment): Promise<Stored<User>> {
      requireClinicInReach(caller, wanted.clinicId);
      requireMayGive(caller, wanted);
      requireClinicThatFits(wanted);
      return accounts.change(caller, target, (account) => assign(account, wanted));
    },

    /**
     * Forgets every failed sign-in of the account, also when there is none; throws `USER_NOT_FOUND`, and to a key that is bound to
     * a clinic `CONCURRENT_CHANGE`.
     */
    unlock(caller: Caller, userId: string): Promise<void> {
      // Who is bound to no clinic may unlock anybody, and needs not read who it is.
      if (!isBound(caller)) return unlockBy(forgetFailures(userId), userId);
      return accounts.change(caller, { userId }, (account) => {
        requireUndeleted(account);
        return unlockBy(
          forgetFailuresAsRead(account.security, () => new AccountChanged()),
          userId,
        );
      });
    },
  };
}
