import type { Stored } from '../../../data/entity.ts';
import type { Write } from '../../../data/write.ts';
import type { Account } from '../users/accounts.ts';
import { nameFrom } from '../users/address-name.ts';
import type { PersonChange } from '../users/person-change.ts';
import { removePreferences } from '../users/preference-repository.ts';
import type { Security } from '../users/security.ts';
import type { SecondFactorItem, SecondFactorRepository } from './second-factor/second-factor-repository.ts';

/** What becomes of an account when somebody proves that they read its mailbox. */
export interface MailboxProof {
  /** Whether the address was not verified until then. */
  readonly verifies: boolean;
  /** Whether everything set before is cleared, since whoever registered with the address may have been anybody. */
  readonly clears: boolean;
  readonly person: Required<PersonChange>;
  readonly security: Partial<Security>;
  readonly writes: readonly Write[];
}

/**
 * Verifies the address. An account that registered itself and was never verified loses what was set before; what an admin has
 * entered for somebody who was invited stays.
 */
export function proveMailbox(
  { person, security }: Account,
  factor: Stored<SecondFactorItem> | undefined,
  { clear }: Pick<SecondFactorRepository, 'clear'>,
): MailboxProof {
  const verifies = !security.emailVerified;
  const proven = { emailVerified: true };
  // A person who was invited has no password until they have followed a link.
  const clears = verifies && security.passwordHash !== undefined;
  if (!clears) return { verifies, clears, person: { set: proven, remove: [] }, security: proven, writes: [] };
  return {
    verifies,
    clears,
    person: { set: { ...proven, name: nameFrom(person.email), mfaEnabled: false }, remove: ['dateOfBirth'] },
    security: { ...proven, mfaEnabled: false, signedInBefore: false },
    writes: [removePreferences(person.id), ...(factor ? clear(factor) : [])],
  };
}
