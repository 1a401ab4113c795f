import { randomUUID } from 'node:crypto';
import type { Clock } from '../../lib/clock.ts';
import type { Commit } from '../../lib/commit/commit.ts';
import { createCounter } from '../../lib/data/counter.ts';
import type { Database } from '../../lib/data/database.ts';
import type { Reader } from '../../lib/data/read.ts';
import { createEmailChangeService } from '../../lib/domains/identity/auth/email-change.ts';
import type { SealedAccounts } from '../../lib/domains/identity/auth/lockout/sealed-accounts.ts';
import { createPasswordChangeService } from '../../lib/domains/identity/auth/password-change.ts';
import { createPasswordResetService } from '../../lib/domains/identity/auth/password-reset.ts';
import { createPasswordResetRequestService } from '../../lib/domains/identity/auth/password-reset-request.ts';
import { createPasswordCheck } from '../../lib/domains/identity/auth/passwords/password-check.ts';
import type { Passwords } from '../../lib/domains/identity/auth/passwords/passwords.ts';
import { createRegistrationService } from '../../lib/domains/identity/auth/registration.ts';
import { createSecondFactorRepository } from '../../lib/domains/identity/auth/second-factor/second-factor-repository.ts';
import { createMailTimesRepository } from '../../lib/domains/identity/links/mail-times.ts';
import {
  createOneTimeTokenIssuer,
  type OneTimeTokenOrder,
} from '../../lib/domains/identity/links/one-time-token-issuer.ts';
import { createOneTimeTokenRepository } from '../../lib/domains/identity/links/one-time-token-repository.ts';
import type { OneTimeTokens } from '../../lib/domains/identity/links/one-time-tokens.ts';
import { createMailRecipients } from '../../lib/domains/identity/mails/mail-recipients.ts';
import type { SessionRepository } from '../../lib/domains/identity/sessions/repository.ts';
import { createOpenAccounts } from '../../lib/domains/identity/users/open-accounts.ts';
import type { UserRepository } from '../../lib/domains/identity/users/repository.ts';

/** What the services of passwords and addresses share with those of sign-in. */
export interface PasswordServiceParts {
  readonly database: Database;
  readonly read: Reader;
  readonly users: UserRepository;
  readonly sessions: SessionRepository;
  readonly tokens: OneTimeTokens;
  readonly sealedAccounts: SealedAccounts;
  readonly passwords: Passwords;
  readonly commit: Commit;
  readonly clock: Clock;
}

/** The services of passwords and addresses as they are. */
export function createTestPasswordServices(parts: PasswordServiceParts) {
  const { database, read, users, sessions, tokens, passwords, commit, clock } = parts;
  const oneTimeTokens = createOneTimeTokenRepository({ read });
  const accounts = createOpenAccounts({ read, users });
  const issue = createOneTimeTokenIssuer({
    oneTimeTokens,
    mailTimes: createMailTimesRepository({ read }),
    tokens,
    clock,
  });
  const { take } = createCounter({ database });
  const checkPassword = createPasswordCheck({ take, passwords, commit, clock });
  return {
    /** Hands a token out as the mail would carry it, without the event of one. */
    async issueOneTimeToken(order: Omit<OneTimeTokenOrder, 'addressHash'>): Promise<string> {
      const { tokenId } = await issue({ ...order, addressHash: randomUUID() }, async (token) => {
        await commit(token.writes);
        return token;
      });
      return tokens.tokenOf(order.purpose, tokenId);
    },
    passwordResetRequests: createPasswordResetRequestService({ issue, commit }),
    passwordResets: createPasswordResetService({
      read,
      users,
      accounts,
      factors: createSecondFactorRepository({ read }),
      oneTimeTokens,
      passwords,
      commit,
      clock,
    }),
    registrations: createRegistrationService({ users, accounts, oneTimeTokens, issue, passwords, commit, clock }),
    passwordChanges: createPasswordChangeService({ accounts, sessions, passwords, commit, clock, checkPassword }),
    emailChanges: createEmailChangeService({ users, accounts, oneTimeTokens, issue, checkPassword, commit, clock }),
    mailRecipients: createMailRecipients({
      read,
      users,
      sessions,
      oneTimeTokens,
      tokens,
      accounts: parts.sealedAccounts,
    }),
  };
}
