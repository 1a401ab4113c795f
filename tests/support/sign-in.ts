import { createOpenAccounts } from '../../lib/auth/open-accounts.ts';
import type { Passwords } from '../../lib/auth/passwords/passwords.ts';
import type { SecondFactor } from '../../lib/auth/second-factor/second-factor.ts';
import { createCodeStep } from '../../lib/auth/sign-in/code-step.ts';
import type { DecoyAccount } from '../../lib/auth/sign-in/decoy-account.ts';
import { createDeviceTokens } from '../../lib/auth/sign-in/device-tokens.ts';
import type { Lockout } from '../../lib/auth/sign-in/lockout.ts';
import { createPasswordStep } from '../../lib/auth/sign-in/password-step.ts';
import { createSessionOpening } from '../../lib/auth/sign-in/session-opening.ts';
import { createSignInService } from '../../lib/auth/sign-in/sign-in.ts';
import type { SignInFailures } from '../../lib/auth/sign-in/sign-in-failures.ts';
import type { AccessTokenIssuer } from '../../lib/auth/tokens/access-tokens.ts';
import type { Clock } from '../../lib/clock.ts';
import type { Commit } from '../../lib/data/commit.ts';
import type { Reader } from '../../lib/data/read.ts';
import type { Secrets } from '../../lib/secrets.ts';
import type { SessionService } from '../../lib/sessions/service.ts';
import type { UserRepository } from '../../lib/users/repository.ts';

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
