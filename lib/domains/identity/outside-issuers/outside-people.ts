import type { Person } from '../../../access/caller.ts';
import { Unauthenticated } from '../../../errors.ts';
import type { Platform } from '../../../platform/platform.ts';
import { personOf } from '../users/person.ts';
import { createOutsideIdentities } from './outside-identities.ts';
import type { OutsideIssuers } from './outside-issuers.ts';

interface OutsidePeopleDependencies extends Pick<Platform, 'read' | 'clock'> {
  readonly issuers: OutsideIssuers;
}

/** Finds who calls by an access token of another issuer; what they may do, we decide. */
export interface OutsidePeople {
  /**
   * Undefined for a token of no trusted issuer; throws `INVALID_ACCESS_TOKEN`, `UNKNOWN_IDENTITY`, `ISSUER_UNAVAILABLE`,
   * `ISSUER_MISCONFIGURED`.
   */
  find(token: string): Promise<Person | undefined>;
}

export function createOutsidePeople({ issuers, read, clock }: OutsidePeopleDependencies): OutsidePeople {
  const identities = createOutsideIdentities({ read, clock });

  return {
    async find(token) {
      const verifier = issuers.verifierOf(token);
      if (!verifier) return undefined;
      const { issuer, subject, issuedAt } = await verifier.verify(token);
      const security = await identities.find({ issuer, subject });
      if (security) return { ...personOf(security), tokenIssuedAt: issuedAt };
      throw new Unauthenticated('UNKNOWN_IDENTITY', 'The token is genuine, but its subject has no account here.');
    },
  };
}
