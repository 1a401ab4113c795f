import { setImmediate } from 'node:timers/promises';
import type { Clock } from '../../lib/clock.ts';
import type { Commit } from '../../lib/commit/commit.ts';
import type { Database } from '../../lib/data/database.ts';
import type { Reader } from '../../lib/data/read.ts';
import type { Sleep } from '../../lib/data/retry.ts';
import { createWriteAlone } from '../../lib/data/write-alone.ts';
import { createLockout } from '../../lib/domains/identity/auth/lockout/lockout.ts';
import { createSealedAccounts } from '../../lib/domains/identity/auth/lockout/sealed-accounts.ts';
import { createSignInFailures } from '../../lib/domains/identity/auth/lockout/sign-in-failures.ts';
import { createDecoyAccount } from '../../lib/domains/identity/auth/sign-in/decoy-account.ts';
import type { UserRepository } from '../../lib/domains/identity/users/repository.ts';
import { createSeal } from '../../lib/secrets/seal.ts';
import type { Secrets } from '../../lib/secrets/secrets.ts';

interface Parts {
  readonly database: Database;
  readonly read: Reader;
  readonly users: UserRepository;
  readonly commit: Commit;
  readonly clock: Clock;
  readonly secrets: Secrets;
  readonly sleep: Sleep;
}

/** The lockout as it is, on the parts that the rest of identity stands on. */
export function createTestLockout({ database, read, users, commit, clock, secrets, sleep }: Parts) {
  const writeAlone = createWriteAlone({ database, clock, sleep });
  const sealedAccounts = createSealedAccounts({ seal: createSeal('account', secrets) });
  return {
    sealedAccounts,
    lockout: createLockout({ writeAlone, clock, sleep }),
    decoy: createDecoyAccount({ read, writeAlone }),
    failures: createSignInFailures({ users, accounts: sealedAccounts, commit, clock }),
  };
}

/** Waits until everybody else who is in memory has got on as far as they can. */
export const letOthersGoOn: Sleep = () => setImmediate();
