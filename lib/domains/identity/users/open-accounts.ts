import type { Stored } from '../../../data/entity.ts';
import type { Reference } from '../../../data/read.ts';
import { hasCode } from '../../../errors.ts';
import type { Platform } from '../../../platform/platform.ts';
import type { OneTimeToken } from '../links/one-time-token-repository.ts';
import type { Account } from './accounts.ts';
import { AccountChanged } from './person-change.ts';
import { createUserRepository } from './repository.ts';
import { userNotFound } from './schema.ts';
import type { Security } from './security.ts';
import { securityAt } from './security-repository.ts';

/** An account, and what was read with it. */
export interface AccountWith<V> extends Account {
  readonly beside: Stored<V> | undefined;
}

/** The id that is used where an address has no account, so that it takes as much work as a known one. */
export const nobody = '00000000-0000-7000-8000-000000000000';

/** Accounts that may be used, which are those of people who are not deleted. */
export function createOpenAccounts({ read }: Pick<Platform, 'read'>) {
  const users = createUserRepository({ read });

  async function findWith<V>(userId: string, beside: Reference<V>): Promise<AccountWith<V> | undefined> {
    const [person, security, found] = await read.findTogether([users.at(userId), securityAt(userId), beside]);
    const isOpen = person && security?.status === 'active';
    return isOpen ? { person, security, beside: found as Stored<V> | undefined } : undefined;
  }

  async function find(userId: string): Promise<Account | undefined> {
    const [person, security] = await read.findTogether([users.at(userId), securityAt(userId)]);
    return person && security?.status === 'active' ? { person, security } : undefined;
  }

  return {
    /** Finds an account by one consistent batch read; undefined when the person is gone. */
    find,

    /** Finds an account together with another item that belongs to it or is judged with it. */
    findWith,

    /** Reads an account together with another item; throws `USER_NOT_FOUND` when the person is gone. */
    async getWith<V>(userId: string, beside: Reference<V>): Promise<AccountWith<V>> {
      const account = await findWith(userId, beside);
      if (!account) throw userNotFound();
      return account;
    },

    /** Reads an account; throws `USER_NOT_FOUND` when the person is gone. */
    async get(userId: string): Promise<Account> {
      const account = await find(userId);
      if (!account) throw userNotFound();
      return account;
    },
  };
}

/**
 * Whether the password was changed since the token was handed out: whoever changes it wants no older token of theirs to count.
 * A token that was asked for by address is not theirs while the address is unverified, and is ended where it is kept.
 */
export function isOutdated({ owner, issuedAt }: OneTimeToken, { passwordChangedAt }: Security): boolean {
  return 'userId' in owner && passwordChangedAt !== undefined && issuedAt <= passwordChangedAt;
}

/** Whether somebody was faster, so that the current account has to be judged. */
export function isOvertaken(error: unknown): boolean {
  return error instanceof AccountChanged || hasCode(error, 'USER_NOT_FOUND');
}
