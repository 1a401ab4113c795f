import type { Stored } from '../../../data/entity.ts';
import type { Write } from '../../../data/write.ts';
import type { Platform } from '../../../platform/platform.ts';
import { moveMember } from '../../clinic/clinics/service.ts';
import { createDoctorUpkeep } from '../../clinic/doctors/upkeep-service.ts';
import { userRolesChanged } from '../events/accounts.ts';
import { type Account, requireUndeleted } from './accounts.ts';
import { countAdmin } from './admin-count-repository.ts';
import { AccountChanged, changedBy, type PersonChange } from './person-change.ts';
import { createUserRepository, type UserRepository } from './repository.ts';
import { assigning, assignmentOf } from './role-rules.ts';
import { type RoleAssignment, seenAt, type User } from './schema.ts';
import { changeSecurity, sameRights } from './security-repository.ts';

/**
 * Gives an account as it was read these roles and no others, whoever may do that. Throws `USER_NOT_FOUND`, `LAST_ADMIN`,
 * `DOCTOR_IN_USE`, `UNKNOWN_REFERENCE`, `AccountChanged`.
 */
type AssignRoles = (account: Account, wanted: RoleAssignment) => Promise<Stored<User>>;

export function createRoleAssignment({
  read,
  commit,
  clock,
}: Pick<Platform, 'read' | 'commit' | 'clock'>): AssignRoles {
  const users = createUserRepository({ read });
  const keepDoctor = createDoctorUpkeep({ read, clock, overtaken: () => new AccountChanged() });

  return async (account, wanted) => {
    requireUndeleted(account);
    const { person } = account;
    const change = changeTo(wanted, clock());
    const same = isSame(person, wanted);
    const writes = same
      ? [users.requireUnchanged(person)]
      : [
          ...assignmentWrites(users, account, wanted, change),
          ...(await keepDoctor({ before: person, after: changedBy(change, person) })),
        ];
    const details = { before: assignmentOf(person), after: assignmentOf(wanted) };
    const subject = `users/${person.id}`;
    const entry = { action: 'user.roles-changed', subject, outcome: 'success' } as const;
    return commit(writes, {
      events: same ? [] : [userRolesChanged.of({ subject, data: { userId: person.id } })],
      audit: [{ ...entry, details }],
      result: seenAt(clock(), same ? person : changedBy(change, person)),
    });
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
      // The count of admins goes by it, and it may have been read of another moment than the person.
      when: sameRights(security),
      conflict: () => new AccountChanged(),
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
