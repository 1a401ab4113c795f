import type { Person } from '../../../access/caller.ts';
import { type Clock, systemClock } from '../../../clock.ts';
import { Unauthenticated } from '../../../errors.ts';
import { personOf } from '../users/person.ts';
import { createOutsideIdentities, type OutsideIdentities } from './outside-identities.ts';
import { createOutsideIssuers, type OutsideIssuers } from './outside-issuers.ts';

export interface OutsidePeopleDependencies {
  readonly issuers?: OutsideIssuers;
  readonly identities?: OutsideIdentities;
  readonly clock?: Clock;
}

/** Tells who calls by an access token of an issuer that is not ours; what they may do is ours to say. */
export interface OutsidePeople {
  /**
   * Undefined for a token of no such issuer; throws `INVALID_ACCESS_TOKEN`, `UNKNOWN_IDENTITY`, `ISSUER_UNAVAILABLE`,
   * `ISSUER_MISCONFIGURED`.
   */
  find(token: string): Promise<Person | undefined>;
}

export function createOutsidePeople({
  clock = systemClock,
  issuers = createOutsideIssuers({ clock }),
  identities = createOutsideIdentities({ clock }),
}: OutsidePeopleDependencies = {}): OutsidePeople {
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
