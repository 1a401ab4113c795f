import { type Caller, isBound } from '../../../access/caller.ts';
import type { Stored } from '../../../data/entity.ts';
import type { Platform } from '../../../platform/platform.ts';
import { createAccounts, type Target } from './accounts.ts';
import { isInReach, requireClinicInReach, requireMayGive } from './authority.ts';
import { createUserRepository } from './repository.ts';
import { createRoleAssignment } from './role-assignment.ts';
import { requireClinicThatFits } from './role-rules.ts';
import { type RoleAssignment, type User, userHidden } from './schema.ts';
import { forgetFailures } from './security-repository.ts';

export type AccountAdministration = ReturnType<typeof createAccountAdministration>;

/** Lets admins set a person's roles, and end a lock-out. */
export function createAccountAdministration({ read, commit, clock }: Pick<Platform, 'read' | 'commit' | 'clock'>) {
  const users = createUserRepository({ read });
  const accounts = createAccounts({ read });
  const assign = createRoleAssignment({ read, commit, clock });

  /** Reads the person for a key that is bound to a clinic alone: who else may unlock may unlock anybody. */
  async function requireInReach(caller: Caller, userId: string): Promise<void> {
    if (!isBound(caller)) return;
    const [person] = await read.findTogether([users.at(userId)]);
    if (!person || !isInReach(caller, person)) throw userHidden();
  }

  return {
    /**
     * Gives a person these roles and no others; their access tokens are refused from then on, while their sessions go on.
     * Throws `PERSON_REQUIRED`, `USER_NOT_FOUND`, `STALE_VERSION`, `CLINIC_REQUIRED`, `CLINIC_NOT_ALLOWED`, `LAST_ADMIN`,
     * `UNKNOWN_REFERENCE`.
     */
    async setRoles(caller: Caller, target: Target, wanted: RoleAssignment): Promise<Stored<User>> {
      requireClinicInReach(caller, wanted.clinicId);
      requireMayGive(caller, wanted);
      requireClinicThatFits(wanted);
      return accounts.change(caller, target, (account) => assign(account, wanted));
    },

    /** Forgets every failed sign-in of the account, also when there is none; throws `USER_NOT_FOUND`. */
    async unlock(caller: Caller, userId: string): Promise<void> {
      await requireInReach(caller, userId);
      await commit([forgetFailures(userId), users.clearLock(userId, clock().toISOString())], {
        audit: [{ action: 'user.unlocked', subject: `users/${userId}`, outcome: 'success' }],
      });
    },
  };
}
