import type { Caller } from '../../../access/caller.ts';
import { retryOnConflict } from '../../../commit/retry-on-conflict.ts';
import type { Stored } from '../../../data/entity.ts';
import { staleVersion } from '../../../errors.ts';
import type { Platform } from '../../../platform/platform.ts';
import { mayChange, userAbsentFor } from './authority.ts';
import { AccountChanged } from './person-change.ts';
import { isInReach } from './reach.ts';
import { createUserRepository } from './repository.ts';
import { type StoredPerson, userHidden, userNotFound } from './schema.ts';
import type { Security } from './security.ts';
import { securityAt } from './security-repository.ts';

/** A person, and the security item that decides whether they may sign in. */
export interface Account {
  readonly person: Stored<StoredPerson>;
  readonly security: Stored<Security>;
}

/** The account that a change is about. */
export interface Target {
  readonly userId: string;
  /** The versions of which one must be the current one; any version will do where it is undefined. */
  readonly expectedVersion?: readonly number[] | undefined;
}

/** Accounts as changes need them: read as one, and changed only as they were read. */
export function createAccounts({ read }: Pick<Platform, 'read'>) {
  const users = createUserRepository({ read });

  async function find(caller: Caller, { userId, expectedVersion }: Target): Promise<Account> {
    // The check comes before any read, as the time of the answer must not tell whether the person exists.
    if (!mayChange(caller, userId)) throw userHidden();
    const [person, security] = await read.findTogether([users.at(userId), securityAt(userId)]);
    // Both are judged: the batch may have read them of different moments, and a change holds for one of them as it was read.
    const isThere = person && security && isInReach(caller, person) && isInReach(caller, security);
    if (!isThere) throw userAbsentFor(caller);
    if (expectedVersion && !expectedVersion.includes(person.version)) throw staleVersion();
    return { person, security };
  }

  return {
    /**
     * Makes a change that is conditional on the account as it was read, and makes it again on the current account when somebody
     * was faster. Throws `USER_NOT_FOUND` also for a person whom the caller may not change, `STALE_VERSION`,
     * `CONCURRENT_CHANGE`.
     */
    change: <R>(caller: Caller, target: Target, change: (account: Account) => Promise<R>): Promise<R> =>
      retryOnConflict(
        async () => change(await find(caller, target)),
        (error) => error instanceof AccountChanged,
      ),
  };
}

/** Throws `USER_NOT_FOUND` for a person who is deleted. */
export function requireUndeleted({ person }: Account): void {
  if (person.status === 'deleted') throw userNotFound();
}
