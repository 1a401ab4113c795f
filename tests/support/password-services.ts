import { createEmailChangeService } from '../../lib/auth/email-change.ts';
import { createMailRecipients } from '../../lib/auth/mail-recipients.ts';
import { createOneTimeTokenIssuer } from '../../lib/auth/one-time-tokens/one-time-token-issuer.ts';
import { createOneTimeTokenRepository } from '../../lib/auth/one-time-tokens/one-time-token-repository.ts';
import type { OneTimeTokens } from '../../lib/auth/one-time-tokens/one-time-tokens.ts';
import { createOpenAccounts } from '../../lib/auth/open-accounts.ts';
import { createPasswordChangeService } from '../../lib/auth/passwords/password-change.ts';
import { createPasswordCheck } from '../../lib/auth/passwords/password-check.ts';
import { createPasswordResetService } from '../../lib/auth/passwords/password-reset.ts';
import { createPasswordResetRequestService } from '../../lib/auth/passwords/password-reset-request.ts';
import type { Passwords } from '../../lib/auth/passwords/passwords.ts';
import type { Clock } from '../../lib/clock.ts';
import type { Commit } from '../../lib/data/commit.ts';
import { createCounter } from '../../lib/data/counter.ts';
import type { Database } from '../../lib/data/database.ts';
import type { Reader } from '../../lib/data/read.ts';
import type { SessionRepository } from '../../lib/sessions/repository.ts';
import type { UserRepository } from '../../lib/users/repository.ts';

/** What the services of passwords and addresses share with those of sign-in. */
export interface PasswordServiceParts {
  readonly database: Database;
  readonly read: Reader;
  readonly users: UserRepository;
  readonly sessions: SessionRepository;
  readonly tokens: OneTimeTokens;
  readonly passwords: Passwords;
  readonly commit: Commit;
  readonly clock: Clock;
}

/** The services of passwords and addresses as they are. */
export function createTestPasswordServices(parts: PasswordServiceParts) {
  const { database, read, users, sessions, tokens, passwords, commit, clock } = parts;
  const oneTimeTokens = createOneTimeTokenRepository({ read });
  const accounts = createOpenAccounts({ read, users });
  const issue = createOneTimeTokenIssuer({ oneTimeTokens, tokens, clock });
  const { take } = createCounter({ database });
  const checkPassword = createPasswordCheck({ take, passwords, commit, clock });
  return {
    issueOneTimeToken: issue,
    passwordResetRequests: createPasswordResetRequestService({ issue, commit }),
    passwordResets: createPasswordResetService({ read, users, accounts, oneTimeTokens, passwords, commit, clock }),
    passwordChanges: createPasswordChangeService({ accounts, sessions, passwords, commit, clock, checkPassword }),
    emailChanges: createEmailChangeService({ users, accounts, oneTimeTokens, issue, checkPassword, commit, clock }),
    mailRecipients: createMailRecipients({ read, users, sessions, oneTimeTokens, tokens }),
  };
}
