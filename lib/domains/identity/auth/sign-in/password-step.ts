import { type Clock, systemClock } from '../../../../clock.ts';
import { type Commit, createCommit } from '../../../../commit/commit.ts';
import { Unauthenticated } from '../../../../errors.ts';
import type { Account } from '../../users/accounts.ts';
import { createOpenAccounts, type OpenAccounts } from '../../users/open-accounts.ts';
import { createUserRepository, emailHashOf, type UserRepository } from '../../users/repository.ts';
import { ifUnchanged } from '../../users/security.ts';
import { type Admission, createLockout, type Lockout } from '../lockout/lockout.ts';
import { createSignInFailures, type SignInFailures } from '../lockout/sign-in-failures.ts';
import { SignInOvertaken } from '../lockout/sign-in-overtaken.ts';
import { passwordPlace, type TriesPlace, triedAccount } from '../lockout/tries-place.ts';
import { createPasswords, type Passwords } from '../passwords/passwords.ts';
import { createSecondFactor, type SecondFactor } from '../second-factor/second-factor.ts';
import { createDecoyAccount, type DecoyAccount } from './decoy-account.ts';
import type { Credentials } from './schema.ts';
import { createSessionOpening, type SessionOpening, type SignedIn, type Visit } from './session-opening.ts';

/** The password was right, and a code is wanted. */
export interface SecondStep {
  readonly mfaRequired: true;
  readonly mfaToken: string;
}

/** A try that was let in to have its password looked at. */
interface Attempt {
  readonly emailHash: string;
  readonly password: string;
  readonly visit: Visit;
  readonly place: TriesPlace;
  readonly admission: Admission;
}

/** An account as a try finds it; absent where nobody has the address. */
interface Sight {
  readonly account: Account | undefined;
  readonly asOf: Date;
  /** A hash that the password was found to belong to. */
  readonly proven?: string | undefined;
}

/** Looks at an account that changes again and again while somebody comes in. */
const mostLooks = 5;

export interface PasswordStepDependencies {
  readonly users?: Pick<UserRepository, 'findIdByEmailHash'>;
  readonly accounts?: Pick<OpenAccounts, 'find'>;
  readonly decoy?: DecoyAccount;
  readonly lockout?: Lockout;
  readonly passwords?: Passwords;
  readonly failures?: Pick<SignInFailures, 'wrongPassword'>;
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
  decoy = createDecoyAccount(),
  lockout = createLockout(),
  passwords = createPasswords(),
  failures = createSignInFailures(),
  opening = createSessionOpening(),
  secondFactor = createSecondFactor(),
  commit = createCommit(),
  clock = systemClock,
}: PasswordStepDependencies = {}) {
  async function look(emailHash: string, proven?: string): Promise<Sight> {
    const asOf = clock();
    const userId = await users.findIdByEmailHash(emailHash);
    const account = userId === undefined ? await decoy.read() : await accounts.find(userId);
    return { account, asOf, proven };
  }

  async function refuse({ emailHash, admission }: Attempt, account: Account | undefined): Promise<never> {
    await failures.wrongPassword({ emailHash, admission, userId: account?.person.id });
    throw new Unauthenticated('INVALID_CREDENTIALS', 'The email address or the password is wrong.');
  }

  /** The password was reset, or the person signed in elsewhere for the first time: another look tells. */
  async function enter(attempt: Attempt, sight: Sight, looksLeft = mostLooks - 1): Promise<SignedIn | SecondStep> {
    const { account, proven } = sight;
    const hash = account?.security.passwordHash;
    // A hash takes its time: the same one is not asked twice.
    const genuine = (hash !== undefined && hash === proven) || (await passwords.verify(attempt.password, hash));
    if (!account || !hash || !genuine) return refuse(attempt, account);
    return letIn(attempt, account, hash, sight.asOf).catch(async (error: unknown) => {
      if (!(error instanceof SignInOvertaken) || looksLeft === 0) throw error;
      return enter(attempt, await look(attempt.emailHash, hash), looksLeft - 1);
    });
  }

  async function letIn(
    { password, visit, place }: Attempt,
    account: Account,
    hash: string,
    asOf: Date,
  ): Promise<SignedIn | SecondStep> {
    const { person, security } = account;
    const passwordHash = passwords.needsRehash(hash) ? await passwords.hash(password) : undefined;
    const origin = await opening.locate(visit, security);
    if (!security.mfaEnabled) return opening.open(account, origin, { passwordHash, writes: [lockout.clear(place)] });
    if (passwordHash) await keepHash(account, passwordHash);
    const mfaToken = await secondFactor.challenge(person.id, { asOf, sessionEpoch: security.sessionEpoch, origin });
    // Failures before it are forgotten once the code is right, too.
    await lockout.giveBack(place);
    return { mfaRequired: true, mfaToken };
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
      const emailHash = emailHashOf(email);
      const sight = await look(emailHash);
      const { person, security } = sight.account ?? {};
      const origin = await opening.locate(visit, security);
      const place = passwordPlace(triedAccount(emailHash, person?.id), security, origin);
      const attempt = { emailHash, password, visit, place, admission: await lockout.admit(place) };
      return lockout.settle(place, () => enter(attempt, sight));
    },
  };
}
