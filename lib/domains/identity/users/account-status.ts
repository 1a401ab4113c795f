import type { Stored } from '../../../data/entity.ts';
import type { Write } from '../../../data/write.ts';
import type { Platform } from '../../../platform/platform.ts';
import { moveMember } from '../../clinic/clinics/service.ts';
import { createDoctorUpkeep } from '../../clinic/doctors/upkeep-service.ts';
import { userDeleted } from '../events/accounts.ts';
import { sessionEnded } from '../events/sign-in.ts';
import { endLinksOfPerson } from '../links/pending-link-repository.ts';
import { type Account, requireUndeleted } from './accounts.ts';
import { countAdmin } from './admin-count-repository.ts';
import { AccountChanged, changedBy } from './person-change.ts';
import { createUserRepository, type UserRepository } from './repository.ts';
import { assigning } from './role-rules.ts';
import { type RoleAssignment, seenAt, type User } from './schema.ts';
import { mayHaveSessions } from './security.ts';
import { changeSecurityAsRead, endingSessions } from './security-repository.ts';

interface StatusChangeOptions extends Pick<Platform, 'read' | 'clock'> {
  readonly users: UserRepository;
  /** The roles that the person is to hold from then on; those that they hold already by default. */
  readonly assignment?: RoleAssignment;
}

/** The writes that delete or restore an account as it was read, and the person as they leave them. */
export async function statusChange(
  { person, security }: Account,
  status: 'active' | 'deleted',
  { users, read, clock, assignment = person }: StatusChangeOptions,
): Promise<{ readonly writes: readonly Write[]; readonly changed: Stored<User> }> {
  const now = clock();
  const keepDoctor = createDoctorUpkeep({ read, clock, overtaken: () => new AccountChanged() });
  const { set, remove } = assigning(assignment);
  const change = { set: { ...set, status, updatedAt: now.toISOString() }, remove };
  const after = changedBy(change, person);
  const writes: readonly Write[] = [
    ...users.change(person, change),
    ...(status === 'deleted' ? [users.releaseEmail(person)] : users.claimEmail(person, now)),
    ...endLinksOfPerson(person.id),
    // The right to delete was judged by what was read of the account, the password above all, so that it must not have changed.
    changeSecurityAsRead(security, {
      ...endingSessions({ set: { ...set, status }, add: { deviceEpoch: 1 } }),
      remove,
      conflict: () => new AccountChanged(),
    }),
    ...countAdmin(security, { ...security, ...set, status }),
    ...moveMember({ from: clinicOf(person), to: clinicOf({ ...assignment, status }) }),
    ...(await keepDoctor({ before: person, after })),
  ];
  return { writes, changed: seenAt(now, after) };
}

/** The clinic that counts a person among its members; those who are deleted are none. */
function clinicOf({ status, clinicId }: Pick<User, 'status' | 'clinicId'>): string | undefined {
  return status === 'deleted' ? undefined : clinicId;
}

/** Deletes an account as it was read, of which its owner is told; throws `USER_NOT_FOUND`, `LAST_ADMIN`, `DOCTOR_IN_USE`, `AccountChanged`. */
type DeleteAccount = (account: Account) => Promise<void>;

export function createAccountDeletion({
  read,
  commit,
  clock,
}: Pick<Platform, 'read' | 'commit' | 'clock'>): DeleteAccount {
  const users = createUserRepository({ read });

  return async (account) => {
    requireUndeleted(account);
    const { userId } = account.security;
    const subject = `users/${userId}`;
    const about = { subject, data: { userId } };
    const { writes } = await statusChange(account, 'deleted', { users, read, clock });
    await commit(writes, {
      events: [userDeleted.of(about), ...(mayHaveSessions(account.security) ? [sessionEnded.of(about)] : [])],
      audit: [{ action: 'user.deleted', subject, outcome: 'success' }],
    });
  };
}
