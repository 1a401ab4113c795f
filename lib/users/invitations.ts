import type { Caller } from '../auth/caller.ts';
import { createOneTimeTokenIssuer } from '../auth/one-time-tokens/one-time-token-issuer.ts';
import {
  createOneTimeTokenRepository,
  type OneTimeTokenRepository,
} from '../auth/one-time-tokens/one-time-token-repository.ts';
import { createOneTimeTokens, type OneTimeTokens } from '../auth/one-time-tokens/one-time-tokens.ts';
import { insertSecurity, newSecurity } from '../auth/security.ts';
import { type Clock, systemClock } from '../clock.ts';
import { type Commit, createCommit } from '../data/commit.ts';
import type { Stored } from '../data/entity.ts';
import { newId as liveNewId } from '../ids.ts';
import { requireMayGive } from './authority.ts';
import { createUserRepository, type UserRepository } from './repository.ts';
import { assignmentOf, requireClinicThatFits } from './role-rules.ts';
import type { Invitation, User } from './schema.ts';

const invitationMilliseconds = 7 * 24 * 60 * 60 * 1_000;

export interface InvitationDependencies {
  readonly users?: UserRepository;
  readonly oneTimeTokens?: OneTimeTokenRepository;
  readonly tokens?: OneTimeTokens;
  readonly commit?: Commit;
  readonly clock?: Clock;
  readonly newId?: () => string;
}

export type InvitationService = ReturnType<typeof createInvitationService>;

/** How an admin brings somebody in, who chooses a password by the link in the mail. */
export function createInvitationService({
  users = createUserRepository(),
  oneTimeTokens = createOneTimeTokenRepository(),
  tokens = createOneTimeTokens(),
  commit = createCommit(),
  clock = systemClock,
  newId = liveNewId,
}: InvitationDependencies = {}) {
  const issue = createOneTimeTokenIssuer({ oneTimeTokens, tokens, clock });

  return {
    /** Makes an account without a password; throws `PERSON_REQUIRED`, `DUPLICATE_EMAIL`, `CLINIC_REQUIRED`, `CLINIC_NOT_ALLOWED`. */
    async invite(caller: Caller, invitation: Invitation): Promise<Stored<User>> {
      requireMayGive(caller, invitation.roles);
      requireClinicThatFits(invitation);
      const user = invitedUser(newId(), invitation, clock());
      const owner = { userId: user.id };
      const { tokenId, write } = await issue({ purpose: 'invitation', owner, life: invitationMilliseconds });
      const subject = `users/${user.id}`;
      const { status, emailVerified } = user;
      const assignment = assignmentOf(user);
      const security = newSecurity({ userId: user.id, ...assignment, status, emailVerified });
      return commit([...users.insert(user), insertSecurity(security), write], {
        events: [{ type: 'user.invited', subject, data: { userId: user.id, tokenId } }],
        audit: [{ action: 'user.invited', subject, outcome: 'success', details: { ...assignment } }],
        result: { ...user, version: 1 },
      });
    },
  };
}

function invitedUser(id: string, { email, name, ...assignment }: Invitation, now: Date): User {
  const at = { createdAt: now.toISOString(), updatedAt: now.toISOString() };
  const fresh = { emailVerified: false, mfaEnabled: false, status: 'active' } as const;
  return { id, email, name, ...assignmentOf(assignment), ...fresh, ...at };
}
