import { createLiveCache } from '../../../live-cache.ts';
import type { Platform } from '../../../platform/platform.ts';
import type { Security } from '../users/security.ts';
import { securityAt } from '../users/security-repository.ts';
import {
  createOutsideIdentityRepository,
  type HashedIdentity,
  hashIdentity,
  type OutsideIdentity,
} from './outside-identity-repository.ts';

/** Finds the people to whom the identities of other issuers are linked, with at most two reads in three seconds for each. */
export interface OutsideIdentities {
  /** The person's security item; undefined where the identity is linked to nobody, or the person may not sign in. */
  find(identity: OutsideIdentity): Promise<Security | undefined>;
}

export function createOutsideIdentities({ read, clock }: Pick<Platform, 'read' | 'clock'>): OutsideIdentities {
  const links = createOutsideIdentityRepository({ read });
  const cached = createLiveCache<Security>({ clock });

  async function look(identity: HashedIdentity): Promise<Security | undefined> {
    const userId = await links.findUserId(identity);
    const [security] = userId === undefined ? [] : await read.findTogether([securityAt(userId)]);
    return security?.status === 'active' ? security : undefined;
  }

  return {
    find(identity) {
      const hashed = hashIdentity(identity);
      return cached(hashed.identityHash, () => look(hashed));
    },
  };
}
