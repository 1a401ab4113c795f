import type { AuditAction } from '../../../commit/audit-action.ts';
import type { NewAuditEntry } from '../../../commit/audit-entry.ts';
import { hasCode } from '../../../errors.ts';
import type { Platform } from '../../../platform/platform.ts';
import { userNotFound } from '../users/schema.ts';
import { requireAccount, securityAt } from '../users/security-repository.ts';
import {
  createOutsideIdentityRepository,
  type HashedIdentity,
  hashIdentity,
  identityLinked,
  identityNotLinked,
  type OutsideIdentity,
  type PersonLink,
} from './outside-identity-repository.ts';

interface LinkOptions {
  /** Whether an identity that is linked to another person is taken from them. */
  readonly replace?: boolean;
}

/** Links the identities of other issuers to people; an operator decides it, and no route does. */
export function createIdentityLinks({ read, commit, clock }: Pick<Platform, 'read' | 'commit' | 'clock'>) {
  const links = createOutsideIdentityRepository({ read });
  const now = () => clock().toISOString();

  async function requirePerson(userId: string): Promise<void> {
    const [security] = await read.findTogether([securityAt(userId)]);
    if (!security || security.status === 'deleted') throw userNotFound();
  }

  async function insertLink(identity: HashedIdentity, userId: string): Promise<void> {
    const writes = [requireAccount(userId), ...links.insert(identity, userId, now())];
    const audit = [entryOf('user.identity-linked', identity, userId)];
    await commit(writes, { audit }).catch(unlessSame(identity, userId));
  }

  async function moveLink(identity: HashedIdentity, from: string, to: string): Promise<void> {
    const audit = [entryOf('user.identity-unlinked', identity, from), entryOf('user.identity-linked', identity, to)];
    const writes = [requireAccount(to), ...links.move(identity, from, to, now())];
    await commit(writes, { audit }).catch(unlessSame(identity, to));
  }

  /** Ignores an error where somebody else has made the same link at the same time. */
  function unlessSame(identity: HashedIdentity, userId: string) {
    return async (error: unknown): Promise<void> => {
      const isOvertaken = hasCode(error, 'IDENTITY_LINKED') || hasCode(error, 'IDENTITY_CHANGED');
      if (!isOvertaken || (await links.findUserId(identity)) !== userId) throw error;
    };
  }

  /** Ends the link of an identity and answers whose it was. Throws `IDENTITY_NOT_LINKED`, `IDENTITY_CHANGED`. */
  async function unlink(identity: HashedIdentity): Promise<string> {
    const userId = await links.findUserId(identity);
    if (userId === undefined) throw identityNotLinked();
    const audit = [entryOf('user.identity-unlinked', identity, userId)];
    await commit(links.remove(identity, userId), { audit });
    return userId;
  }

  return {
    /**
     * Links an identity to a person; an existing link is no error. Answers whom the identity was taken from. Throws
     * `USER_NOT_FOUND`, `IDENTITY_LINKED`, `IDENTITY_CHANGED`.
     */
    async link(
      identity: OutsideIdentity,
      userId: string,
      { replace = false }: LinkOptions = {},
    ): Promise<string | undefined> {
      const hashed = hashIdentity(identity);
      await requirePerson(userId);
      const holder = await links.findUserId(hashed);
      if (holder === userId) return undefined;
      if (holder === undefined) await insertLink(hashed, userId);
      else if (replace) await moveLink(hashed, holder, userId);
      else throw identityLinked();
      return holder;
    },

    unlink,

    /**
     * Ends a link as `unlink` does, given the identity's hash as the person's list shows it; throws `IDENTITY_NOT_LINKED` where
     * it is not on that list.
     */
    async unlinkListed(userId: string, identityHash: string): Promise<string> {
      const named = (await links.listOf(userId)).find((link) => link.identityHash === identityHash);
      if (!named) throw identityNotLinked();
      return unlink(named);
    },

    /** Lists the identities that are linked to a person. */
    list: (userId: string): Promise<readonly PersonLink[]> => links.listOf(userId),
  };
}

export type IdentityLinks = ReturnType<typeof createIdentityLinks>;

function entryOf(action: AuditAction, { issuer, identityHash }: HashedIdentity, userId: string): NewAuditEntry {
  return { action, subject: `users/${userId}`, outcome: 'success', details: { issuer, identityHash } };
}
