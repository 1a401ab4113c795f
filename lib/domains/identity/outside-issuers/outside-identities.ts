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

/** Tells who the identities of other issuers are here, with at most two reads in three seconds for each. */
export interface OutsideIdentities {
  /** What decides about the person; undefined where nobody is linked to the identity, or they may not come in. */
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
