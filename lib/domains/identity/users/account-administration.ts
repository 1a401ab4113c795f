import type { Caller } from '../../../access/caller.ts';
import type { Stored } from '../../../data/entity.ts';
import type { Write } from '../../../data/write.ts';
import type { Platform } from '../../../platform/platform.ts';
import { moveMember } from '../../clinic/clinics/service.ts';
import { userRolesChanged } from '../events/accounts.ts';
import { type Account, createAccounts, requireUndeleted, type Target } from './accounts.ts';
import { countAdmin } from './admin-count-repository.ts';
import { requireClinicInReach, requireMayGive } from './authority.ts';
import { changedBy, type PersonChange } from './person-change.ts';
import { createUserRepository, type UserRepository } from './repository.ts';
import { assigning, assignmentOf, requireClinicThatFits } from './role-rules.ts';
import { type RoleAssignment, seenAt, type User } from './schema.ts';
import { changeSecurity, forgetFailures } from './security-repository.ts';

export type AccountAdministration = ReturnType<typeof createAccountAdministration>;

/** Lets admins set a person's roles, and end a lock-out. */
export function createAccountAdministration({ read, commit, clock }: Pick<Platform, 'read' | 'commit' | 'clock'>) {
  const users = createUserRepository({ read });
  const accounts = createAccounts({ read });

  async function assign(account: Account, wanted: RoleAssignment): Promise<Stored<User>> {
    requireUndeleted(account);
    const { person } = account;
    const change = changeTo(wanted, clock());
    const same = isSame(person, wanted);
    const details = { before: assignmentOf(person), after: assignmentOf(wanted) };
    const subject = `users/${person.id}`;
    const entry = { action: 'user.roles-changed', subject, outcome: 'success' } as const;
    return commit(same ? [] : assignmentWrites(users, account, wanted, change), {
      events: same ? [] : [userRolesChanged.of({ subject, data: { userId: person.id } })],
      audit: [{ ...entry, details }],
      result: seenAt(clock(), same ? person : changedBy(change, person)),
    });
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
    unlock: (userId: string): Promise<void> =>
      commit([forgetFailures(userId), users.clearLock(userId, clock().toISOString())], {
        audit: [{ action: 'user.unlocked', subject: `users/${userId}`, outcome: 'success' }],
      }),
  };
}

function assignmentWrites(
  users: UserRepository,
  { person, security }: Account,
  wanted: RoleAssignment,
  change: PersonChange,
): readonly Write[] {
  const { roles } = wanted;
  return [
    ...users.change(person, change),
    changeSecurity(person.id, {
      ...assigning(wanted),
      add: { tokenVersion: 1 },
    }),
    ...countAdmin(security, { ...security, roles }),
    ...moveMember({ from: person.clinicId, to: wanted.clinicId }),
  ];
}

function changeTo(wanted: RoleAssignment, now: Date): PersonChange {
  const { set, remove } = assigning(wanted);
  return { set: { ...set, updatedAt: now.toISOString() }, remove };
}

function isSame(person: RoleAssignment, { roles, clinicId }: RoleAssignment): boolean {
  return (
    roles.length === person.roles.length &&
    roles.every((role) => person.roles.includes(role)) &&
    clinicId === person.clinicId
  );
}
