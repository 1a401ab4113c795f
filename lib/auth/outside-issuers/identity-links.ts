import { type Clock, systemClock } from '../../clock.ts';
import { type Commit, createCommit } from '../../data/commit.ts';
import { createReader, type Reader } from '../../data/read.ts';
import { hasCode } from '../../errors.ts';
import { userNotFound } from '../../users/schema.ts';
import { securityAt } from '../security.ts';
import {
  createOutsideIdentityRepository,
  identityHashOf,
  type OutsideIdentity,
} from './outside-identity-repository.ts';

export interface IdentityLinkDependencies {
  readonly read?: Reader;
  readonly commit?: Commit;
  readonly clock?: Clock;
}

/** Which people the identities of other issuers are; an operator decides it, no route does. */
export function createIdentityLinks({
  read = createReader(),
  commit = createCommit(),
  clock = systemClock,
}: IdentityLinkDependencies = {}) {
  const links = createOutsideIdentityRepository({ read });

  async function insertLink(identity: OutsideIdentity, userId: string): Promise<void> {
    const details = { issuer: identity.issuer, identityHash: identityHashOf(identity) };
    await commit([links.insert(identity, userId, clock().toISOString())], {
      audit: [{ action: 'user.identity-linked', subject: `users/${userId}`, outcome: 'success', details }],
    });
  }

  return {
    /** Lets an identity in as a person; the same again is no error. Throws `USER_NOT_FOUND`, `IDENTITY_LINKED`. */
    async link(identity: OutsideIdentity, userId: string): Promise<void> {
      const [security] = await read.findTogether([securityAt(userId)]);
      if (!security || security.status === 'deleted') throw userNotFound();
      await insertLink(identity, userId).catch(async (error: unknown) => {
        const isSame = hasCode(error, 'IDENTITY_LINKED') && (await links.findUserId(identity)) === userId;
        if (!isSame) throw error;
      });
    },
  };
}

export type IdentityLinks = ReturnType<typeof createIdentityLinks>;
