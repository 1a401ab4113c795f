import type { Caller } from '../auth/caller.ts';
import { changeSecurity } from '../auth/security.ts';
import { type Clock, systemClock } from '../clock.ts';
import { type Commit, createCommit } from '../data/commit.ts';
import type { Stored } from '../data/entity.ts';
import type { Write } from '../data/write.ts';
import { Conflict } from '../errors.ts';
import { type Account, type Accounts, createAccounts, requireUndeleted, type Target } from './accounts.ts';
import { countAdmin } from './admins.ts';
import { requireMayGive } from './authority.ts';
import { changedBy } from './person-change.ts';
import { createUserRepository, type UserRepository } from './repository.ts';
import { seenAt, type User } from './schema.ts';

export interface DeletionDependencies {
  readonly accounts?: Accounts;
  readonly users?: UserRepository;
  readonly commit?: Commit;
  readonly clock?: Clock;
}

export type DeletionService = ReturnType<typeof createDeletionService>;

/** How accounts go, and how they come back: nothing of a person is lost but the hold on their address. */
export function createDeletionService({
  accounts = createAccounts(),
  users = createUserRepository(),
  commit = createCommit(),
  clock = systemClock,
}: DeletionDependencies = {}) {
  function changeStatus({ person, security }: Account, status: 'active' | 'deleted') {
    const change = { set: { status, updatedAt: clock().toISOString() } };
    const writes: readonly Write[] = [
      ...users.change(person, change),
      status === 'deleted' ? users.releaseEmail(person) : users.claimEmail(person),
      changeSecurity(person.id, {
        set: { status },
        add: { tokenVersion: 1, sessionEpoch: 1 },
      }),
      ...countAdmin(security, { ...security, status }),
    ];
    return { writes, changed: seenAt(clock(), changedBy(change, person)) };
  }

  return {
    /** Deletes an account, which ends its sessions and frees its address; throws `USER_NOT_FOUND`, `STALE_VERSION`, `LAST_ADMIN`. */
    delete: (caller: Caller, target: Target): Promise<void> =>
      accounts.change(caller, target, async (account) => {
        requireUndeleted(account);
        await commit(changeStatus(account, 'deleted').writes, {
          audit: [{ action: 'user.deleted', subject: `users/${target.userId}`, outcome: 'success' }],
        });
      }),

    /** Brings an account back as it was; throws `USER_NOT_FOUND`, `PERSON_REQUIRED`, `NOT_DELETED`, `DUPLICATE_EMAIL`. */
    restore: (caller: Caller, userId: string): Promise<Stored<User>> =>
      accounts.change(caller, { userId }, async (account) => {
        requireMayGive(caller, account.person.roles);
        if (account.person.status !== 'deleted') throw new Conflict('NOT_DELETED', 'The account is not deleted.');
        const { writes, changed } = changeStatus(account, 'active');
        return commit(writes, {
          audit: [{ action: 'user.restored', subject: `users/${userId}`, outcome: 'success' }],
          result: changed,
        });
      }),
  };
}
