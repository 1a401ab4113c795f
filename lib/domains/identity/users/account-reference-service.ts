import type { Caller } from '../../../access/caller.ts';
import type { Stored } from '../../../data/entity.ts';
import type { Write } from '../../../data/write.ts';
import { RuleViolation } from '../../../errors.ts';
import type { Platform } from '../../../platform/platform.ts';
import { userAbsentFor } from './authority.ts';
import { isInReach } from './reach.ts';
import { createUserRepository } from './repository.ts';
import { type StoredPerson, userNotFound } from './schema.ts';
import { requireVerified } from './verified-account-repository.ts';

/** An account as another stack names it: by its id, or else by its address. */
interface AccountName {
  readonly userId?: string | undefined;
  readonly email?: string | undefined;
}

/** An account that something may refer to, and the write that demands it still, for the transaction that does. */
interface ReferredAccount {
  readonly userId: string;
  readonly requireAccount: Write;
}

/** Lends accounts to what refers to them: those that are not deleted, and whose address was proved. */
export function createAccountReferences({ read }: Pick<Platform, 'read'>) {
  const users = createUserRepository({ read });

  async function find({ userId, email }: AccountName): Promise<Stored<StoredPerson> | undefined> {
    const named = email === undefined ? userId : await users.findIdByEmail(email);
    return named === undefined ? undefined : users.find(named);
  }

  return {
    /**
     * Finds an account by one read, or by two where its address names it. Throws `USER_NOT_FOUND`, also for whom the caller's
     * key may not know of, and `EMAIL_NOT_VERIFIED`; so does its write.
     */
    async get(caller: Caller, name: AccountName): Promise<ReferredAccount> {
      const person = await find(name);
      if (!person || !isInReach(caller, person)) throw userAbsentFor(caller);
      const refusal = refusalOf(person, name);
      if (refusal) throw refusal;
      const conflict = (now: Stored<StoredPerson> | undefined) => refusalOf(now, name) ?? userNotFound();
      return { userId: person.id, requireAccount: requireVerified(person.id, name.email, conflict) };
    },
  };
}

/** Why an account may not be referred to; undefined where it may. A name by an address means whoever has it now. */
function refusalOf(person: StoredPerson | undefined, { email }: AccountName): Error | undefined {
  if (!person || person.status === 'deleted') return userNotFound();
  if (email !== undefined && person.email !== email) return userNotFound();
  return person.emailVerified ? undefined : new RuleViolation('EMAIL_NOT_VERIFIED', 'The address is not verified yet.');
}
