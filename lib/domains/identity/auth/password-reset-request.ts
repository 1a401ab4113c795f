import type { Platform } from '../../../platform/platform.ts';
import { passwordResetLife } from '../durations.ts';
import { passwordResetRequested } from '../events/passwords.ts';
import { createOneTimeTokenIssuer } from '../links/one-time-token-issuer.ts';
import { emailHashOf } from '../users/repository.ts';

export type PasswordResetRequestService = ReturnType<typeof createPasswordResetRequestService>;

/** Mails the links by which people who forgot their password set another. */
export function createPasswordResetRequestService({
  read,
  commit,
  clock,
  secrets,
}: Pick<Platform, 'read' | 'commit' | 'clock' | 'secrets'>) {
  const issue = createOneTimeTokenIssuer({ read, clock, secrets });

  return {
    /**
     * Mails a link to the address if anybody has it, at most five an hour. Who has it is looked up only when the mail is
     * written: an unknown address leads to the same work and the same writes.
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
