import type { Stored } from '../../../data/entity.ts';
import type { Write } from '../../../data/write.ts';
import type { Platform } from '../../../platform/platform.ts';
import { userDeleted } from '../events/accounts.ts';
import { sessionEnded } from '../events/sign-in.ts';
import { endLinksOfPerson } from '../links/pending-link-repository.ts';
import { type Account, requireUndeleted } from './accounts.ts';
import { countAdmin } from './admin-count-repository.ts';
import { AccountChanged, changedBy } from './person-change.ts';
import { createUserRepository, type UserRepository } from './repository.ts';
import { seenAt, type User } from './schema.ts';
import { changeSecurityAsRead } from './security-repository.ts';

/** The writes that delete or restore an account as it was read, and the person as they leave them. */
export function statusChange(
  { person, security }: Account,
  status: 'active' | 'deleted',
  { users, now }: { readonly users: UserRepository; readonly now: Date },
): { readonly writes: readonly Write[]; readonly changed: Stored<User> } {
  const change = { set: { status, updatedAt: now.toISOString() } };
  const writes: readonly Write[] = [
    ...users.change(person, change),
    ...(status === 'deleted' ? [users.releaseEmail(person)] : users.claimEmail(person, now)),
    ...endLinksOfPerson(person.id),
    // The right to delete was judged by what was read of the account, the password above all, so that it must not have changed.
    changeSecurityAsRead(security, {
      set: { status },
      add: { tokenVersion: 1, sessionEpoch: 1, deviceEpoch: 1 },
      conflict: () => new AccountChanged(),
    }),
    ...countAdmin(security, { ...security, status }),
  ];
  return { writes, changed: seenAt(now, changedBy(change, person)) };
}

/** Deletes an account as it was read, of which its owner is told; throws `USER_NOT_FOUND`, `LAST_ADMIN`, `AccountChanged`. */
type DeleteAccount = (account: Account) => Promise<void>;

export function createAccountDeletion({
  read,
  commit,
  clock,
}: Pick<Platform, 'read' | 'commit' | 'clock'>): DeleteAccount {
  const users = createUserRepository({ read });

  return async (account) => {
    requireUndeleted(account);
    const { userId, signedInBefore } = account.security;
    const subject = `users/${userId}`;
    const about = { subject, data: { userId } };
    await commit(statusChange(account, 'deleted', { users, now: clock() }).writes, {
      events: [userDeleted.of(about), ...(signedInBefore ? [sessionEnded.of(about)] : [])],
      audit: [{ action: 'user.deleted', subject, outcome: 'success' }],
    });
  };
}
