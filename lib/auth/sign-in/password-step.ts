import { type Clock, systemClock } from '../../clock.ts';
import { type Commit, createCommit } from '../../data/commit.ts';
import { Unauthenticated } from '../../errors.ts';
import type { Account } from '../../users/accounts.ts';
import { createUserRepository, emailHashOf, type UserRepository } from '../../users/repository.ts';
import { createOpenAccounts, type OpenAccounts } from '../open-accounts.ts';
import { createPasswords, type Passwords } from '../passwords/passwords.ts';
import type { Credentials } from '../schema.ts';
import { createSecondFactor, type SecondFactor } from '../second-factor/second-factor.ts';
import { ifUnchanged } from '../security.ts';
import { type Admission, createLockout, type Lockout } from './lockout.ts';
import {
  type Arrival,
  createSessionOpening,
  type SessionOpening,
  type SignedIn,
  SignInOvertaken,
  type Visit,
} from './session-opening.ts';
import { createSignInFailures, type SignInFailures } from './sign-in-failures.ts';

/** Looked up in place of whoever an unknown address would be, so that it takes as many reads as a known one. */
const nobody = '00000000-0000-7000-8000-000000000000';

/** The password was right, and a code is wanted. */
export interface SecondStep {
  readonly mfaRequired: true;
  readonly mfaToken: string;
}

/** A try that was let in to have its password looked at. */
interface Attempt {
  readonly emailHash: string;
  readonly password: string;
  readonly arrival: Arrival;
  readonly admission: Admission;
}

export interface PasswordStepDependencies {
  readonly users?: Pick<UserRepository, 'findIdByEmailHash'>;
  readonly accounts?: Pick<OpenAccounts, 'find'>;
  readonly lockout?: Pick<Lockout, 'admit'>;
  readonly passwords?: Passwords;
  readonly failures?: SignInFailures;
  readonly opening?: SessionOpening;
  readonly secondFactor?: Pick<SecondFactor, 'challenge'>;
  readonly commit?: Commit;
  readonly clock?: Clock;
}

export type PasswordStep = ReturnType<typeof createPasswordStep>;

/** The first step of signing in, and for most people the only one. */
export function createPasswordStep({
  users = createUserRepository(),
  accounts = createOpenAccounts(),
  lockout = createLockout(),
  passwords = createPasswords(),
  failures = createSignInFailures(),
  opening = createSessionOpening(),
  secondFactor = createSecondFactor(),
  commit = createCommit(),
  clock = systemClock,
}: PasswordStepDependencies = {}) {
  async function findAccount(emailHash: string): Promise<Account | undefined> {
    return accounts.find((await users.findIdByEmailHash(emailHash)) ?? nobody);
  }

  async function enter(attempt: Attempt, account: Account | undefined, asOf: Date): Promise<SignedIn | SecondStep> {
    const hash = account?.security.passwordHash;
    const genuine = await passwords.verify(attempt.password, hash);
    if (!account || !hash || !genuine) {
      await failures.record({ ...attempt, account });
      throw new Unauthenticated('INVALID_CREDENTIALS', 'The email address or the password is wrong.');
    }
    const passwordHash = passwords.needsRehash(hash) ? await passwords.hash(attempt.password) : undefined;
    if (!account.security.mfaEnabled) return opening.open(account, attempt.arrival, { passwordHash });
    if (passwordHash) await keepHash(account, passwordHash);
    return { mfaRequired: true, mfaToken: await secondFactor.challenge(account.person.id, asOf) };
  }

  /** The session that a better hash would go with begins in the second step, which has no password. */
  function keepHash({ security }: Account, passwordHash: string): Promise<void> {
    return commit([ifUnchanged(security, { set: { passwordHash }, conflict: () => new SignInOvertaken() })]);
  }

  return {
    /** Lets in, or on to the second step, who knows the password; throws `TOO_MANY_ATTEMPTS`, `INVALID_CREDENTIALS`. */
    async take(
      { email, password }: Pick<Credentials, 'email' | 'password'>,
      visit: Visit,
    ): Promise<SignedIn | SecondStep> {
      const asOf = clock();
      const emailHash = emailHashOf(email);
      const account = await findAccount(emailHash);
      const arrival = await opening.locate(visit, emailHash, account?.security);
      const attempt = { emailHash, password, arrival, admission: await lockout.admit(arrival.place) };
      return enter(attempt, account, asOf).catch(async (error: unknown) => {
        // The password was reset, or the person signed in elsewhere for the first time: a second look tells.
        if (!(error instanceof SignInOvertaken)) throw error;
        const again = clock();
        return enter(attempt, await findAccount(emailHash), again);
      });
    },
  };
}
