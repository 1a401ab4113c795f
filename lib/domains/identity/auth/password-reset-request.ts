import type { Platform } from '../../../platform/platform.ts';
import { passwordResetLife } from '../durations.ts';
import { passwordResetRequested } from '../events/passwords.ts';
import { createOneTimeTokenIssuer } from '../links/one-time-token-issuer.ts';
import { emailHashOf } from '../users/repository.ts';

export type PasswordResetRequestService = ReturnType<typeof createPasswordResetRequestService>;

/** How a person who forgot the password asks for another. */
export function createPasswordResetRequestService({
  read,
  commit,
  clock,
  secrets,
}: Pick<Platform, 'read' | 'commit' | 'clock' | 'secrets'>) {
  const issue = createOneTimeTokenIssuer({ read, clock, secrets });

  return {
    /**
     * Has a link mailed to the address, if it is anybody's, and five an hour at most. Whose it is, nobody looks up before the mail is written: for
     * an address that is unknown the very same is done and stored.
     */
    async request(email: string): Promise<void> {
      const emailHash = emailHashOf(email);
      const order = {
        purpose: 'reset-password',
        owner: { emailHash },
        addressHash: emailHash,
        life: passwordResetLife,
      } as const;
      const subject = `emails/${emailHash}`;
      await issue(order, async ({ tokenId, writes, isWithheld }) => {
        if (isWithheld) return;
        await commit(writes, {
          events: [passwordResetRequested.of({ subject, data: { emailHash, tokenId } })],
          audit: [{ action: 'password.reset-requested', subject, outcome: 'success' }],
        });
      });
    },
  };
}
