import type { Caller } from '../../../access/caller.ts';
import type { Stored } from '../../../data/entity.ts';
import { Conflict } from '../../../errors.ts';
import type { Platform } from '../../../platform/platform.ts';
import { createAccounts, requireUndeleted } from './accounts.ts';
import { requireClinicInReach, requireMayGive } from './authority.ts';
import { createInvitedAccounts } from './invited-accounts.ts';
import { requireClinicThatFits } from './role-rules.ts';
import type { Invitation, User } from './schema.ts';

export type InvitationService = ReturnType<typeof createInvitationService>;

/** Invites people, who choose a password by the link in the mail. */
export function createInvitationService(platform: Pick<Platform, 'read' | 'commit' | 'clock' | 'newId' | 'secrets'>) {
  const accounts = createAccounts(platform);
  const invited = createInvitedAccounts(platform);

  return {
    /**
     * Makes an account without a password; throws `PERSON_REQUIRED`, `DUPLICATE_EMAIL`, `CLINIC_REQUIRED`,
     * `CLINIC_NOT_ALLOWED`, `UNKNOWN_REFERENCE`.
     */
    async invite(caller: Caller, invitation: Invitation): Promise<Stored<User>> {
      requireClinicInReach(caller, invitation.clinicId);
      requireMayGive(caller, invitation);
      requireClinicThatFits(invitation);
      return invited.make(invitation);
    },

    /**
     * Mails somebody's invitation once more, at most five an hour, which ends the earlier link; throws `USER_NOT_FOUND`,
     * `PERSON_REQUIRED`, `ALREADY_ACCEPTED`, `CONCURRENT_CHANGE`.
     */
    sendAgain: (caller: Caller, userId: string): Promise<void> =>
      accounts.change(caller, { userId }, async (account) => {
        requireUndeleted(account);
        requireMayGive(caller, account.security);
        if (account.security.passwordHash !== undefined) throw alreadyAccepted();
        await invited.sendAgain(account);
      }),
  };
}

function alreadyAccepted(): Conflict {
  return new Conflict('ALREADY_ACCEPTED', 'The person has a password, and needs no invitation.');
}
