import { randomUUID } from 'node:crypto';
import { createEmailChangeService } from '../../lib/domains/identity/auth/email-change.ts';
import { createPasswordChangeService } from '../../lib/domains/identity/auth/password-change.ts';
import { createPasswordResetService } from '../../lib/domains/identity/auth/password-reset.ts';
import { createPasswordResetRequestService } from '../../lib/domains/identity/auth/password-reset-request.ts';
import type { Passwords } from '../../lib/domains/identity/auth/passwords/passwords.ts';
import { createRegistrationService } from '../../lib/domains/identity/auth/registration.ts';
import {
  createOneTimeTokenIssuer,
  type OneTimeTokenOrder,
} from '../../lib/domains/identity/links/one-time-token-issuer.ts';
import { createOneTimeTokens } from '../../lib/domains/identity/links/one-time-tokens.ts';
import { createMailRecipients } from '../../lib/domains/identity/recipients/mail-recipients.ts';
import type { Platform } from '../../lib/platform/platform.ts';

/** The services of passwords and addresses as they are. */
export function createTestPasswordServices(platform: Platform, passwords: Passwords) {
  const issue = createOneTimeTokenIssuer(platform);
  const oneTimeTokens = createOneTimeTokens(platform.secrets);
  return {
    oneTimeTokens,
    /** Hands a token out as the mail would carry it, without the event of one. */
    async issueOneTimeToken(order: Omit<OneTimeTokenOrder, 'addressHash'>): Promise<string> {
      const { tokenId } = await issue({ ...order, addressHash: randomUUID() }, async (token) => {
        await platform.commit(token.writes);
        return token;
      });
      return oneTimeTokens.tokenOf(order.purpose, tokenId);
    },
    passwordResetRequests: createPasswordResetRequestService(platform),
    passwordResets: createPasswordResetService({ ...platform, passwords }),
    registrations: createRegistrationService({ ...platform, passwords }),
    passwordChanges: createPasswordChangeService({ ...platform, passwords }),
    emailChanges: createEmailChangeService({ ...platform, passwords }),
    mailRecipients: createMailRecipients(platform),
  };
}
