import type { Stored } from '../../../data/entity.ts';
import type { Platform } from '../../../platform/platform.ts';
import { moveMember } from '../../clinic/clinics/service.ts';
import { createDoctorUpkeep } from '../../clinic/doctors/upkeep-service.ts';
import { invitationLife } from '../durations.ts';
import { userCreated, userInvitationRequested, userInvited } from '../events/accounts.ts';
import { createOneTimeTokenIssuer, type OrderedOneTimeToken } from '../links/one-time-token-issuer.ts';
import type { Account } from './accounts.ts';
import { AccountChanged } from './person-change.ts';
import { createUserRepository, emailHashOf } from './repository.ts';
import { assignmentOf } from './role-rules.ts';
import type { Invitation, User } from './schema.ts';
import { newSecurity } from './security.ts';
import { insertSecurity, requireSecurity, sameRights } from './security-repository.ts';

/** Makes accounts without a password and mails the links that accept them, whoever may do that. */
export function createInvitedAccounts({
  read,
  commit,
  clock,
  newId,
  secrets,
}: Pick<Platform, 'read' | 'commit' | 'clock' | 'newId' | 'secrets'>) {
  const users = createUserRepository({ read });
  const keepDoctor = createDoctorUpkeep({ read, clock, overtaken: () => new AccountChanged() });
  const issue = createOneTimeTokenIssuer({ read, clock, secrets });

  /** Makes a link that accepts an invitation, for `use` to commit. */
  function issueInvitation<R>(
    { id, email }: Pick<User, 'id' | 'email'>,
    use: (token: OrderedOneTimeToken) => Promise<R>,
  ) {
    const order = { purpose: 'invitation', owner: { userId: id }, life: invitationLife } as const;
    return issue({ ...order, addressHash: emailHashOf(email) }, use);
  }

  return {
    /** Makes an account, to which an invitation goes out; throws `DUPLICATE_EMAIL`, `UNKNOWN_REFERENCE`. */
    async make(invitation: Invitation): Promise<Stored<User>> {
      const lookAgain = () => users.requireFree(invitation.email);
      await lookAgain();
      const user = invitedUser(newId(), invitation, clock());
      const subject = `users/${user.id}`;
      const { status, emailVerified } = user;
      const assignment = assignmentOf(user);
      const security = newSecurity({ userId: user.id, ...assignment, status, emailVerified });
      const account = [...users.insert(user), insertSecurity(security)];
      const made = [...account, ...moveMember({ to: user.clinicId }), ...(await keepDoctor({ after: user }))];
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
     * Mails the invitation of an account without a password once more, at most five an hour, which ends the earlier link;
     * answers whether it goes out. It is for the account as it was read; throws `AccountChanged` for any other.
     */
    async sendAgain({ person, security }: Account): Promise<boolean> {
      const { id: userId } = person;
      const action = 'user.invitation-requested';
      const subject = `users/${userId}`;
      const asRead = requireSecurity(userId, sameRights(security), () => new AccountChanged());
      return issueInvitation(person, async ({ tokenId, writes, isWithheld }) => {
        if (isWithheld) await commit([asRead], { audit: [{ action, subject, outcome: 'refused' }] });
        else
          await commit([...writes, asRead], {
            events: [userInvitationRequested.of({ subject, data: { userId, tokenId } })],
            audit: [{ action, subject, outcome: 'success' }],
          });
        return !isWithheld;
      });
    },
  };
}

function invitedUser(id: string, { email, name, ...assignment }: Invitation, now: Date): User {
  const at = { createdAt: now.toISOString(), updatedAt: now.toISOString() };
  const fresh = { emailVerified: false, mfaEnabled: false, status: 'active' } as const;
  return { id, email, name, ...assignmentOf(assignment), ...fresh, ...at };
}
