import type { Clock } from '../../lib/clock.ts';
import type { Commit } from '../../lib/commit/commit.ts';
import type { Reader } from '../../lib/data/read.ts';
import type { Lockout } from '../../lib/domains/identity/auth/lockout/lockout.ts';
import type { SignInFailures } from '../../lib/domains/identity/auth/lockout/sign-in-failures.ts';
import type { Passwords } from '../../lib/domains/identity/auth/passwords/passwords.ts';
import type { SecondFactor } from '../../lib/domains/identity/auth/second-factor/second-factor.ts';
import { createCodeStep } from '../../lib/domains/identity/auth/sign-in/code-step.ts';
import type { DecoyAccount } from '../../lib/domains/identity/auth/sign-in/decoy-account.ts';
import { createDeviceTokens } from '../../lib/domains/identity/auth/sign-in/device-tokens.ts';
import { createPasswordStep } from '../../lib/domains/identity/auth/sign-in/password-step.ts';
import { createSessionOpening } from '../../lib/domains/identity/auth/sign-in/session-opening.ts';
import { createSignInService } from '../../lib/domains/identity/auth/sign-in/sign-in.ts';
import type { SessionService } from '../../lib/domains/identity/sessions/service.ts';
import type { AccessTokenIssuer } from '../../lib/domains/identity/tokens/access-tokens.ts';
import { createOpenAccounts } from '../../lib/domains/identity/users/open-accounts.ts';
import type { UserRepository } from '../../lib/domains/identity/users/repository.ts';
import type { Secrets } from '../../lib/secrets/secrets.ts';

/** What signing in stands on in a test. */
interface Foundation {
  readonly read: Reader;
  readonly users: UserRepository;
  readonly sessions: SessionService;
  readonly passwords: Passwords;
  readonly accessTokens: AccessTokenIssuer;
  readonly secondFactor: SecondFactor;
  readonly decoy: DecoyAccount;
  readonly lockout: Lockout;
  readonly failures: SignInFailures;
  readonly commit: Commit;
  readonly clock: Clock;
  readonly secrets: Secrets;
}

/** Signing in as it is, on the test's foundation. */
export function createTestSignIns({ read, secrets, ...foundation }: Foundation) {
  const { users, sessions, accessTokens, clock } = foundation;
  const accounts = createOpenAccounts({ read, users });
  const devices = createDeviceTokens({ secrets, clock });
  const opening = createSessionOpening({ sessions, devices, accessTokens, clock });
  const passwordStep = createPasswordStep({ ...foundation, accounts, opening });
  return createSignInService({ ...foundation, passwordStep, codeStep: createCodeStep({ ...foundation, opening }) });
}

/** Passwords whose hash is plain to see, which count how often one was looked at. */
export function createCountingPasswords() {
  const counted = { verified: 0 };
  const passwords: Passwords = {
    hash: async (password) => `hash:${password}`,
    verify: async (password, hash) => {
      counted.verified++;
      return hash === `hash:${password}`;
    },
    needsRehash: (hash) => !hash.startsWith('hash:'),
  };
  return { passwords, counted };
}
