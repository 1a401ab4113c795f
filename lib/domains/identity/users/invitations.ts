import type { Caller } from '../../../access/caller.ts';
import type { Stored } from '../../../data/entity.ts';
import { Conflict } from '../../../errors.ts';
import type { Platform } from '../../../platform/platform.ts';
import { moveMember } from '../../clinic/clinics/service.ts';
import { invitationLife } from '../durations.ts';
import { userCreated, userInvitationRequested, userInvited } from '../events/accounts.ts';
import { createOneTimeTokenIssuer, type OrderedOneTimeToken } from '../links/one-time-token-issuer.ts';
import { type Account, createAccounts, requireUndeleted } from './accounts.ts';
import { requireClinicInReach, requireMayGive } from './authority.ts';
import { AccountChanged } from './person-change.ts';
import { createUserRepository, emailHashOf } from './repository.ts';
import { assignmentOf, requireClinicThatFits } from './role-rules.ts';
import type { Invitation, User } from './schema.ts';
import { newSecurity } from './security.ts';
import { insertSecurity, requireSecurity, samePassword } from './security-repository.ts';

export type InvitationService = ReturnType<typeof createInvitationService>;

/** Invites people, who choose a password by the link in the mail. */
export function createInvitationService({
  read,
  commit,
  clock,
  newId,
  secrets,
}: Pick<Platform, 'read' | 'commit' | 'clock' | 'newId' | 'secrets'>) {
  const users = createUserRepository({ read });
  const accounts = createAccounts({ read });
  const issue = createOneTimeTokenIssuer({ read, clock, secrets });

  /** Makes a link that accepts an invitation, for `use` to commit. */
  function issueInvitation<R>(
    { id, email }: Pick<User, 'id' | 'email'>,
    use: (token: OrderedOneTimeToken) => Promise<R>,
  ) {
    const order = { purpose: 'invitation', owner: { userId: id }, life: invitationLife } as const;
    return issue({ ...order, addressHash: emailHashOf(email) }, use);
  }

  async function sendAgain({ person, security }: Account): Promise<void> {
    const { id: userId } = person;
    const action = 'user.invitation-requested';
    const subject = `users/${userId}`;
    const unaccepted = requireSecurity(userId, samePassword(security), () => new AccountChanged());
    await issueInvitation(person, ({ tokenId, writes, isWithheld }) =>
      isWithheld
        ? commit([], { audit: [{ action, subject, outcome: 'refused' }] })
        : commit([...writes, unaccepted], {
            events: [userInvitationRequested.of({ subject, data: { userId, tokenId } })],
            audit: [{ action, subject, outcome: 'success' }],
          }),
    );
  }

  return {
    /**
     * Makes an account without a password; throws `PERSON_REQUIRED`, `DUPLICATE_EMAIL`, `CLINIC_REQUIRED`,
     * `CLINIC_NOT_ALLOWED`, `UNKNOWN_REFERENCE`.
     */
    async invite(caller: Caller, invitation: Invitation): Promise<Stored<User>> {
      requireClinicInReach(caller, invitation.clinicId);
      requireMayGive(caller, invitation);
      requireClinicThatFits(invitation);
      const lookAgain = () => users.requireFree(invitation.email);
      await lookAgain();
      const user = invitedUser(newId(), invitation, clock());
      const subject = `users/${user.id}`;
      const { status, emailVerified } = user;
      const assignment = assignmentOf(user);
      const security = newSecurity({ userId: user.id, ...assignment, status, emailVerified });
      const made = [...users.insert(user), insertSecurity(security), ...moveMember({ to: user.clinicId })];
      // Where the mail is withheld nobody has its token, and the event leads to no mail; the invitation can be sent later.
      return issueInvitation(user, ({ tokenId, writes }) =>
        commit([...made, ...writes], {
          events: [
            userCreated.of({ subject, data: { userId: user.id } }),
            userInvited.of({ subject, data: { userId: user.id, tokenId } }),
          ],
          audit: [{ action: 'user.invited', subject, outcome: 'success', details: { ...assignment } }],
          result: { ...user, version: 1 },
          lookAgain,
        }),
      );
    },

    /**
     * Mails somebody's invitation once more, at most five an hour, which ends the earlier link; throws `USER_NOT_FOUND`,
     * `PERSON_REQUIRED`, `ALREADY_ACCEPTED`, `CONCURRENT_CHANGE`.
     */
    sendAgain: (caller: Caller, userId: string): Promise<void> =>
      accounts.change(caller, { userId }, async (account) => {
        requireUndeleted(account);
        requireMayGive(caller, account.person);
        if (account.security.passwordHash !== undefined) throw alreadyAccepted();
        await sendAgain(account);
      }),
  };
}

function alreadyAccepted(): Conflict {
  return new Conflict('ALREADY_ACCEPTED', 'The person has a password, and needs no invitation.');
}

function invitedUser(id: string, { email, name, ...assignment }: Invitation, now: Date): User {
  const at = { createdAt: now.toISOString(), updatedAt: now.toISOString() };
  const fresh = { emailVerified: false, mfaEnabled: false, status: 'active' } as const;
  return { id, email, name, ...assignmentOf(assignment), ...fresh, ...at };
}
